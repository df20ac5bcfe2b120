# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Declarations that end too early, say the wrong kind of thing, or lead in circles."""

import copy
import json
import os
import sys

from hostile import accepted, places, refused, run, strided

path = os.path.join(sys.argv[1], "components.json")
EXPERIMENT = b'{"_type": "toy.A", "x": 1, "child": {"_type": "toy.B"}}'
TYPING = "pyglove.typing."


def field(name: str, kind: str, **spec) -> dict:
    return {
        "_type": f"{TYPING}Field",
        "key_spec": {"_type": f"{TYPING}ConstStrKey", "text": name},
        "value_spec": {"_type": TYPING + kind, **spec},
    }


def schema(*fields: dict) -> dict:
    return {"_type": f"{TYPING}Schema", "fields": list(fields)}


def instance(name: str) -> dict:
    return {"_type": "type", "name": name}


DECLARATIONS = {
    "version": 1,
    "library": "toy",
    "classes": {
        "toy.A": {
            "aliases": ["old.A"],
            "abstract": False,
            "bases": ["toy.Base"],
            "schema": schema(
                field("x", "Int", min_value=1, max_value=9, default=1),
                field("child", "Object", t=instance("toy.B"), is_noneable=True, default=None),
                field("list", "List", element_value={"_type": f"{TYPING}Str", "regex": "a+"},
                      min_size=0, max_size=2, default=["a"]),
                field("tuple", "Tuple", default=["__tuple__", 1],
                      element_values=[{"_type": f"{TYPING}Enum", "values": [1, "b"]}]),
                field("union", "Union", default=True,
                      candidates=[{"_type": f"{TYPING}Bool"}, {"_type": f"{TYPING}Int"}]),
                field("dict", "Dict", schema=schema(field("k", "Float", default=1.0))),
            ),
            "concepts": ["dense"],
            "roles": {"x": "width"},
            "facts": {"num-classes": 10, "input-shape": {"field": "x"}},
            "checks": {"few": {"<=": [{"+": [{"len": "list"}, {"*": [1, "x"]}]}, 9.5]}, "x": None},
            "fields": {"x": {"_type": f"{TYPING}Int", "min_value": 1}},
        },
        "toy.B": {"schema": schema()},
    },
}


def use(content: bytes, *arguments: str):
    """Reads an experiment of these classes, and constructs one."""
    with open(path, "wb") as file:
        file.write(content)
    return run(f"--components={path}", "--set=child=null", *arguments, text=EXPERIMENT)


TEXT = json.dumps(DECLARATIONS).encode()
assert use(TEXT).status == 0

for end in strided(range(len(TEXT))):
    with open(path, "wb") as file:
        file.write(TEXT[:end])
    refused(f"--components={path}", text=EXPERIMENT, error=rb"components\.json:1:\d+: error: ")


# A wrong kind in every place; one half of them here, the other at the next.
KINDS = [None, True, -1, 1.5, "", "x", [], {}, [[]], {"a": 1}, "(", 10**400, ["__tuple__"], {"_type": 1}]
for number, at in enumerate(strided(places(DECLARATIONS))):
    for kind in KINDS[number % 2 :: 2]:
        changed = copy.deepcopy(DECLARATIONS)
        if at:
            holder = changed
            for key in at[:-1]:
                holder = holder[key]
            holder[at[-1]] = kind
        else:
            changed = kind
        use(json.dumps(changed).encode())


def classes(**entries: dict) -> bytes:
    return json.dumps({"classes": {f"toy.{name}": entry for name, entry in entries.items()}}).encode()


# Circles.
circle = {f"C{i}": {"bases": [f"toy.C{(i + 1) % 1000}"]} for i in range(1000)}
for content in [
    classes(A={"bases": ["toy.A"], "schema": schema(field("x", "Any"), field("child", "Any"))}),
    classes(A={"aliases": ["toy.A", "toy.A"]}),
    classes(A={"bases": ["toy.B"]}, B={"bases": ["toy.A"], "concepts": ["dense"]}),
    classes(A={"bases": ["toy.C0"]}, **circle),
    classes(A={"aliases": ["toy.B"]}, B={"aliases": ["toy.A"]}),
    classes(A={"facts": {"num-classes": {"field": "num-classes"}}, "roles": {"x": "x"}}),
]:
    use(content)
    use(content, "--pass-pipeline=scale-width,patch-on-type{type=toy.C7 value=1}", "--no-match=ignore")

# A default that constructs its own class has no end.
SELF = schema(field("x", "Object", t=instance("toy.A"), default={"_type": "toy.A"}))
with open(path, "wb") as file:
    file.write(classes(A={"schema": SELF}))
run(f"--components={path}", '--set=a={"_type": "toy.A"}', text=b"{}")
run(f"--components={path}", "--unset=a.x", text=b'{"a": {"_type": "toy.A"}}')
TWO = [schema(field("x", "Any", default={"_type": name})) for name in ("toy.B", "toy.A")]
with open(path, "wb") as file:
    file.write(classes(A={"schema": TWO[0]}, B={"schema": TWO[1]}))
run(f"--components={path}", '--set=a={"_type": "toy.A"}', text=b"{}")

# Deep.
deep = {"_type": f"{TYPING}Int"}
for _ in range(60):
    deep = {"_type": f"{TYPING}List", "element_value": deep}
use(classes(A={"schema": schema(field("x", "List", element_value=deep))}))
for brackets in (400, 600, 100_000):
    text = '{"classes": {"toy.A": {"facts": {"num-classes": ' + "[" * brackets + "]" * brackets + "}}}}"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    if brackets < 500:
        accepted(f"--components={path}", text=EXPERIMENT)
    else:
        refused(f"--components={path}", text=EXPERIMENT, error=rb"nested deeper than 500 levels")

# Many.
many = {f"C{i}": {"aliases": [f"a{i}.C", f"b{i}.C"], "bases": ["toy.Base"]} for i in range(20_000)}
assert use(classes(**many)).status == 0
use(classes(A={"aliases": [f"toy.X{i}" for i in range(100_000)]}))
refused(f"--components={path}", f"--components={sys.argv[1]}", text=EXPERIMENT, error=rb"directory")
