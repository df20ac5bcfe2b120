# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Which classes the arguments of an export name.

Only modules that an argument names are imported: itself, or for an experiment the modules of its
`_type`s, as PyGlove's loader would. Nothing in an experiment is constructed or decoded.
"""

from collections.abc import Iterable, Iterator
import contextlib
import dataclasses
import importlib
import os
from types import ModuleType
from typing import Any

import pyglove as pg

from pgopt.files import read_json
from pgopt.names import (
    ExportError,
    did_you_mean,
    is_component,
    is_pyglove,
    key,
    log,
    registered,
    type_names,
)

# A module, a class, the name of either, or the path of an experiment's JSON file.
Target = ModuleType | type | str | os.PathLike


@dataclasses.dataclass
class Found:
    """The symbolic classes that some targets name."""

    classes: list[type] = dataclasses.field(default_factory=list)
    # The classes by the names that experiments use, which may be old ones.
    names: dict[str, type] = dataclasses.field(default_factory=dict)
    # The top-level package of the first target.
    library: str | None = None


@dataclasses.dataclass
class _Names:
    """The `_type`s of an experiment; or one class name, as an experiment of one object."""

    origin: str
    json: Any

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(type_names(self.json)))


def find_classes(targets: Iterable[Target]) -> Found:
    """Imports what the targets name, and finds their symbolic classes.

    Raises:
      ExportError: a file, a module or a class cannot be found or read. All classes that are
        missing are listed together.
    """
    loaded = [_load(target) for target in targets]
    # Any module may register a class under a name that belongs to another one: import them all.
    for target in loaded:
        if isinstance(target, _Names):
            for name in target:
                with contextlib.suppress(Exception):  # Told below, if it then still matters.
                    _lookup(name)

    found = Found()
    missing = []
    for target in loaded:
        if isinstance(target, ModuleType):
            names = [target.__name__]
            found.classes += module_components(target)
        elif isinstance(target, type):
            names = [key(target)]
            found.classes.append(target)
        else:
            names = list(target)
            for name in names:
                try:
                    cls = _component(name)
                    if cls is not None:
                        found.names[name] = cls
                except Exception as error:  # Importing may raise anything.
                    missing.append(f"\n  {target.origin}{name}: {_reason(error)}")
        found.library = found.library or next(iter(names), "").partition(".")[0] or None
    if missing:
        raise ExportError(
            f"cannot find {len(missing)} class{'es' * (len(missing) > 1)}:{''.join(missing)}\n"
            "Name the module that defines or symbolizes each as well (python -m pgopt export"
            " MODULE …), and run where Python can import it."
        )
    found.classes += found.names.values()
    return found


def module_components(module: ModuleType) -> list[type]:
    """The symbolic classes that a module defines, nested ones included, or re-exports."""
    components: dict[type, None] = {}
    seen = set()

    def visit(namespace):
        for value in list(vars(namespace).values()):
            if not isinstance(value, type) or value in seen:
                continue
            seen.add(value)
            if is_component(value):
                components[value] = None
            if value.__module__ == module.__name__:
                visit(value)

    visit(module)
    return list(components)


def _load(target: Target) -> ModuleType | type | _Names:
    if isinstance(target, type):
        if not is_component(target):
            raise ExportError(f"{target.__qualname__}: {_NOT_SYMBOLIC}")
        return target
    if isinstance(target, ModuleType):
        return target
    target = os.fspath(target)
    if target.endswith(".json"):
        return _Names(f"{target}: ", read_json(target))
    try:
        return importlib.import_module(target)
    except Exception as error:
        absent = error.name if isinstance(error, ModuleNotFoundError) else None
        if absent and f"{target}.".startswith(f"{absent}."):
            return _Names("", {"_type": target})  # Not a module: perhaps a class.
        raise ExportError(f"cannot import {target}: {_reason(error)}") from error


def _component(name: str) -> type | None:
    """The symbolic class of a `_type`; None if pg-opt knows it, or it has no schema."""
    cls = _lookup(name)
    if not isinstance(cls, type):
        raise TypeError("it is not a class")
    if not issubclass(cls, pg.JSONConvertible):
        raise TypeError(_NOT_SYMBOLIC)
    if is_component(cls):
        return cls
    if not is_pyglove(cls):
        log.warning("%s: it has no schema, so it stays undeclared", name)
    return None


_NOT_SYMBOLIC = "it is an ordinary class, and no pg.symbolize of it was imported"


def _lookup(name: str) -> Any:
    """What PyGlove would load for a `_type`.

    The module ends before the first capitalized word, or the last word.
    """
    cls = registered(name)
    if cls is not None:
        return cls
    words = name.split(".")
    end = next((i for i, word in enumerate(words) if word[:1].isupper()), len(words) - 1)
    if end == 0:
        raise ModuleNotFoundError("there is no such module, and no such class is registered")
    found = importlib.import_module(".".join(words[:end]))
    if registered(name) is not None:
        return registered(name)
    for word in words[end:]:
        found = getattr(found, word)
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, AttributeError) and error.name:
        return f"{error}{did_you_mean(error.name, dir(error.obj))}"
    if isinstance(error, (ImportError, TypeError)):
        return str(error)
    return f"{type(error).__name__}: {error}"
