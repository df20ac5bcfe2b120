# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""References to nothing, to themselves, of the wrong kind, and ones that share without bound."""

import copy
import json
import os
import sys

from hostile import MEGABYTE, accepted, places, refused, run, strided

REF = "pyglove.core.symbolic.ref.Ref"


def ref(number) -> dict:
    return {"_type": REF, "value": {"__ref__": number}}


def document(root, *shared) -> bytes:
    return json.dumps({"__context__": {"shared_objects": shared}, "__root__": root}).encode()


# Out of range, and circles: what is shared refers only to what stands before it.
A = {"_type": "toy.A", "x": 1}
for number in (1, 2, -1, 10**9, 2**31, 2**32, 2**64, 10**400):
    refused(text=document({"a": ref(number), "b": ref(0)}, A), error=rb"^<stdin>:1:\d+: error: '__ref__' ")
for number in range(3):
    circle = [{"_type": "toy.A", "x": ref((i + 1 + number) % 3)} for i in range(3)]
    refused(text=document({"a": ref(number)}, *circle), error=rb"holds only those that stand before it")
refused(text=b'{"__ref__": 0}', error=rb"no '__context__' stands before it")

# A wrong kind in every place; one half of them here, the other at the next.
KINDS = [None, True, 0, -1, 1.5, 10**400, "", "x", [], ["__tuple__"], {}, [[]], {"_type": 1}, {"_type": []},
         {"__ref__": 0}, ref(0), ref(1), {"__context__": {}, "__root__": 1}]
DOCUMENT = json.loads(document({"_type": "toy.R", "a": ref(0), "b": [ref(1), ref(0)]}, A, [ref(0), 2]))
for number, at in enumerate(strided(places(DOCUMENT))):
    for kind in KINDS[number % 2 :: 2]:
        changed = copy.deepcopy(DOCUMENT)
        holder = changed
        for key in at[:-1]:
            holder = holder[key]
        if at:
            holder[at[-1]] = kind
        text = json.dumps(changed if at else kind).encode()
        result = run("--no-default-components", text=text)
        if result.status == 1:
            refused("--no-default-components", text=text)
        else:
            assert accepted("--no-default-components", text=result.output) == result.output
            run("--set=a=2", "--diff", "--no-default-components", text=text)

# A class whose name is none.
for kind in (None, True, 1, -0.5, 10**400, [], {}, ["x"], {"_type": "toy.A"}):
    for where in ('{"_type": %s}', '{"a": [{"_type": %s, "x": 1}]}', '{"_type": "toy.A", "x": {"_type": %s}}'):
        refused(text=(where % json.dumps(kind)).encode(), error=rb"error: '_type' must be the name of a class")
    refused(f"--set=a={json.dumps({'_type': kind})}", text=b"{}", error=rb"'_type' must be the name of a class")
for name in ("", ".", "a..b", "é", "\0", "a b", "a" * 1000, "\ud83d"):
    text = json.dumps([{"_type": name}]).encode()
    if run("--no-default-components", text=text).status == 0:
        assert accepted("--no-default-components", text=text) == text

# PyGlove's own names with escapes in them.
for own in ("_type", "__ref__", "__context__", "shared_objects", "__root__", "__symbolic__"):
    for at in range(len(own)):
        escaped = f'"{own[:at]}\\u{ord(own[at]):04x}{own[at + 1:]}"'
        messages = refused(text=b'[{"a": 1, %s: "x"}]' % escaped.encode(), error=rb"^<stdin>:1:11: error: write ")
        assert f'write "{own}", which PyGlove keeps for itself, without escapes'.encode() in messages
refused(text=b'["__t\\u0075ple__", 1]', error=rb'^<stdin>:1:2: error: write "__tuple__", which')
for text in (b'{"a\\u005ftype": 1}', b'["x", "\\u005f_tuple__"]', b'{"x": "\\u005ftype"}'):
    assert run("--no-default-components", text=text).status == 0

# A billion laughs: thirty objects, each with ten references to the one before it.
laughs = [{"_type": "toy.L", "x": ["lol"] * 10}]
laughs += [{"_type": "toy.L", "x": [ref(i)] * 10} for i in range(29)]
text = document({"_type": "toy.R", "a": ref(29), "b": 1, "c": ref(29)}, *laughs)
folder = sys.argv[1]
first, second = os.path.join(folder, "first.json"), os.path.join(folder, "second.json")
with open(first, "wb") as file:
    file.write(text)
with open(second, "wb") as file:
    file.write(text.replace(b"lol", b"lul"))
assert accepted(first) == text
assert accepted(first, "--set=b=2") == text.replace(b'"b": 1', b'"b": 2')
path = "a" + ".x[3]" * 30
assert accepted(first, f"--set={path}=1").count(b'"lol"') == 9
small = 8 * MEGABYTE
for arguments in [
    ["--check"],
    ["--emit=mlir"],
    ["--emit=python"],
    ["--select=a.x[0].x[9]"],
    ["--hide-defaults", "--hide-frozen"],
    ["--query=.*"],
    ["--query=zzz"],
    [f"--query={path.replace('[', '.').replace(']', '.')}$"],
    ["--query-type=toy.L"],
    ["--query-value=1"],
    ["--set=a=1", "--diff"],
    ["--set=b=2", "--diff"],
    [f"--set={path}=1", "--diff"],
    ["--pass-pipeline=patch-on-value{old='\"lol\"' value=1},patch-on-type{type=str value=1}"],
    ["--pass-pipeline=patch-on-type{type=toy.L value=1},cse,canonicalize"],
    ["--pass-pipeline=scale-up,scale-width,change-lr{lr=1.0},apply-gated-gelu", "--no-match=ignore"],
]:
    assert len(accepted(first, *arguments)) < small, arguments
assert accepted(first, first, tool="pg-diff") == b"No diff\n"
assert len(accepted(first, second, tool="pg-diff")) < small
