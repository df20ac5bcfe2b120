# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Draws pairs of experiments, and makes one of the other by a diff."""

import json
import pathlib
import random
import subprocess
from typing import Any

import pyglove as pg

from differential import diffs, runner

# The keys are such that some can be spelled by no path.
_KEYS = ["a", "b", "c", "d", "units", "x.y", "x[0]", "0", "", "é", "a]b", "n_:3", "[1]", "p-q"]
_NUMBERS = ["1", "1.0", "1.50", "1e5", "0.1", "-0", "-0.0", "NaN", "-Infinity", "1" + "0" * 30]
_SCALARS = [*_NUMBERS, "true", "false", "null", '""', '"a"', '"\\u00e9"', '"é"', '"\\ud800"']
_VERBATIM = [
    '{"_type": "type", "name": "builtins.int"}',
    '{"_type": "pyglove.core.utils.json_conversion._OpaqueObject", "value": "gAR9lC4="}',
]


class Token(str):
    """A piece of JSON, in its own spelling."""


def spelled(value: Any) -> str:
    """The JSON text of what `document` draws."""
    if isinstance(value, Token):
        return value
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {spelled(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(spelled, value)) + "]"
    return json.dumps(value)


def document(rng: random.Random) -> Any:
    """A JSON document that PyGlove could have written, with undeclared classes."""
    shared = rng.randrange(4) if rng.random() < 0.6 else 0
    root = _value(rng, 4, shared)
    if not shared:
        return root
    # Each holds only those before it.
    objects = [_container(rng, 2, number) for number in range(shared)]
    return {"__context__": {"shared_objects": objects}, "__root__": root}


def _value(rng: random.Random, depth: int, shared: int) -> Any:
    if shared and rng.random() < 0.15:
        use = {"__ref__": rng.randrange(shared)}
        if rng.random() < 0.3:
            return use
        return {"_type": "pyglove.core.symbolic.ref.Ref", "value": use}
    if depth <= 0 or rng.random() < 0.3:
        return Token(rng.choice(_SCALARS + _VERBATIM))
    return _container(rng, depth, shared)


def _container(rng: random.Random, depth: int, shared: int) -> Any:
    match rng.randrange(6):
        case 0 | 1:
            return [_value(rng, depth - 1, shared) for _ in range(rng.randrange(6))]
        case 2:
            size = rng.randint(1, 3)
            return [Token('"__tuple__"'), *(_value(rng, depth - 1, shared) for _ in range(size))]
        case 3:
            return _named(rng, depth, shared)
    return {"_type": Token(f'"lib.{rng.choice("ABC")}"')} | _named(rng, depth, shared)


def _named(rng: random.Random, depth: int, shared: int) -> dict[str, Any]:
    # Mostly plain ones, so that paths lead somewhere.
    keys = rng.sample(_KEYS[:5], rng.randrange(5)) if rng.random() < 0.8 else rng.sample(_KEYS, 3)
    return {name: _value(rng, depth - 1, shared) for name in keys}


def changed(rng: random.Random, value: Any, shared: int, rate: float) -> Any:
    """A copy with some values written, keys moved, added and removed, elements inserted."""
    is_ref = isinstance(value, dict) and ("__ref__" in value or "Ref" in value.get("_type", ""))
    if rng.random() < rate or (is_ref and rng.random() < 0.2):
        return _value(rng, 2, shared)
    if isinstance(value, Token) or is_ref:
        return value
    if isinstance(value, list):
        is_tuple = bool(value) and value[0] == '"__tuple__"'
        result = [changed(rng, item, shared, rate) for item in value[is_tuple:]]
        for _ in range(rng.randrange(3) if rng.random() < 0.3 else 0):
            at = rng.randint(0, len(result))
            if rng.random() < 0.5:
                result.insert(at, _value(rng, 2, shared))
            elif len(result) > 1:
                del result[at : at + 1]
        return [Token('"__tuple__"'), *result] if is_tuple else result
    items = [(k, v if k == "_type" else changed(rng, v, shared, rate)) for k, v in value.items()]
    own = [item for item in items if item[0] != "_type"]
    if rng.random() < 0.1:
        rng.shuffle(own)
    if rng.random() < 0.2:
        del own[: rng.randrange(2)]
    if rng.random() < 0.2:
        name = rng.choice(_KEYS)
        if name not in dict(own):
            own.insert(rng.randint(0, len(own)), (name, _value(rng, 2, shared)))
    return dict([item for item in items if item[0] == "_type"] + own)


def draw_documents(seed: int, number: int) -> tuple[str, str]:
    """The texts of a document and of what some changes make of it."""
    rng = random.Random(f"documents:{seed}:{number}")
    left = document(rng)
    rate = rng.choice([0, 0.01, 0.05, 0.2])
    if not (isinstance(left, dict) and "__context__" in left):
        return spelled(left), spelled(changed(rng, left, 0, rate))
    objects = left["__context__"]["shared_objects"]
    moved = [changed(rng, item, at, rate / 4) for at, item in enumerate(objects)]
    moved = [new if isinstance(new, (list, dict)) else old for new, old in zip(moved, objects)]
    root = changed(rng, left["__root__"], len(objects), rate)
    right = {"__context__": {"shared_objects": moved}, "__root__": root}
    return spelled(left), spelled(right)


def run(tool: str, *arguments: Any) -> str:
    """What a tool prints; it must succeed and complain of nothing."""
    command = [runner.PG_OPT.with_name(tool), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{done.stderr}"
    return done.stdout


def apply_diff(folder: pathlib.Path, left: str, right: str, *flags: str) -> tuple[str, str, str]:
    """What one text makes of the other's diff, what it should be, and the diff."""
    files = {"left": left, "right": right}
    for name, text in files.items():
        (folder / f"{name}.json").write_text(text)
    paths = [folder / f"{name}.json" for name in files]
    patch = run("pg-diff", *paths, "--diff=json", *flags)
    (folder / "patch.json").write_text(patch)
    rule = [f"--apply-diff={folder / 'patch.json'}", "--no-match=ignore"]
    applied = run("pg-opt", paths[0], *rule, *flags)
    return applied, run("pg-opt", paths[1], *flags), patch


def by_pyglove(pair: diffs.Pair, patch: str) -> Any:
    """What `pg.patch` makes of the left side; None where no dictionary says the same."""
    changes = pg.from_json_str(patch, allow_partial=True)["changes"]
    paths = [change.path for change in changes]
    # PyGlove follows no path through a reference.
    if "symbolic.ref.Ref" in pg.to_json_str(pair.left) or len(set(paths)) != len(paths) or "" in paths:
        return None
    updates = {}
    # PyGlove follows a path when it is its turn: what is behind it must not move before.
    for change in reversed(changes):
        match change.op:
            case "delete":
                updates[change.path] = pg.MISSING_VALUE
            case "insert":
                updates[change.path] = pg.Insertion(change.sym_getattr("new"))
            case "rebind":
                updates[change.path] = change.sym_getattr("new")
    try:
        return pg.patch(pair.left, updates) if updates else pair.left
    except ValueError as error:
        # PyGlove deletes nothing from a list that has a spec.
        if "Required value is not specified" in str(error) and '"delete"' in patch:
            return None
        raise
