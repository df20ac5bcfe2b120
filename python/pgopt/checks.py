# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks between the fields of a class, as JSON: `{"divides": ["num_heads", "width"]}`.

A side is a field, a number, the length of a field (`{"len": "layers"}`), a product of these
(`{"*": [2, "step"]}`), or a sum of all that (`{"+": ["low", {"*": [2, "step"]}]}`).
"""

from collections.abc import Iterator
from typing import Any

COMPARISONS = ("<", "<=", "==", "!=", "divides")
EXPECTED = 'a comparison such as {"<=": ["minimum", "maximum"]}, or null'


def is_check(value: Any) -> bool:
    """Whether a JSON value is a check of at least one field."""
    if not (isinstance(value, dict) and len(value) == 1):
        return False
    [(sign, sides)] = value.items()
    return (
        sign in COMPARISONS
        and isinstance(sides, list)
        and len(sides) == 2
        and all(map(_is_sum, sides))
        and any(fields_of(value))
    )


def fields_of(check: dict[str, list]) -> Iterator[str]:
    """The names of the fields that a check looks at."""
    pending = [side for sides in check.values() for side in sides]
    while pending:
        side = pending.pop()
        if isinstance(side, str):
            yield side
        elif isinstance(side, dict):
            for operands in side.values():
                pending += operands if isinstance(operands, list) else [operands]


def _is_factor(side: Any) -> bool:
    if isinstance(side, dict):
        return side.keys() == {"len"} and isinstance(side["len"], str)
    return isinstance(side, str | int | float) and not isinstance(side, bool)


def _is_term(side: Any, sign: str, is_operand) -> bool:
    if not (isinstance(side, dict) and side.keys() == {sign}):
        return False
    operands = side[sign]
    return isinstance(operands, list) and len(operands) >= 2 and all(map(is_operand, operands))


def _is_product(side: Any) -> bool:
    return _is_factor(side) or _is_term(side, "*", _is_factor)


def _is_sum(side: Any) -> bool:
    return _is_product(side) or _is_term(side, "+", _is_product)
