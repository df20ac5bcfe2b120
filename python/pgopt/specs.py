# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Value specs for the annotations of Python code that knows nothing of PyGlove."""

import collections.abc
import inspect
import types
import typing
from typing import Any

import pyglove as pg

T = pg.typing

_NONE = type(None)
_PLAIN = {bool: T.Bool, int: T.Int, float: T.Float, str: T.Str}
_SEQUENCES = (collections.abc.Sequence, collections.abc.Iterable, collections.abc.Collection)


def spec_for(annotation: Any, class_spec: typing.Callable[[type], T.ValueSpec | None]):
    """The value spec that accepts what an annotation allows and a config can hold without a pickle.

    It is never narrower than that: what has no counterpart in PyGlove becomes `Any`.

    Args:
      annotation: as `typing.get_type_hints` gives it.
      class_spec: gives the spec for a class that is neither built in nor symbolic; None for any
        value.
    """
    try:
        spec = _spec(annotation, class_spec)
    except (TypeError, ValueError):  # Candidates of a union that PyGlove cannot tell apart.
        spec = None
    return T.Any() if spec is None else spec


def takes(spec: T.ValueSpec, value: Any) -> bool:
    """Whether a spec accepts a value."""
    try:
        spec.apply(value)
    except Exception:  # PyGlove raises all kinds.
        return False
    return True


def _spec(annotation, class_spec):
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation in _PLAIN:
        return _PLAIN[annotation]()
    if origin in (typing.Union, types.UnionType):
        return _union(arguments, class_spec)
    if origin is typing.Annotated:
        return _spec(arguments[0], class_spec)
    if origin is typing.Literal:
        return T.Enum(pg.MISSING_VALUE, list(arguments))
    if (origin or annotation) is collections.abc.Callable:
        return T.Callable()
    if (origin or annotation) is list:
        return T.List(spec_for(*arguments, class_spec) if arguments else T.Any())
    if (origin or annotation) is tuple:
        return _tuple(arguments, class_spec)
    if (origin or annotation) in _SEQUENCES:
        element = arguments[0] if arguments else Any
        of_lists, of_tuples = (spec_for(element, class_spec) for _ in range(2))
        return T.Union([T.List(of_lists), T.Tuple(of_tuples)])
    if not inspect.isclass(annotation) or origin or annotation is Any:
        return None
    if issubclass(annotation, pg.Symbolic):
        return T.Object(annotation)
    if getattr(annotation, "_is_protocol", False):
        return T.Callable() if "__call__" in vars(annotation) else None
    return None if annotation.__module__ == "builtins" else class_spec(annotation)


def _union(arguments, class_spec):
    specs = [_spec(argument, class_spec) for argument in arguments if argument is not _NONE]
    if any(spec is None for spec in specs):
        return None
    flat = []
    for spec in specs:
        inner = spec.candidates if isinstance(spec, T.Union) else [spec]
        flat += [candidate for candidate in inner if candidate not in flat]
    union = flat[0] if len(flat) == 1 else T.Union(flat)
    return union.noneable() if _NONE in arguments else union


def _tuple(arguments, class_spec):
    if not arguments:
        return T.Tuple(T.Any())
    if arguments[-1] is Ellipsis:
        return T.Tuple(spec_for(arguments[0], class_spec))
    return T.Tuple([spec_for(argument, class_spec) for argument in arguments])

