# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Diffs as patches, and what is saved of a blame: cut, changed and very deep."""

import os
import sys

from hostile import accepted, read, refused, run, strided

EXPERIMENT = read("experiment.json")
os.chdir(sys.argv[1])
with open("left.json", "wb") as file:
    file.write(EXPERIMENT)
with open("right.json", "wb") as file:
    file.write(accepted("left.json", "--set=extra=[1, {\"a\": null}]"))
PATCH = accepted("left.json", "right.json", "--diff=json", tool="pg-diff")
assert accepted("left.json", "--apply-diff=-", text=PATCH) == accepted("right.json")

for end in strided(range(len(PATCH.rstrip()))):
    refused("left.json", "--apply-diff=-", text=PATCH[:end])
# Whatever the file says, it is applied or refused.
for at in strided(range(len(PATCH))):
    for byte in b'"{}[],:x0':
        run("left.json", "--apply-diff=-", text=PATCH[:at] + bytes([byte]) + PATCH[at + 1 :])
for text in (b"", b"[]", b"{}", b"1", b'{"version": 1}', b"[" * 100_000, b'{"version": 1, "changes": [[]]}'):
    refused("left.json", "--apply-diff=-", text=text)

# As deep as can be: a patch is as long as what it changes.
for name, leaf in (("deep.json", b"1"), ("deeper.json", b"2"), ("deepest.json", b"[3]")):
    with open(name, "wb") as file:
        file.write(b'{"a": ' * 9_990 + leaf + b"}" * 9_990)
with open("flat.json", "wb") as file:
    file.write(b'{"b": 1}')
for left, right in (("deep.json", "deeper.json"), ("deep.json", "deepest.json"), ("flat.json", "deep.json")):
    with open("deep.diff", "wb") as file:
        file.write(accepted(left, right, "--diff=json", tool="pg-diff"))
    assert os.path.getsize("deep.diff") < 200_000
    assert accepted(left, "--apply-diff=deep.diff").rstrip() == accepted(right).rstrip()
accepted("deep.json", "--set=b=1", "--save-blame", "-o", "saved.json")
assert os.path.getsize("saved.json.blame") < 5_000_000
assert b"saved.json" not in accepted("saved.json", "--blame=a.a")
run("deep.json", "--explain=patch-on-value{old=1 value=2}")
with open("objects.json", "wb") as file:
    file.write(b'{"_type": "toy.A", "x": ' * 9_990 + b"1" + b"}" * 9_990)
run("objects.json", "--explain=patch-on-value{old=1 value=2}", memory=1 << 30)

# A file of blame that is no such file is not believed, and harms nothing.
with open("saved.json.blame", "rb") as file:
    SAVED = file.read()[:2_000]
for end in strided(range(0, len(SAVED), 7)):
    with open("saved.json.blame", "wb") as file:
        file.write(SAVED[:end])
    accepted("saved.json", "--blame=b")
for text in (b"[" * 100_000, b'{"version": 1, "sha256": 1}', b"\xff", b'{"a": 1, "a"'):
    with open("saved.json.blame", "wb") as file:
        file.write(text)
    accepted("saved.json", "--blame=b")
