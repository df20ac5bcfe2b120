# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Draws rules that suit an experiment, and spells them for pg-opt."""

import dataclasses
import json
import random
import re
from typing import Any
import urllib.parse

import pyglove as pg

from differential import library, values


@dataclasses.dataclass(frozen=True)
class Rule:
    """One of the generic rules; `arguments` are its options in order."""

    name: str
    arguments: dict[str, str]

    @property
    def is_edit(self) -> bool:
        return self.name in ("rebind", "insert", "delete")


@dataclasses.dataclass(frozen=True)
class Node:
    path: pg.KeyPath
    value: Any
    parent: Any


def nodes(root: Any) -> list[Node]:
    """All values of an experiment, as rules meet them."""
    result = []

    def visit(path, value, parent):
        result.append(Node(path, value, parent))
        return pg.TraverseAction.ENTER

    pg.traverse(root, visit)
    return result


def draw(rng: random.Random, root: Any) -> Rule:
    """A rule that mostly has something to do in the experiment."""
    name = rng.choice(list(_DRAW))
    return Rule(name, _DRAW[name](rng, nodes(root)))


def _compact(value: Any) -> str:
    return json.dumps(value)


def _value_for(rng: random.Random, node: Node) -> str:
    """A value to write at a place: one that fits, or any."""
    field = None
    if isinstance(node.parent, pg.Symbolic):
        field = node.parent.sym_attr_field(node.path.key)
    if field is not None and rng.random() < 0.8:
        return _compact(values.fitting(rng, field.value, 2))
    if rng.random() < 0.3:
        return _compact(pg.to_json(node.value))
    return _compact(values.anything(rng, 2))


def _place(rng: random.Random, at: list[Node], in_list: bool = False) -> Node:
    """A node; or the place of one that is not there."""
    lists = [node for node in at if isinstance(node.value, pg.List)]
    elements = [node for node in at if isinstance(node.parent, pg.List)]
    chance = rng.random()
    if lists and (in_list or chance < 0.15):
        owner = rng.choice(lists)
        size = len(owner.value)
        index = rng.choice([0, size, size + 5, -1, -size, -size - 1, rng.randint(0, size)])
        return Node(owner.path + index, None, owner.value)
    if elements and chance < 0.35:
        return rng.choice(elements)
    if chance < 0.45:
        owner = rng.choice([node for node in at if isinstance(node.value, pg.Symbolic)] or at)
        return Node(owner.path + values.key(rng), None, owner.value)
    return rng.choice(at)


def _rebind(rng, at):
    node = _place(rng, at)
    return {"path": str(node.path), "value": _value_for(rng, node)}


def _delete(rng, at):
    return {"path": str(_place(rng, at).path)}


def _insert(rng, at):
    node = _place(rng, at, in_list=rng.random() < 0.9)
    return {"path": str(node.path), "value": _value_for(rng, node)}


def draw_regex(rng: random.Random, node: Node) -> str:
    """A regular expression that mostly matches the path of a node."""
    path = str(node.path)
    steps = path.split(".")
    return rng.choice(
        [
            re.escape(path) + rng.choice(["", "$"]),
            re.sub(r"\d+", r"\\d+", re.escape(path)),
            ".*" + re.escape(steps[-1]) + rng.choice(["", "$"]),
            re.escape(steps[0]) + ".",
            ".+\\." + re.escape(steps[-1]) + "$",
            ".+" if rng.random() < 0.3 else re.escape(path) + r"(\[\d\])?$",
        ]
    )


def _patch_on_path(rng, at):
    node = rng.choice(at)
    return {"regex": draw_regex(rng, node), "value": _value_for(rng, node)}


def _patch_on_key(rng, at):
    node = rng.choice(at)
    key = str(node.path.key) if node.path else "x"
    regex = rng.choice(
        [re.escape(key), re.escape(key) + "$", re.escape(key[:3]), r"\d", r"\w+s$", r"[a-e]", "1|2"]
    )
    return {"regex": regex, "value": _value_for(rng, node)}


