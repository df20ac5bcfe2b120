# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Draws queries of an experiment, and asks PyGlove for the answer."""

import dataclasses
import json
import random
import re
from typing import Any

import pgopt
import pyglove as pg

from differential import library, reference, rules, values

_PLAYERS = {
    "convolution": [library.Conv],
    "dense": [library.Dense],
    "sequence": [library.Sequential],
    "optimizer": [library.Adam],
}


@dataclasses.dataclass(frozen=True)
class Query:
    """The options of pg-opt that are set, by name."""

    options: dict[str, str]

    @property
    def flags(self) -> list[str]:
        return [f"--query{'-' * bool(name)}{name}={text}" for name, text in self.options.items()]


def declarations() -> str:
    """The library's components.json, with concepts."""
    result = pgopt.export(library)
    for concept, classes in _PLAYERS.items():
        for cls in classes:
            result["classes"][cls.__serialization_key__]["concepts"] = [concept]
    return json.dumps(result)


def draw(rng: random.Random, root: Any) -> Query:
    """A query that mostly finds something; of several parts, for one node."""
    at = rules.nodes(root)
    node = rng.choice(at)
    names = rng.choice([[""], ["type"], ["value"], ["concept"], ["", "type"], ["", "value", "type"]])
    return Query({name: _DRAW[name](rng, node, at) for name in names})


def _regex(rng, node, at):
    return rules.draw_regex(rng, rng.choice([node, node, rng.choice(at)]))


def _type(rng, node, at):
    return rules.draw_type(rng, node)


def _value(rng, node, at):
    value = pg.to_json(node.value) if rng.random() < 0.9 else values.anything(rng, 1)
    # The class comes first, and what is shared before its uses.
    is_ordered = isinstance(value, dict) and {"_type", "__context__"} & value.keys()
    if isinstance(value, dict) and not is_ordered and rng.random() < 0.5:
        value = dict(reversed(value.items()))
    return json.dumps(value)


def _concept(rng, node, at):
    return rng.choice(list(_PLAYERS))


_DRAW = {"": _regex, "type": _type, "value": _value, "concept": _concept}


def of_pyglove(query: Query, root: Any) -> str:
    """What `pg.query` finds, as pg-opt prints it."""
    options = query.options
    tests = []
    if "type" in options:
        cls = rules.class_named(options["type"])
        tests.append(lambda value: isinstance(value, cls))
    if "value" in options:
        sought = pg.to_json(reference.read(options["value"]))
        tests.append(lambda value: reference.same(pg.to_json(value), sought))
    if "concept" in options:
        players = tuple(_PLAYERS[options["concept"]])
        tests.append(lambda value: isinstance(value, players))
    regex = re.compile(options.get("", ""))
    found = {}

    def visit(path: pg.KeyPath, value: Any) -> None:
        target = value
        while isinstance(target, pg.Ref):
            target = target.value
        # Only a value that is sought can be a reference itself.
        if regex.match(str(path)) and all(test(value) or test(target) for test in tests):
            found[str(path)] = json.loads(pg.to_json_str(value))
        elif isinstance(target, pg.Symbolic):
            for key, child in target.sym_items():
                if child != pg.MISSING_VALUE and not reference.is_frozen(target, key):
                    visit(pg.KeyPath(key, path), child)

    if has_references(root):
        visit(pg.KeyPath(), root)  # With the documented difference.
    else:
        where = lambda value: all(test(value) for test in tests)  # noqa: E731
        answer = pg.query(root, options.get(""), where=where)
        frozen = {
            str(node.path)
            for node in rules.nodes(root)
            if node.path and reference.is_frozen(node.parent, node.path.key)
        }
        for path, value in answer.items():
            if path not in frozen:
                found[path] = json.loads(pg.to_json_str(value))
    return json.dumps(found) + "\n"


def has_references(root: Any) -> bool:
    """Whether a `pg.Ref` is anywhere: PyGlove enters those in lists, and no others."""
    return "pyglove.core.symbolic.ref.Ref" in pg.to_json_str(root)
