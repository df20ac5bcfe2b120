# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Draws value specs, and values to try on a field of that spec."""

import random
from typing import Any

import pyglove as pg

from differential import library, values

T = pg.typing

_CLASSES = [library.Layer, library.Conv, library.Dense, library.Adam, pg.Object]
_REGEXES = ["[a-z]+", "a", "[a-z]+[0-9]*$", r"\w+$", "x|y", "(?i)[A-C]*z?$"]
_ENUMS = [
    ["x", "y"], [0, 1, 2], [0.5, 1.0], [1, "a"], [True, False], [0, 0.5], [True, 2], [1, None],
    [(1, 2), (3,)], ["a", (1,), None], [0.5, None, 2.0], [2**63, 1], ["a", True],
]  # fmt: skip


def spec(rng: random.Random, depth: int = 3) -> T.ValueSpec:
    """A value spec of any kind; some have a default, some are frozen to it."""
    result = _bare(rng, depth)
    chance = rng.random()
    if chance < 0.2:
        result = result.noneable()
    elif chance < 0.5:
        default = values.fitting(rng, result, 2)
        try:
            result = result.set_default(pg.from_json(default, allow_partial=True))
        except (TypeError, ValueError, KeyError):  # It did not fit.
            return result
    # What has frozen keys is not written as it is compared.
    has_frozen = isinstance(result, T.Dict) and any(
        field.value.frozen for field in (result.schema or {}).values()
    )
    if result.has_default and not has_frozen and rng.random() < 0.2:
        if _reads_back(result.default):
            result = result.freeze()
    return result


def _reads_back(value: Any) -> bool:
    """Whether PyGlove reads what it wrote as an equal value: not if that has frozen parts, which
    are not written, or objects of symbolized classes, which equal only themselves."""
    try:
        return not value != pg.from_json(pg.to_json(value), allow_partial=True)
    except (TypeError, ValueError):  # Some of it is missing.
        return False


def _bare(rng: random.Random, depth: int) -> T.ValueSpec:
    if depth <= 0 or rng.random() < 0.35:
        return _leaf(rng)
    match rng.randrange(7):
        case 0:
            low, high = _limits(rng, 0, 3)
            return T.List(spec(rng, depth - 1), min_size=low, max_size=high)
        case 1:
            return T.Tuple([spec(rng, depth - 1) for _ in range(rng.randint(1, 3))])
        case 2:
            low, high = _limits(rng, 1, 3)  # PyGlove cannot read an empty tuple.
            return T.Tuple(spec(rng, depth - 1), min_size=low, max_size=high)
        case 3:
            return T.Dict(_fields(rng, depth - 1))
        case 4:
            return T.Dict() if rng.random() < 0.5 else T.Dict(spec(rng, depth - 1))
    while True:
        candidates = [spec(rng, depth - 1) for _ in range(rng.randint(2, 4))]
        try:
            return T.Union(candidates)
        except (TypeError, ValueError):  # Two of a kind.
            pass


def _fields(rng: random.Random, depth: int) -> list[tuple]:
    """Fields of a dictionary or a class: by name, and by patterns of names."""
    fields = [(name, spec(rng, depth)) for name in rng.sample("abcd", rng.randint(1, 3))]
    for key in rng.sample([T.StrKey("p_.*"), T.StrKey(".*_"), T.StrKey()], rng.randrange(3)):
        fields.append((key, spec(rng, depth)))
    return fields


def _leaf(rng: random.Random) -> T.ValueSpec:
    match rng.randrange(11):
        case 0:
            low, high = _bounds(rng)
            return T.Int(min_value=low, max_value=high)
        case 1:
            low, high = _bounds(rng)
            return T.Float(min_value=low, max_value=high)
        case 2:
            return T.Bool()
        case 3:
            return T.Str(regex=rng.choice([None, *_REGEXES]))
        case 4 | 5:
            return T.Enum(pg.MISSING_VALUE, list(rng.choice(_ENUMS)))
        case 6 | 7:
            return T.Object(rng.choice(_CLASSES))
        case 8:
            return rng.choice([T.Callable, T.Functor])()
        case 9:
            return T.Type(rng.choice([library.Layer, library.Conv, library.Adam, pg.Object, int]))
    return T.Any()


def _bounds(rng: random.Random) -> tuple[int | float | None, int | float | None]:
    """A lower and an upper bound of a number, some of them floats or large."""
    pool = [-2, -1, 0, 1, 2, 3, 4, 0.5, 2.0, 2**63, -(2**70)]
    first, second = sorted(rng.choices(pool, k=2))
    return rng.choice([None, first]), rng.choice([None, second])


def _limits(rng: random.Random, low: int, high: int) -> tuple[int | None, int | None]:
    """A smallest and a largest size, each given or not."""
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
    if isinstance(value, dict) and value.get("_type") == "type":
        return values.scalar(rng)  # What names no class, PyGlove fails to read.
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


def make_class(name: str, rng: random.Random, of: T.ValueSpec) -> type:
    """A component class with a field `x` of a spec; some take keywords, too."""
    cls = type(f"Spec{name.replace('-', '_')}", (pg.Object,), {"__module__": __name__})
    keywords = [T.StrKey("p_.*"), T.StrKey()]
    fields = [(key, spec(rng, 1)) for key in rng.sample(keywords, rng.choice([0, 0, 1, 2]))]
    return pg.members([("x", of), *fields])(cls)
