# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What cannot be written is an error, the old file stays, and nothing half-written is left."""

import os
import resource
import signal
import subprocess
import sys

from hostile import accepted, refused, somebody

os.chdir(sys.argv[1])
EXPERIMENT = b'{"a": 1, "b": "' + b"x" * 200_000 + b'"}'
with open("in.json", "wb") as file:
    file.write(EXPERIMENT)
with open("old.json", "wb") as file:
    file.write(b"old")
FILES = sorted(os.listdir("."))


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def unchanged() -> None:
    assert read("old.json") == b"old"
    assert sorted(os.listdir(".")) == FILES, os.listdir(".")


# A full disk, as stdout and as a file.
for arguments in [
    ["in.json"],
    ["in.json", "--emit=mlir"],
    ["in.json", "--query=.*"],
    ["in.json", "--query=.*", "-o", "old.json"],
    ["in.json", "--diff", "--set=a=2"],
    ["in.json", "--diff", "--set=a=2", "-o", "old.json"],
    ["--list-rules"],
    ["--list-rules=json"],
]:
    error = rb"^pg-opt: error: cannot write 'stdout': No space left"
    with open("/dev/full", "wb") as full:
        refused(*arguments, stdout=full, error=error)
    unchanged()
refused("in.json", "-o", "/dev/full", error=rb"^pg-opt: error: cannot write '/dev/full': No space")


# A limit on the size of files stands for a disk that gets full on the way.
def limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


for target in ("old.json", "new.json"):
    done = subprocess.run(["pg-opt", "in.json", "-o", target], capture_output=True,
                          preexec_fn=limited, check=False)
    assert done.returncode == 1 and not done.stdout, done
    assert b"error: cannot write '" + target.encode() + b"': File too large" in done.stderr, done
    unchanged()

# A pipe that nobody reads, or not to its end.
for head in ("true", "head -c 10"):
    command = f"set -o pipefail; pg-opt in.json | {head}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.returncode == 1 and b"cannot write 'stdout': Broken pipe" in done.stderr, done
for stream, error in ((">&-", b"cannot write 'stdout'"), ("2>&- >/dev/full", b"")):
    done = subprocess.run(["bash", "-c", f"pg-opt in.json {stream}"], capture_output=True, check=False)
    assert done.returncode == 1 and error in done.stderr, done
unchanged()

# The input itself, also by way of a link; what fails leaves it.
os.symlink("in.json", "link.json")
accepted("in.json", "-o", "in.json", "--set=a=2")
assert read("in.json") == EXPERIMENT.replace(b'"a": 1', b'"a": 2')
accepted("in.json", "-o", "link.json", "--set=a=1")
assert read("in.json") == EXPERIMENT and os.path.islink("link.json")
refused("in.json", "-o", "link.json", "--set=a=3", "--set=b.c=1", error=rb"")
assert read("in.json") == EXPERIMENT
os.unlink("link.json")

# Whoever stops it finds no temporary file.
for sent in (signal.SIGTERM, signal.SIGINT):
    reader, writer = os.pipe()

    def heed() -> None:
        # What runs in the background may have been told to ignore it.
        signal.signal(sent, signal.SIG_DFL)

    command = ["pg-opt", "in.json", "--query=b", "-o", "old.json"]
    with subprocess.Popen(command, stdout=writer, stderr=subprocess.DEVNULL, preexec_fn=heed) as process:
        os.close(writer)
        # It fills the pipe and waits, its file written and not renamed yet.
        assert os.read(reader, 1)
        assert any(".tmp-" in name for name in os.listdir("."))
        process.send_signal(sent)
        assert process.wait(timeout=60) != 0
    os.close(reader)
    unchanged()

# A folder, and a file, that may not be written to.
with somebody() as (folder, options):
    os.mkdir(f"{folder}/closed", 0o555)
    for path, mode in (("closed/old.json", 0o666), ("fixed.json", 0o444)):
        with open(f"{folder}/{path}", "wb") as file:
            file.write(b"old")
        os.chmod(file.name, mode)
    for target in ("closed/new.json", "closed/old.json", "fixed.json", "none/new.json"):
        denied = subprocess.run(["pg-opt", "-o", target], input=b"{}", **options)
        assert denied.returncode == 1 and not denied.stdout, denied
        reason = b"No such file or directory" if target == "none/new.json" else b"Permission denied"
        assert b"error: cannot write '%s': %s" % (target.encode(), reason) in denied.stderr, denied
    assert read(f"{folder}/closed/old.json") == read(f"{folder}/fixed.json") == b"old"
    assert os.listdir(f"{folder}/closed") == ["old.json"]
    assert len(os.listdir(folder)) == 3

# The mode of a file stays.
for mode in (0o600, 0o644, 0o755):
    os.chmod("old.json", mode)
    accepted("in.json", "-o", "old.json", "--set=b=0")
    assert os.stat("old.json").st_mode & 0o777 == mode