def _patch_on_value(rng, at):
    node = rng.choice(at)
    old = pg.to_json(node.value) if rng.random() < 0.9 else values.anything(rng, 1)
    return {"old": _compact(old), "value": _value_for(rng, node)}


_TYPES = {"int": int, "float": float, "str": str, "bool": bool, "list": list, "dict": dict}
_TYPES |= {"tuple": tuple}


def class_named(name: str) -> type:
    """What `type=` and `class=` stand for."""
    if name in _TYPES:
        return _TYPES[name]
    return next(
        cls for cls in library.CLASSES + [library.Layer] if name == cls.__serialization_key__
    )


def _class_of(rng, node):
    """A class that a value is of, or any."""
    of_it = [cls for cls in library.CLASSES + [library.Layer] if isinstance(node.value, cls)]
    return rng.choice(of_it if of_it and rng.random() < 0.8 else library.CLASSES)


def draw_type(rng: random.Random, node: Node) -> str:
    """A type that a value mostly is of."""
    builtin = [name for name, cls in _TYPES.items() if isinstance(node.value, cls)]
    return rng.choice(builtin) if builtin else _class_of(rng, node).__serialization_key__


def _patch_on_type(rng, at):
    node = rng.choice(at)
    return {"type": draw_type(rng, node), "value": _value_for(rng, node)}


def _patch_on_member(rng, at):
    fields = [node for node in at if isinstance(node.parent, pg.Object)]
    if not fields:
        return {"class": "short.Renamed", "name": "x", "value": "1"}
    node = rng.choice(fields)
    cls = _class_of(rng, Node(pg.KeyPath(), node.parent, None))
    name = str(node.path.key)
    return {
        "class": cls.__serialization_key__,
        "name": name,
        "value": _value_for(rng, node),
    }


_DRAW = {
    "rebind": _rebind,
    "delete": _delete,
    "insert": _insert,
    "patch-on-path": _patch_on_path,
    "patch-on-key": _patch_on_key,
    "patch-on-value": _patch_on_value,
    "patch-on-type": _patch_on_type,
    "patch-on-member": _patch_on_member,
}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def as_pipeline(rule: Rule, rng: random.Random) -> str:
    options = [
        f"{name}={text if re.fullmatch('[A-Za-z0-9_./:+-]+', text) else _quoted(text)}"
        for name, text in rule.arguments.items()
    ]
    return f"{_either_dash(rule.name, rng)}{{{' '.join(options)}}}"


def as_uri(rule: Rule, rng: random.Random) -> str:
    safe = rng.choice(["", "/[]{}\":, ", "?$"])
    texts = {name: urllib.parse.quote(text, safe=safe) for name, text in rule.arguments.items()}
    positional = rng.randint(0, len(texts))
    arguments = [
        text if index < positional else f"{name}={text}"
        for index, (name, text) in enumerate(texts.items())
    ]
    return f"{_either_dash(rule.name, rng)}?{'&'.join(arguments)}"


def _either_dash(name: str, rng: random.Random) -> str:
    return name if rng.random() < 0.7 else name.replace("-", "_")


def as_flags(chain: list[Rule], rng: random.Random) -> list[str]:
    """A chain in spellings drawn rule by rule; neighbours may share a pipeline."""
    flags = []
    pipeline: list[str] = []

    def flush():
        if pipeline:
            text = ",".join(pipeline)
            if rng.random() < 0.2:
                text = f"builtin.module(pg.experiment({text}))"
            flags.append(f"--pass-pipeline={text}")
            pipeline.clear()

    for rule in chain:
        path = rule.arguments.get("path", "")
        # `--set` splits at the first `=` outside brackets.
        is_plain = "=" not in path and path.count("[") == path.count("]")
        chance = rng.random()
        if rule.name in ("rebind", "delete") and chance < 0.5 and is_plain:
            flush()
            if rule.name == "delete":
                flags.append(f"--unset={path}")
            else:
                flags.append(f"--set={path}={rule.arguments['value']}")
        elif chance < 0.6:
            flush()
            flags.append(f"--patch={as_uri(rule, rng)}")
        else:
            pipeline.append(as_pipeline(rule, rng))
            if rng.random() < 0.4:
                flush()
    flush()
    return flags
