# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Draws values, as the JSON values that PyGlove reads, and experiments."""

import contextlib
import random
from typing import Any

import pyglove as pg

from differential import library

T = pg.typing

_INTEGERS = [0, 1, 2, 3, 7, -1, -5, 10, 1024, 2**31, -(2**63), 2**63, 10**30]
_FLOATS = [0.0, -0.0, 0.5, 1.0, 0.1, 2.5, -1.5, 1e-05, 1e16, 1e-07, 5e-324, 123456.789, 1e22]
_TEXTS = ["", "a", "b1", "abc", "same", "é", "🙂", 'a"b', "a\\b", "x y", "1", "true", "\n\t", "it's"]
_KEYS = ["a", "b", "c", "filters", "units", "a.b", "x[0]", "0", "p_x", "é", "x y", "under_score"]

_LAYERS = [
    library.ReLU, library.Conv, library.Conv, library.GatedConv, library.Dense, library.Scaler,
]  # fmt: skip
_OTHERS = [
    library.Adam, library.Choices, library.Named, library.Tables, library.Fixed, library.Holder,
    library.warmup, library.Plain, library.Renamed, library.Block, library.Sequential,
]  # fmt: skip

# Of symbolized classes and functors, PyGlove cannot write the class itself.
_CLASS_NAMES = [
    f"differential.library.{name}"
    for name in ["Layer", "ReLU", "Conv", "GatedConv", "Dense", "Adam", "Scaler", "Experiment"]
] + ["builtins.int", "builtins.bool", "builtins.str"]


def scalar(rng: random.Random) -> Any:
    match rng.randrange(5):
        case 0:
            return rng.choice(_INTEGERS)
        case 1:
            return rng.choice(_FLOATS)
        case 2:
            return rng.choice(_TEXTS)
        case 3:
            return rng.random() < 0.5
    return rng.choice([None, 1, 1.0, True])


def key(rng: random.Random) -> str:
    return rng.choice(_KEYS)


def anything(rng: random.Random, depth: int) -> Any:
    """A value of any kind, as JSON."""
    if depth <= 0 or rng.random() < 0.4:
        return scalar(rng)
    match rng.randrange(4):
        case 0:
            return [anything(rng, depth - 1) for _ in range(rng.randrange(4))]
        case 1:
            return {key(rng): anything(rng, depth - 1) for _ in range(rng.randrange(4))}
        case 2:
            return ["__tuple__", *(anything(rng, depth - 2) for _ in range(rng.randint(1, 3)))]
    return component(rng, rng.choice(_LAYERS + _OTHERS), depth - 1)


def component(rng: random.Random, cls: type, depth: int) -> dict[str, Any]:
    """A component with values that fit, as JSON."""
    result = {"_type": cls.__serialization_key__}
    return result | keyed(rng, cls.__schema__, depth)


def keyed(rng: random.Random, schema: T.Schema, depth: int) -> dict[str, Any]:
    """Fields of a schema with values that fit."""
    result = {}
    for name, field in schema.items():
        if field.value.frozen:
            continue
        if not name.is_const:
            for _ in range(rng.randrange(3)):
                candidate = "p_" + key(rng) if getattr(name, "regex", None) else key(rng)
                if candidate not in schema:
                    result[candidate] = fitting(rng, field.value, depth - 1)
        elif depth <= 0 and field.value.has_default:
            continue
        elif not field.value.has_default or rng.random() < 0.6:
            result[str(name)] = fitting(rng, field.value, depth - 1)
    if rng.random() < 0.2:
        names = list(result)
        rng.shuffle(names)
        result = {name: result[name] for name in names}
    return result


