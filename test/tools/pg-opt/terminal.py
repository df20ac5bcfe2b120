# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""On a terminal there is colour, unless NO_COLOR forbids it; and no input is a question of usage."""

import os
import pty
import subprocess
import sys

os.chdir(sys.argv[1])
for name, text in (("a.json", '{"a": 1}'), ("b.json", '{"a": 2}'), ("broken.json", '{"a": }')):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


# What ends a terminal's text. A terminal that is closed can lose, to its reader, what was
# written just before; so it stays open, and this comes after all that the tool wrote.
END = b"<end>"


def read_all(terminal: int) -> str:
    """What was written to a terminal before END."""
    text = b""
    while not text.endswith(END):
        text += os.read(terminal, 4096)
    return text.removesuffix(END).decode().replace("\r\n", "\n")


def run(*command: str, terminal: str, status: int = 0, **environment: str) -> str:
    """Runs a tool with stdin, stdout or stderr on a terminal; returns all that it wrote."""
    ours, theirs = pty.openpty()
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    variables = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"}
    result = subprocess.run(
        command, env=variables | environment, timeout=60, check=False, **streams | {terminal: theirs}
    )
    shown = ""
    if terminal != "stdin":
        os.write(theirs, END)
        shown = read_all(ours)
    os.close(theirs)
    os.close(ours)
    written = shown + (result.stdout or b"").decode() + (result.stderr or b"").decode()
    assert result.returncode == status, (command, result.returncode, written)
    return written


PLAIN = "Diff(\n    left = 1,\n    right = 2\n  )"
DIFFS = (["pg-opt", "a.json", "--set=a=2", "--diff"], ["pg-diff", "a.json", "b.json"])
for diff in DIFFS:
    coloured = run(*diff, terminal="stdout")
    assert "\x1b[" in coloured and PLAIN not in coloured, coloured
    assert PLAIN in run(*diff, terminal="stdout", NO_COLOR="1")
    assert PLAIN in run(*diff, terminal="stdout", TERM="dumb")
    # The other streams say nothing about this one.
    assert PLAIN in run(*diff, terminal="stderr")

for broken in (["pg-opt", "broken.json"], ["pg-diff", "broken.json", "a.json"], ["pg-opt", "--set=a"]):
    coloured = run(*broken, terminal="stderr", status=1)
    assert "error: \x1b[0m" in coloured, coloured
    for plain in (
        run(*broken, terminal="stderr", status=1, NO_COLOR="1"),
        run(*broken, terminal="stdout", status=1),
    ):
        assert "error: " in plain and "\x1b" not in plain, plain

# A configuration is never coloured.
assert run("pg-opt", "a.json", terminal="stdout") == '{"a": 1}'

usage = "pg-opt: error: no input\nusage: pg-opt [INPUT] [-o OUT] [RULES…]; see pg-opt --help\n"
assert run("pg-opt", terminal="stdin", status=1) == usage
assert run("pg-opt", "--set=a=1", "-o", "out.json", terminal="stdin", status=1) == usage
assert not os.path.exists("out.json")
assert run("pg-opt", "a.json", terminal="stdin") == '{"a": 1}'
