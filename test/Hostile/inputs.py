# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What is no file, may not be read, or never ends."""

import os
import subprocess
import sys
import threading

from hostile import MEGABYTE, SANITIZED, accepted, refused, somebody

os.chdir(sys.argv[1])

refused(".", error=rb"^pg-opt: error: cannot read '.': Is a directory")
refused("--components=.", text=b"{}", error=rb"cannot read the declarations '.': Is a directory")
refused("nothing.json", error=rb"^pg-opt: error: cannot read 'nothing.json': No such file")
os.symlink("loop.json", "loop.json")
refused("loop.json", error=rb"^pg-opt: error: cannot read 'loop.json': Too many levels")
refused("/dev/null", error=rb"^/dev/null:1:1: error: expected a JSON value")
refused(text=b"", error=rb"^<stdin>:1:1: error: expected a JSON value")

# A FIFO is read to its end.
os.mkfifo("fifo.json")


def feed(content: bytes) -> None:
    with open("fifo.json", "wb") as fifo:
        fifo.write(content)


for content, use in ((b'{"a": 1}', accepted), (b'{"a": 1', refused), (b"", refused)):
    writer = threading.Thread(target=feed, args=(content,))
    writer.start()
    use("fifo.json")
    writer.join()

# A closed stdin.
closed = subprocess.run(["bash", "-c", "pg-opt <&-"], capture_output=True, check=False)
assert closed.returncode == 1 and b"error: cannot read '-'" in closed.stderr, closed

# A link is what it leads to.
with open("real.json", "wb") as file:
    file.write(b'{"a": 1}')
os.symlink("real.json", "link.json")
os.symlink("no.json", "dangling.json")
assert accepted("link.json") == b'{"a": 1}'
refused("dangling.json", error=rb"^pg-opt: error: cannot read 'dangling.json': No such file")

# What may not be read: the administrator may read everything, so somebody else tries.
with somebody() as (folder, options):
    with open(f"{folder}/secret.json", "w", encoding="utf-8") as file:
        file.write("{}")
    os.chmod(file.name, 0)
    for arguments in (["secret.json"], ["-", "--components=secret.json"]):
        denied = subprocess.run(["pg-opt", *arguments], input=b"{}", **options)
        assert denied.returncode == 1 and not denied.stdout, denied
        assert b"'secret.json': Permission denied" in denied.stderr, denied

# More than 32 bits can count is refused unread; the file is a hole.
with open("large.json", "wb") as file:
    file.truncate((1 << 32) + 1)
refused("large.json", error=rb"^pg-opt: error: cannot read 'large.json': File too large")
os.remove("large.json")

# What never ends is given up when the memory does.
if not SANITIZED:
    refused("/dev/zero", memory=400 * MEGABYTE, error=rb"^pg-opt: error: ")
    with subprocess.Popen(["yes", "[1,"], stdout=subprocess.PIPE) as endless:
        refused(stdin=endless.stdout, memory=400 * MEGABYTE, error=rb"error: ")
        endless.kill()