def fitting(rng: random.Random, spec: T.ValueSpec, depth: int) -> Any:
    """A value that a spec takes, as JSON; mostly, as conversions are drawn too."""
    if spec.is_noneable and rng.random() < 0.3:
        return None
    match spec:
        case T.Bool():
            return rng.random() < 0.5
        case T.Int():
            return _within(rng, spec, [0, 1, 2, 3, 16, 64, -2, 2**40, True])
        case T.Float():
            return _within(rng, spec, [0, 1, 0.1, 0.5, 0.25, 1.0, 2.5, -1.5, 1e-3, 1e-05, 3, True])
        case T.Str():
            pool = ["a", "abc1", "layer2", "z"] if spec.regex else _TEXTS
            return rng.choice(pool)
        case T.Enum():
            return pg.to_json(rng.choice(spec.values))
        case T.List():
            low = spec.min_size or 0
            size = rng.randint(low, min(spec.max_size or 4, low + 3))
            return [fitting(rng, spec.element.value, depth - 1) for _ in range(size)]
        case T.Tuple() if spec.fixed_length:
            return [
                "__tuple__",
                *(fitting(rng, element.value, depth - 1) for element in spec.elements),
            ]
        case T.Tuple():
            size = rng.randint(max(spec.min_size, 1), 3)
            return [
                "__tuple__",
                *(fitting(rng, spec.elements[0].value, depth - 1) for _ in range(size)),
            ]
        case T.Dict() if spec.schema is not None:
            return keyed(rng, spec.schema, depth)
        case T.Dict():
            return {key(rng): anything(rng, depth - 1) for _ in range(rng.randrange(3))}
        case T.Union():
            return fitting(rng, rng.choice(spec.candidates), depth)
        case T.Object():
            return component(rng, _subclass(rng, spec.cls, depth), depth)
        case T.Type():
            return {"_type": "type", "name": rng.choice(_CLASS_NAMES)}
        case T.Functor():
            return component(rng, library.warmup, 1)
        case T.Callable():
            return component(rng, rng.choice([library.warmup, library.Scaler]), 1)
    return anything(rng, min(depth, 2))


def _within(rng: random.Random, spec: T.ValueSpec, pool: list[Any]) -> Any:
    low = spec.min_value if spec.min_value is not None else float("-inf")
    high = spec.max_value if spec.max_value is not None else float("inf")
    fits = [value for value in pool if low <= value <= high]
    return rng.choice(fits or [low])


def _subclass(rng: random.Random, cls: type, depth: int) -> type:
    pool = [other for other in library.CLASSES if issubclass(other, cls) and other is not cls]
    if depth <= 1:
        pool = [other for other in pool if other in _LAYERS] or [cls]
    return rng.choice(pool or [cls])


def experiment(rng: random.Random) -> Any:
    """An experiment, as PyGlove has it: mostly an Experiment, sometimes any value."""
    if rng.random() < 0.85:
        json = component(rng, library.Experiment, 5)
        if rng.random() < 0.3:
            json["parts"] = [anything(rng, 2) for _ in range(rng.randrange(5))]
        if rng.random() < 0.4:
            size = rng.randint(2, 6)
            layers = [component(rng, rng.choice(_LAYERS), 2) for _ in range(size)]
            json["model"] = component(rng, library.Sequential, 0) | {"layers": layers}
    else:
        json = anything(rng, 4)
    value = pg.from_json(json, allow_partial=True)
    if rng.random() < 0.25 and isinstance(value, pg.Symbolic):
        value = with_references(rng, value)
    if rng.random() < 0.25 and isinstance(value, pg.Symbolic):
        value = with_placeholders(rng, value)
    return value


def _held_by_objects(root: pg.Symbolic, kind: type) -> list[pg.KeyPath]:
    """Where objects hold a value of a kind; in lists and dictionaries, rules of PyGlove
    enter a reference and fail."""
    found = []

    def visit(path, value, parent):
        if isinstance(value, pg.Ref):
            return pg.TraverseAction.CONTINUE
        if isinstance(parent, pg.Object) and isinstance(value, kind):
            found.append(path)
        return pg.TraverseAction.ENTER

    pg.traverse(root, visit)
    return found


def with_references(rng: random.Random, root: pg.Symbolic) -> Any:
    """Some values become references, and some references share their value."""
    for _ in range(rng.randint(1, 4)):
        paths = _held_by_objects(root, pg.Object)
        if not paths:
            break
        chosen = rng.sample(paths, min(len(paths), rng.randint(1, 3)))
        value = chosen[0].query(root)
        for path in chosen:
            with contextlib.suppress(KeyError, TypeError, ValueError):  # It does not fit there.
                root.rebind({path: pg.Ref(value)}, raise_on_no_change=False)
    return root


def with_placeholders(rng: random.Random, root: pg.Symbolic) -> Any:
    """Some constants become decisions."""
    for path in _held_by_objects(root, (int, float, str)):
        old = path.query(root)
        if rng.random() < 0.5:
            continue
        if isinstance(old, float) and rng.random() < 0.5:
            new = pg.floatv(min(old, 0.5), max(old, 0.5))
        else:
            new = pg.oneof([old, old])
        with contextlib.suppress(KeyError, TypeError, ValueError):  # Frozen, say.
            root.rebind({path: new})
    return root
