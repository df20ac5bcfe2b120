# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the tools on hostile input.

Whatever it is given, a tool ends with exit status 0 or 1, in bounded memory; with 1 it says why
on stderr, in a message of bounded size, and writes nothing. `run` checks all of this every time.
"""

import contextlib
import os
import re
import resource
import shutil
import subprocess
import tempfile
from typing import NamedTuple

# Set by lit.cfg.py: how many inputs of a loop to leave out, and that there is shadow memory.
STRIDE = int(os.environ.get("PG_TEST_STRIDE", "1"))
SANITIZED = "PG_SANITIZED" in os.environ

MEGABYTE = 1 << 20
MAX_MEMORY = 512 * MEGABYTE  # of addresses; the program itself takes some 100 MB of them
MAX_MESSAGE = 64 * 1024

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

# Where a message points: file, line and column.
PLACE = rb"^[^\n:]+:\d+:\d+: error: "


class Result(NamedTuple):
    status: int
    output: bytes
    messages: bytes


def run(
    *arguments: str, text: bytes = b"", memory: int = MAX_MEMORY, tool: str = "pg-opt", **options
) -> Result:
    """Runs a tool with `text` as stdin, and checks what always holds."""
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stdin", subprocess.PIPE)
    # The limit is inherited, which takes no code between fork and exec: that is slow.
    usual = resource.getrlimit(resource.RLIMIT_AS)
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (memory, usual[1]))
    process = subprocess.Popen([tool, *arguments], stderr=subprocess.PIPE, **options)
    resource.setrlimit(resource.RLIMIT_AS, usual)
    piped = process.stdin is not None
    with process:
        output, messages = process.communicate(text if piped else None, timeout=300)
    result = Result(process.returncode, output or b"", messages)
    shown = f"{tool} {' '.join(arguments)!a:.300} < {text!a:.300}\n{result.messages!a:.3000}"
    assert result.status in (0, 1), f"exit status {result.status}: {shown}"
    if result.status == 1:
        assert not result.output, f"failed and wrote: {shown}"
        assert b"error:" in result.messages, f"failed and gave no reason: {shown}"
    assert len(result.messages) <= MAX_MESSAGE, f"a message of {len(result.messages)}: {shown}"
    return result


def refused(*arguments: str, text: bytes = b"", error: bytes = PLACE, **options) -> bytes:
    """Runs what must fail with a message that matches `error`; returns the messages."""
    result = run(*arguments, text=text, **options)
    shown = f"pg-opt {' '.join(arguments)!a:.300} < {text!a:.300}"
    assert result.status == 1, f"not refused: {shown}"
    found = re.search(error, result.messages, re.MULTILINE)
    assert found, f"{error} is not in {result.messages!a:.3000}: {shown}"
    return result.messages


def accepted(*arguments: str, text: bytes = b"", **options) -> bytes:
    """Runs what must succeed; returns the output."""
    result = run(*arguments, text=text, **options)
    shown = f"pg-opt {' '.join(arguments)!a:.300} < {text!a:.300}"
    assert result.status == 0, f"refused: {shown}\n{result.messages!a:.3000}"
    return result.output


@contextlib.contextmanager
def somebody():
    """A folder with a copy of pg-opt for somebody who may not do everything, as administrators may;
    and the options with which subprocess runs that copy."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        program = shutil.copy(shutil.which("pg-opt"), folder)
        identity = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        options = {"cwd": folder, "executable": program, "capture_output": True, "check": False}
        yield folder, options | identity


def places(value, at=()):
    """The way to every value in a value."""
    yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*at, key))


def strided(items):
    """All of them; under a sanitizer, which is slow, one of many."""
    return list(items)[::STRIDE]


def read(name: str) -> bytes:
    """A file beside this one."""
    with open(os.path.join(os.path.dirname(__file__), name), "rb") as file:
        return file.read()
