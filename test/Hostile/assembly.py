# RUN: rm -rf %t && mkdir %t && cd %t && python3 %s
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The dialect's assembly with any token left out, doubled or replaced is refused, or means something."""

import itertools
import json
import re

from hostile import accepted, read, run, strided

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[!#@%^]?[\w.]+|->|\s+|.', re.DOTALL)
REPLACEMENTS = itertools.cycle(
    [b"", b"0", b'"x"', b"(", b"}", b"%x", b"@x", b"!pg.any", b"#pg.none", b"json", b"-", b"1.5", b"= ", b"[1]"]
)


def check(assembly: bytes) -> None:
    tokens = TOKEN.findall(assembly)
    assert b"".join(tokens) == assembly
    for at in strided(i for i, token in enumerate(tokens) if not token.isspace()):
        for changed in ([], [tokens[at]] * 2, [next(REPLACEMENTS)], [next(REPLACEMENTS), tokens[at]]):
            text = b"".join([*tokens[:at], *changed, *tokens[at + 1 :]])
            result = run("--from=mlir", "--no-default-components", text=text)
            if result.status == 0:
                accepted("--from=mlir", "--no-default-components", text=result.output)
            else:
                assert re.search(rb"^<stdin>:\d+:\d+: error: |^pg-opt: error: ", result.messages, re.MULTILINE), result


check(accepted("--emit=mlir", "--no-default-components", text=read("experiment.json")))

# With the declarations of classes and their types.
def spec(kind, **parts):
    return {"_type": f"pyglove.typing.{kind}", **parts}


specs = [
    spec("Int", min_value=1, max_value=9, default=1),
    spec("Float", min_value=0.0, is_noneable=True, default=None),
    spec("Str", regex="a+", default="a"),
    spec("Enum", values=[1, "b"], default=1),
    spec("List", element_value=spec("Any"), min_size=0, max_size=3, default=[1]),
    spec("Tuple", element_values=[spec("Bool"), spec("Str")], default=["__tuple__", True, "x"]),
    spec("Union", candidates=[spec("Int"), spec("Object", t={"_type": "type", "name": "toy.A"})], default=1),
    spec("Int", frozen=True, default=3),
]
fields = [
    {"_type": "pyglove.typing.Field", "value_spec": value,
     "key_spec": {"_type": "pyglove.typing.ConstStrKey", "text": f"x{number}"}}
    for number, value in enumerate(specs)
]
schema = {"_type": "pyglove.typing.Schema", "fields": fields}
declared = {"classes": {"toy.A": {
    "schema": schema, "aliases": ["old.A"], "bases": ["toy.Base"], "concepts": ["dense"],
    "roles": {"x0": "width"}, "facts": {"num-classes": 10, "input-shape": {"field": "x4"}}}}}
with open("components.json", "w", encoding="utf-8") as file:
    json.dump(declared, file)
check(accepted("--emit=mlir", "--components=components.json", text=b'{"_type": "toy.A", "x0": 2}'))
