# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Draws value specs, and values to try on a field of that spec."""

import random
from typing import Any

import pyglove as pg

from differential import library, values

T = pg.typing

_CLASSES = [library.Layer, library.Conv, library.Dense, library.Adam]
_REGEXES = ["[a-z]+", "a", "[a-z]+[0-9]*$", r"\w+$", "x|y"]


def spec(rng: random.Random, depth: int = 3) -> T.ValueSpec:
    """A value spec of any kind; some have a default."""
    result = _bare(rng, depth)
    if rng.random() < 0.2:
        result = result.noneable()
    elif rng.random() < 0.2:
        default = _read(values.fitting(rng, result, 1))
        try:
            result = result.set_default(default)
        except (TypeError, ValueError, KeyError):  # It did not fit.
            pass
        else:
            if rng.random() < 0.2 and not isinstance(result, T.Any):
                result = result.freeze()
    return result


def _bare(rng: random.Random, depth: int) -> T.ValueSpec:
    if depth <= 0 or rng.random() < 0.4:
        return _leaf(rng)
    match rng.randrange(6):
        case 0:
            low, high = _limits(rng, 0, 3)
            return T.List(spec(rng, depth - 1), min_size=low, max_size=high)
        case 1:
            return T.Tuple([spec(rng, depth - 1) for _ in range(rng.randint(1, 3))])
        case 2:
            low, high = _limits(rng, 1, 3)  # PyGlove cannot read an empty tuple.
            return T.Tuple(spec(rng, depth - 1), min_size=low, max_size=high)
        case 3:
            fields = [(name, spec(rng, depth - 1)) for name in rng.sample("abcd", rng.randint(1, 3))]
            if rng.random() < 0.4:
                key = T.StrKey() if rng.random() < 0.5 else T.StrKey("p_.*")
                fields.append((key, spec(rng, depth - 1)))
            return T.Dict(fields)
        case 4:
            return T.Dict()
    while True:
        candidates = [spec(rng, depth - 1) for _ in range(rng.randint(2, 3))]
        # Whether PyGlove looks at a frozen candidate depends on what the others are.
        if any(candidate.frozen for candidate in candidates):
            continue
        # Nor is it settled what an enumeration of mixed types does there.
        if any(isinstance(c, T.Enum) and c.value_type is None for c in candidates):
            continue
        try:
            return T.Union(candidates)
        except (TypeError, ValueError):  # Two of a kind.
            pass


def _leaf(rng: random.Random) -> T.ValueSpec:
    match rng.randrange(8):
        case 0:
            low, high = _limits(rng, -2, 4)
            return T.Int(min_value=low, max_value=high)
        case 1:
            low, high = _limits(rng, -2, 4)
            return T.Float(
                min_value=None if low is None else float(low),
                max_value=None if high is None else float(high),
            )
        case 2:
            return T.Bool()
        case 3:
            return T.Str(regex=rng.choice([None, *_REGEXES]))
        case 4:
            pool = rng.choice([["x", "y"], [0, 1, 2], [0.5, 1.0], [1, "a"], [True, False], [0, 0.5]])
            return T.Enum(pg.MISSING_VALUE, list(pool))
        case 5 | 6:
            return T.Object(rng.choice(_CLASSES))
    return T.Any()


def _limits(rng: random.Random, low: int, high: int) -> tuple[int | None, int | None]:
    """A lower and an upper limit, each given or not."""
    first, second = sorted([rng.randint(low, high), rng.randint(low, high)])
    return rng.choice([None, first]), rng.choice([None, second])


def value_for(rng: random.Random, of: T.ValueSpec) -> Any:
    """A JSON value: one that fits, nearly fits, or any."""
    chance = rng.random()
    if chance < 0.15:
        return values.anything(rng, 2)
    value = values.fitting(rng, of, 3)
    return _disturbed(rng, value) if chance < 0.5 else value


def _disturbed(rng: random.Random, value: Any) -> Any:
    """The value with one thing in it changed."""
    if isinstance(value, dict) and len(value) > 1 and rng.random() < 0.8:
        name = rng.choice([name for name in value if name != "_type"])
        if rng.random() < 0.15:
            return {other: kept for other, kept in value.items() if other != name}
        if rng.random() < 0.15:
            return value | {"surplus": 1}
        return value | {name: _disturbed(rng, value[name])}
    if isinstance(value, list) and len(value) > 1 and rng.random() < 0.8:
        index = rng.randrange(1 if value[0] == "__tuple__" else 0, len(value))
        if rng.random() < 0.2:
            return value + [value[index]]
        return value[:index] + [_disturbed(rng, value[index])] + value[index + 1 :]
    return values.scalar(rng) if rng.random() < 0.8 else values.anything(rng, 1)


def _read(json: Any) -> Any:
    return pg.from_json(json, allow_partial=True)


def make_class(number: int, of: T.ValueSpec) -> type:
    """A component class with one field, `x`, of a spec."""
    cls = type(f"Spec{number}", (pg.Object,), {"__module__": __name__})
    return pg.members([("x", of)])(cls)
