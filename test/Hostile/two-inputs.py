# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""pg-diff refuses on either side what pg-opt refuses, and prints nothing then."""

import os
import subprocess
import sys

from hostile import accepted, read, refused, run, strided

EXPERIMENT = read("experiment.json")
os.chdir(sys.argv[1])
with open("right.json", "wb") as file:
    file.write(EXPERIMENT)
BARE = "--no-default-components"


def sides(name: str):
    return ((name, "right.json"), ("right.json", name))


for end in strided(range(0, len(EXPERIMENT.rstrip()), 3)):
    for side in sides("-"):
        refused(BARE, *side, tool="pg-diff", text=EXPERIMENT[:end])
for text in (
    b'{"a": 1, "a": 2}',
    b'{"a": "\xff"}',
    b"[" * 100_000,
    b'[{"a":' * 50_000,
    b'{"_type": 1}',
    b'{"a": {"__ref__": 0}}',
    b"\xef\xbb\xbf{}",
    b"{} {}",
    b"",
):
    for side in sides("-"):
        refused(BARE, *side, tool="pg-diff", text=text)
for name, error in ((".", rb"Is a directory"), ("none.json", rb"No such file"), ("", rb"cannot read")):
    for side in sides(name):
        refused(*side, tool="pg-diff", error=error)
os.symlink("loop.json", "loop.json")
os.symlink("right.json", "link.json")
assert accepted("link.json", "right.json", tool="pg-diff") == b"No diff\n"
refused("link.json", "loop.json", tool="pg-diff", error=rb"Too many levels of symbolic links")

# As deep as can be, on one side and on both.
deep = b'{"a": ' * 10_000 + b"%s" + b"}" * 10_000
for name, leaf in (("deep.json", b"1"), ("deeper.json", b"2"), ("deepest.json", b'"x"')):
    with open(name, "wb") as file:
        file.write(deep % leaf)
for left, right in (("deep.json", "deeper.json"), ("deep.json", "deepest.json"), ("deep.json", "right.json")):
    assert b"Diff(" in accepted(left, right, tool="pg-diff", memory=1 << 30)
assert accepted("deep.json", "deep.json", tool="pg-diff") == b"No diff\n"

# Lists that have nothing in common are aligned in bounded time and memory.
for name, first in (("up.json", 0), ("down.json", 20_000)):
    with open(name, "w", encoding="utf-8") as file:
        file.write(str(list(range(first, first + 20_000))))
assert b"Diff(" in accepted("up.json", "down.json", tool="pg-diff")

# A pipe on one side, a full disk and a pipe that nobody reads as the output.
os.mkfifo("fifo.json")
with subprocess.Popen(["cp", "right.json", "fifo.json"]):
    assert accepted("fifo.json", "right.json", tool="pg-diff") == b"No diff\n"
with open("/dev/full", "wb") as full:
    refused("deep.json", "right.json", tool="pg-diff", stdout=full, error=rb"No space left on device")
done = subprocess.run(["bash", "-c", "set -o pipefail; pg-diff up.json down.json | true"],
                      capture_output=True, check=False)
assert done.returncode == 1 and b"cannot write 'stdout': Broken pipe" in done.stderr, done
run("up.json", "down.json", "right.json", tool="pg-diff")
