# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functors around classes and functions that PyGlove cannot make symbolic themselves.

A Flax module resists `pg.symbolize`, and an Optax optimizer is made by a function::

    Conv = pgopt.functor(flax.linen.Conv, "flax.linen.Conv")
    relu = pgopt.functor(flax.linen.relu, "flax.linen.relu")
    adam = pgopt.functor(optax.adam, "optax.adam")

    layer = Conv(16, kernel_size=(3, 3))   # Symbolic: it is saved, patched, compared.
    layer()                                # The module.
"""

from collections.abc import Callable
import contextlib
import contextvars
import enum
import functools
import inspect
import typing
from typing import Any

import pyglove as pg

from pgopt.names import OPAQUE, makes_class, module_path
from pgopt.specs import spec_for, takes

T = pg.typing

# Of base classes, those that relate nothing.
_PYTHONS = ("abc", "builtins", "typing")

# What PyGlove writes by name, or as it is in memory.
_CODE = ("function", "method", "type", OPAQUE)


def functor(
    target: Callable,
    name: str | None = None,
    /,
    *,
    base: type[pg.Functor] = pg.Functor,
    **fields: Any,
) -> type[pg.Functor]:
    """A functor class that calls a class or a function with the arguments that it holds.

    Its fields are the arguments, typed as the target's own annotations say; those of a dataclass
    are its fields. Left out are arguments whose default no config can hold (a function, a dtype):
    they keep it, unless `fields` types them.

    When a functor is called, the functors in its arguments are called first, innermost first, if
    nothing is missing for it: a layer inside a layer is made, a ReLU, which lacks its `x`, is
    handed on as the function that it is. What several `pg.Ref`s share is made once, and shared.

    Functors of a class and of its subclasses are related as these are: a field that is annotated
    with a class takes the functors that make it, or a subclass of it.

    Args:
      target: what to call.
      name: what `_type` says; the place where Python has the target, by default.
      base: a class of functors that this one belongs to, for fields that are typed by it.
      **fields: tighter value specs, by the name of the argument.

    Raises:
      TypeError: the target has no name or no signature, or no argument of a given name.
    """
    if not hasattr(target, "__qualname__"):
        raise TypeError(f"{target!r} has no name that a config could say: wrap it in a function")
    try:
        full = inspect.signature(target)
    except ValueError as error:
        raise TypeError(f"{target!r}: Python does not know what it can be called with") from error
    unknown = fields.keys() - full.parameters.keys()
    if unknown:
        raise TypeError(f"{module_path(target)} has no argument {sorted(unknown)[0]!r}")
    kept = [p for p in full.parameters.values() if p.name in fields or _is_savable(p.default)]
    kept_bare = [p.replace(annotation=p.empty) for p in kept]
    signature = inspect.Signature(kept_bare)

    def call(*args, **kwargs):
        return _call(target, full, signature.bind(*args, **kwargs).arguments)

    call.__signature__ = signature
    call.__module__, _, call.__qualname__ = module_path(target).rpartition(".")
    call.__name__ = call.__qualname__.rpartition(".")[2]
    call.__doc__ = inspect.getdoc(target)
    hints = _hints(target)
    specs = [(p.name, _field_spec(p, fields.get(p.name), hints)) for p in kept]
    return pg.functor(
        specs, base_class=_base_class(target, base, call), serialization_key=name
    )(call)


@functools.cache
def maker_of(cls: type) -> type:
    """What the functors that make a class, or a subclass of it, are instances of.

    It types a field: `model: pg.typing.Object(pgopt.maker_of(flax.linen.Module))`.
    """
    bases = tuple(maker_of(base) for base in cls.__bases__ if base.__module__ not in _PYTHONS)
    names = {"__module__": cls.__module__, "__qualname__": cls.__qualname__}
    return type(cls.__name__, bases, names)


def _base_class(target, base, call):
    is_class = inspect.isclass(target)
    bases = (maker_of(target), base) if is_class else (base,)
    names = {
        "__module__": call.__module__,
        "__qualname__": call.__qualname__,
        "auto_register": False,
        "_makes_class": is_class,
    }
    return type(pg.Functor)(call.__name__, bases, names)


def _field_spec(parameter, given, hints):
    if given is not None:
        return given
    spec = spec_for(hints.get(parameter.name, Any), _class_spec)
    if parameter.kind is parameter.VAR_POSITIONAL:
        return T.List(spec)
    default = parameter.default
    if default is parameter.empty or takes(spec, default):
        return spec
    return spec.noneable() if default is None else T.Any()


def _class_spec(cls):
    # Members of enums, arrays and containers are made in other ways.
    is_made = not issubclass(cls, enum.Enum) and not hasattr(cls, "__getitem__")
    return T.Object(maker_of(cls)) if is_made else None


def _hints(target):
    owner = target
    if inspect.isclass(target) and not hasattr(target, "__dataclass_fields__"):
        owner = target.__init__
    try:
        return typing.get_type_hints(inspect.unwrap(owner))
    except Exception:  # A name that only the type checker imports.
        return {}


def _is_savable(default):
    if default is inspect.Parameter.empty:
        return True
    try:
        json = pg.to_json(default)
    except Exception:  # PyGlove raises all kinds.
        return False
    return _is_data(json)


def _is_data(json):
    if isinstance(json, list):
        return all(map(_is_data, json))
    if isinstance(json, dict):
        return json.get("_type") not in _CODE and all(map(_is_data, json.values()))
    return True


# What the call that is under way has made, by the identity of the functor.
_results: contextvars.ContextVar[dict[int, Any]] = contextvars.ContextVar("results")


@contextlib.contextmanager
def _outermost_call():
    if _results.get(None) is not None:
        yield
        return
    token = _results.set({})
    try:
        yield
    finally:
        _results.reset(token)


def _call(target, signature, given):
    with _outermost_call():
        made = {name: _made(given[name]) for name in signature.parameters if name in given}
    kinds = {name: parameter.kind for name, parameter in signature.parameters.items()}
    if any(kinds[name] is inspect.Parameter.VAR_POSITIONAL for name in made):
        bound = inspect.BoundArguments(signature, made)
        bound.apply_defaults()  # What stands before the others must not be missing.
        return target(*bound.args, **bound.kwargs)
    first = [made.pop(n) for n in list(made) if kinds[n] is inspect.Parameter.POSITIONAL_ONLY]
    others = [made.pop(n) for n in list(made) if kinds[n] is inspect.Parameter.VAR_KEYWORD]
    return target(*first, **made, **(others[0] if others else {}))


def _made(value):
    """An argument without what PyGlove makes of lists, and with functors called."""
    if isinstance(value, pg.Functor):
        if not (value.is_fully_bound or makes_class(type(value))):
            return value
        results = _results.get()
        if id(value) not in results:
            results[id(value)] = value()
        return results[id(value)]
    if isinstance(value, pg.Dict):
        return {key: _made(item) for key, item in value.items()}
    if isinstance(value, pg.List):
        return [_made(item) for item in value]
    if isinstance(value, tuple):
        return tuple(map(_made, value))
    return value
