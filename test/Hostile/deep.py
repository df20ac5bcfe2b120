# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Nesting of 10,000 levels is right, whatever is done with it; more is refused with the limit."""

import sys

from hostile import MEGABYTE, SANITIZED, accepted, refused, run

LIMIT = 10_000
folder = sys.argv[1]

# What opens a level, what closes it, and the step of a path into it.
KINDS = {
    "list": ("[", "]", "[0]"),
    "dict": ('{"a": ', "}", ".a"),
    "tuple": ('["__tuple__", ', "]", None),
    "object": ('{"_type": "toy.A", "x": ', "}", ".x"),
    "both": ('[{"a": ', "}]", "[0].a"),
    "carried": ('{"_type": "type", "args": ', "}", None),
    "reference": ('{"_type": "pyglove.core.symbolic.ref.Ref", "value": ', "}", None),
    "placeholder": ('{"_type": "hyper.OneOf", "candidates": [', "]}", None),
}


def nest(kind: str, brackets: int) -> str:
    start, end, _ = KINDS[kind]
    levels = brackets // start.count("[") if kind == "list" else brackets // sum(map(start.count, "[{"))
    return start * levels + "1" + end * levels


for kind, (start, _, step) in KINDS.items():
    text = nest(kind, LIMIT).encode()
    assert accepted(text=text) == text, kind
    assembly = accepted("--emit=mlir", text=text)
    assert accepted("--from=mlir", "--emit=json", text=assembly) == text, kind
    run("--diff", "--set=b=1", text=text)
    run("--query=.*", text=text, memory=2048 * MEGABYTE)
    run("--pass-pipeline=patch-on-value{old=1 value=2}", text=text)
    run("--pass-pipeline=patch-on-type{type=list value=[]}", text=text)
    if step:
        # Further than one argument of a command line reaches: from a file of arguments.
        path = step * (LIMIT // step.replace(".", "[").count("["))
        with open(f"{folder}/arguments", "w", encoding="utf-8") as file:
            file.write(f"'--set={path.lstrip('.')}=2'\n'--unset={path.lstrip('.')}'")
        run(f"@{folder}/arguments", text=text)
    with open(f"{folder}/arguments", "w", encoding="utf-8") as file:
        file.write(f"'--set=x={nest(kind, LIMIT // 2)}'")
    run(f"@{folder}/arguments", text=b"{}")
    for brackets in (LIMIT + 2, 100_000):
        text = nest(kind, brackets).encode()
        refused(text=text, error=rb"^<stdin>:1:\d+: error: nested deeper than 10000 levels")
    # Brackets that nothing closes.
    refused(text=start.encode() * 100_000, error=rb"error: nested deeper than 10000 levels")
    refused(text=start.encode() * 900)

# Where the text says, also behind other things.
refused(text=b'{"a": 1,\n "b": ' + b"[" * 20_000, error=rb"^<stdin>:2:10006: error: nested deeper")
# Values in a value, in an argument.
with open(f"{folder}/arguments", "w", encoding="utf-8") as file:
    file.write("'--set=x=" + "[" * 100_000 + "'")
refused(f"@{folder}/arguments", text=b"{}", error=rb"^--set:1:10003: error: .*nested deeper")
