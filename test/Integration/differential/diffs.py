# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Draws pairs of experiments, and says what `pg-diff` has to print for them."""

import dataclasses
import json
import math
import pathlib
import random
import re
import subprocess
from typing import Any

import pyglove as pg

from differential import library, reference, rules, runner, values

PG_DIFF = runner.PG_OPT.with_name("pg-diff")

# Headings of docs/Differences.md.
DEVIATIONS = [
    reference.Deviation.EQUALITY,
    "NaN equals itself",
    "Lists are aligned when two experiments are compared",
    "A diff shows what cannot be decoded as JSON",
    "A diff leaves out what is missing",
]

# What pg-diff shows as JSON, and PyGlove as Python.
_VERBATIM = re.compile(r'"__ref__"|"_type": "(pyglove\.core\.|type"|function"|method")')

_SCALARS = [0, 1, 2, 1.0, 0.0, -0.0, True, False, math.nan, math.inf, "1", "a", None, 2**70]


@dataclasses.dataclass(frozen=True)
class Pair:
    name: str
    left: Any
    right: Any


def draw(seed: int, number: int) -> Pair:
    """An experiment and what a few changes make of it; rarely two that are unrelated."""
    name = f"diff:{seed}:{number}"
    rng = random.Random(name)
    left = values.experiment(rng)
    if rng.random() < 0.1:
        return Pair(name, left, values.experiment(rng))
    _sprinkle(rng, left)
    right = pg.clone(left, deep=True)
    for _ in range(rng.choice([0, 2, 3, 5, 8])):
        right = _changed(rng, right)
    _sprinkle(rng, right)
    return Pair(name, left, right)


def _changed(rng: random.Random, root: Any) -> Any:
    """What a rule makes of an experiment; the same if it fails."""
    state = reference.PyGlove(pg.clone(root, deep=True))
    rule = rules.draw(rng, state.root)
    if rule.name == "insert":  # Those lists are for draw_lists.
        return root
    try:
        state.apply(rule)
        result = reference.load(pg.to_json_str(state.root))
    except Exception:  # Whatever PyGlove raises.
        return root
    return root if result == pg.MISSING_VALUE else result


def _sprinkle(rng: random.Random, root: Any) -> None:
    """Puts numbers that look alike into some places where anything may stand."""
    for node in rules.nodes(root):
        if isinstance(node.parent, library.Holder) or str(node.path) == "extra":
            if rng.random() < 0.3:
                node.parent.rebind({node.path.key: rng.choice(_SCALARS)}, raise_on_no_change=False)


