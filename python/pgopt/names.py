# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The names of classes, as PyGlove and Python spell them."""

from collections.abc import Iterable, Iterator
import difflib
import logging
from typing import Any

import pyglove as pg

# What an export could not write as it stands is reported here, as a warning.
log = logging.getLogger("pgopt")

OPAQUE = "pyglove.core.utils.json_conversion._OpaqueObject"


class ExportError(ValueError):
    """The declarations cannot be exported; the message says why and what to do."""


def module_path(symbol: Any) -> str:
    """Where Python says a class or function is: `package.module.Outer.Inner`."""
    return f"{symbol.__module__}.{symbol.__qualname__}"


def is_pyglove(cls: type) -> bool:
    """Whether a class is one of PyGlove's own, which pg-opt knows by itself."""
    return _is_in_pyglove(cls.__module__)


def _is_in_pyglove(path: str) -> bool:
    return path.partition(".")[0] == "pyglove"


def is_component(value: Any) -> bool:
    """Whether a value is a symbolic class (or functor) of somebody's codebase."""
    return isinstance(value, type) and issubclass(value, pg.Object) and not is_pyglove(value)


def key(cls: type) -> str:
    """What PyGlove writes as `_type` for objects of a class."""
    return cls.__serialization_key__


def registered(name: str) -> type | None:
    """The class that PyGlove loads for a `_type`, as far as it is imported."""
    return pg.JSONConvertible.class_from_typename(name)


def callability(cls: type) -> bool | str:
    """Whether components of a class can be called; "functor" if their arguments may be left out.

    PyGlove lets them be left out of every functor, but who makes an object needs them all.
    """
    if issubclass(cls, pg.Functor):
        return True if makes_class(cls) else "functor"
    return any("__call__" in vars(base) for base in cls.__mro__)


def makes_class(cls: type) -> bool:
    """Whether a functor class is one that `pgopt.functor` made around a class."""
    return getattr(cls, "_makes_class", False)


def aliases(cls: type) -> set[str]:
    """The other names of a class: those it also loads from, and where Python says it is."""
    names = {name for name, other in pg.JSONConvertible.registered_types() if other is cls}
    if registered(module_path(cls)) is None:
        names.add(module_path(cls))
    names.discard(key(cls))
    return {name for name in names if not _is_in_pyglove(name)}  # A functor has one such name too.


def type_names(json: Any) -> Iterator[str]:
    """Every `_type` in a PyGlove JSON value, parents first; code and pickles stay closed.

    A class that stands there as a value (`{"_type": "type", "name": …}`) is named too, once
    PyGlove knows it.
    """
    nodes = [json]
    while nodes:
        node = nodes.pop()
        if isinstance(node, list):
            nodes.extend(reversed(node))
        elif isinstance(node, dict):
            name = node.get("_type")
            if name in ("function", "method", OPAQUE):
                continue
            if name == "type":
                name = node.get("name")
                name = name if isinstance(name, str) and registered(name) else None
            if isinstance(name, str):
                yield name
            nodes.extend(reversed(node.values()))


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A hint for a misspelt name, to end an error message with; or nothing."""
    close = difflib.get_close_matches(name, names, n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""
