# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the commands that a page of the docs shows, and compares what they print.

    run_page.py PAGE FOLDER [SECTION]     in a copy of FOLDER; of a page, or of one section

In an indented block, a line `$ command` is run by the shell, and the lines below
are what it prints on both outputs. `…` stands for any part of a line, or, on a line
of its own, for any lines. A fenced block whose first line has the name of a file,
```` ```pdll rule.pdll ````, is written to that file.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def commands(page):
    """Each command with the lines that it shall print, and its own line number."""
    found, in_block = [], False
    for number, line in enumerate(page.splitlines(), 1):
        if line.startswith("    $ "):
            found.append((number, line[6:], []))
            in_block = True
        elif in_block and line.startswith("    "):
            found[-1][2].append(line[4:])
        else:
            in_block = False
    return found


def files(page):
    """The name and the text of each fenced block that has a name."""
    return re.findall(r"^```\w+ (\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def pattern(lines):
    parts = []
    for line in lines:
        any_lines = r"(?:.*\n)*?"
        parts.append(any_lines if line == "…" else
                     ".*".join(map(re.escape, line.split("…"))) + r"\n")
    return re.compile("".join(parts))


def section(page, title):
    """The same lines, but for those outside of a section, which are empty: numbers stay."""
    lines, is_in = [], False
    for line in page.splitlines():
        if line.startswith("## "):
            is_in = line == f"## {title}"
        lines.append(line if is_in else "")
    return "\n".join(lines)


def main(page, folder, title=None):
    failures = 0
    # `python` is the one that runs this.
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    text = pathlib.Path(page).read_text(encoding="utf-8")
    if title:
        text = section(text, title)
    shown = commands(text)
    if not shown:
        sys.exit(f"{page}: no commands")
    with tempfile.TemporaryDirectory() as scratch:
        work = pathlib.Path(scratch) / "work"
        shutil.copytree(folder, work, ignore=shutil.ignore_patterns("__pycache__"))
        for name, content in files(text):
            (work / name).parent.mkdir(exist_ok=True)
            (work / name).write_text(content, encoding="utf-8")
        for number, command, expected in shown:
            done = subprocess.run(
                command, shell=True, cwd=work, text=True, env={**os.environ, "PATH": path},
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
            # A config ends as its input does, often without the end of a line.
            output = done.stdout
            if output and not output.endswith("\n"):
                output += "\n"
            if not pattern(expected).fullmatch(output):
                failures += 1
                print(f"{page}:{number}: $ {command}\n{output}", file=sys.stderr)
    if failures:
        sys.exit(f"{failures} of {len(shown)} commands printed something else")


if __name__ == "__main__":
    main(*sys.argv[1:])