def run(folder: pathlib.Path, pair: Pair) -> str:
    """What pg-diff prints."""
    files = [folder / "left.json", folder / "right.json"]
    (folder / "components.json").write_text(runner.declarations())
    for file, side in zip(files, (pair.left, pair.right)):
        file.write_text(pg.to_json_str(side))
    command = [PG_DIFF, *files, f"--components={folder / 'components.json'}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, f"{pair.name}: {done.stderr}"
    return done.stdout


def of_pyglove(pair: Pair) -> str:
    return f"{pg.diff(pair.left, pair.right)}\n"


def adjusted(pair: Pair) -> str:
    """The same with pg-diff's notion of equality; the lists must need no alignment."""
    tree = _tree(pair.left, pair.right)
    return "No diff\n" if tree is None else f"{tree}\n"


def _tree(left: Any, right: Any) -> pg.Diff | None:
    if identical(left, right):
        return None
    if isinstance(left, dict) and isinstance(right, dict):
        kind, items = pg.Dict, _by_name(left, right)
    elif isinstance(left, list) and isinstance(right, list):
        kind, items = pg.List, {str(i): pair for i, pair in enumerate(zip(left, right))}
    elif isinstance(left, pg.Object) and type(left) is type(right):
        kind = type(left)
        items = _by_name(dict(left.sym_items()), dict(right.sym_items()))
    else:
        return _differing(left, right)
    children = {name: _tree(*pair) for name, pair in items.items()}
    children = {name: child for name, child in children.items() if child is not None}
    return _differing(kind, kind, children)


def _differing(*args: Any) -> pg.Diff:
    """A Diff that is one, whatever its values' == says."""
    result = pg.Diff(*args)
    result._has_diff = True
    return result


def _by_name(left: dict, right: dict) -> dict[str, tuple[Any, Any]]:
    names = [*left, *(name for name in right if name not in left)]
    return {
        name: (left.get(name, pg.Diff.MISSING), right.get(name, pg.Diff.MISSING)) for name in names
    }


def identical(left: Any, right: Any) -> bool:
    """Whether two values are equal for pg-diff: as JSON, but for the order of keys."""
    return reference.same(pg.to_json(left), pg.to_json(right))


def is_comparable(pair: Pair) -> bool:
    """Whether pg-diff shows what PyGlove does, when equality is adjusted."""
    texts = [pg.to_json_str(side) for side in (pair.left, pair.right)]
    if any("MISSING_VALUE" in str(side) for side in (pair.left, pair.right)):
        return False
    return not (needs_alignment(pair.left, pair.right) or any(map(_VERBATIM.search, texts)))


def needs_alignment(left: Any, right: Any) -> bool:
    """Whether two lists, at one place in both, have other lengths or classes."""
    if isinstance(left, list) and isinstance(right, list):
        if _types(left) != _types(right):
            return True
        return any(needs_alignment(x, y) for x, y in zip(left, right))
    if isinstance(left, pg.Symbolic) and type(left) is type(right):
        ours, theirs = dict(left.sym_items()), dict(right.sym_items())
        return any(needs_alignment(x, theirs[k]) for k, x in ours.items() if k in theirs)
    return False


def _types(values_: list[Any]) -> list[type]:
    return [type(value) for value in values_]


# Lists that have to be aligned.


def draw_lists(seed: int, number: int) -> Pair:
    """A list, and what insertions, deletions and replacements make of it."""
    name = f"lists:{seed}:{number}"
    rng = random.Random(name)
    pool = [values.component(rng, cls, 1) for cls in (library.Conv, library.Dense, library.ReLU)]
    pool += [1, 2, 1.0, "a", None, [1], {"a": 1}]
    left = [rng.choice(pool) for _ in range(rng.randrange(12))]
    right = list(left)
    for _ in range(rng.randrange(5)):
        at = rng.randint(0, len(right))
        match rng.randrange(3):
            case 0:
                right.insert(at, rng.choice(pool))
            case 1:
                del right[at : at + 1]
            case 2:
                right[at : at + 1] = [rng.choice(pool)]
    return Pair(name, pg.from_json(left), pg.from_json(right))


def check_alignment(pair: Pair, text: str) -> None:
    """Whether a diff of two lists tells how to make one of the other, and no more than needed."""
    removed, added, changed = _entries(text)
    left = [i for i in range(len(pair.left)) if i not in removed]
    right = [i for i in range(len(pair.right)) if i not in added]
    assert len(left) == len(right), f"{pair.name}: {text}"
    for x, y in zip(left, right):
        assert identical(pair.left[x], pair.right[y]) == (y not in changed), f"{pair.name}: {text}"
    if _types(pair.left) != _types(pair.right):
        kept = len(right) - len(changed)
        assert kept == longest_common(pair.left, pair.right), f"{pair.name}: {text}"


def _entries(text: str) -> tuple[set[int], set[int], set[int]]:
    """The indices of what was removed (of the left list), added and changed (of the right one)."""
    removed, added, changed = set(), set(), set()
    parts = re.split(r"^  (\d+) = ", text, flags=re.MULTILINE)[1:]
    for index, entry in zip(map(int, parts[::2]), parts[1::2]):
        if entry.startswith("Diff(\n    left = MISSING"):
            added.add(index)
        elif re.match(r"Diff\(\n.*^    right = MISSING", entry, re.MULTILINE | re.DOTALL):
            removed.add(index)
        else:
            changed.add(index)
    return removed, added, changed


def longest_common(left: list[Any], right: list[Any]) -> int:
    """How many elements two lists have in common, in order."""
    best = [0] * (len(right) + 1)
    for x in left:
        before = best
        best = [0]
        for j, y in enumerate(right):
            best.append(before[j] + 1 if identical(x, y) else max(before[j + 1], best[j]))
    return best[-1]
