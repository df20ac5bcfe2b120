#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints docs/Rules.md from the declarations of the rules and their doctests.

A rule's options come from passes/<rule>/*.td, its example from
test/passes/<rule>/doctest.test, a test that lit runs. With --check, prints
nothing and exits 1 where the checked-in page differs.
"""

import glob
import json
import pathlib
import re
import shutil
import subprocess
import sys
import textwrap

from drift import print_or_check

ROOT = pathlib.Path(__file__).resolve().parents[2]
DECLARATIONS = ROOT / "passes/Rules.td"
PAGE = ROOT / "docs/Rules.md"
PASSES = "include/mlir/Pass/PassBase.td"
REGENERATE = "python3 tools/docs/rules.py > docs/Rules.md"

HEADER = """\
<!-- Printed by tools/docs/rules.py from passes/*/*.td and test/passes/*/doctest.test: edit those. -->
# Rules

Each rule by the name that `--pass-pipeline` and `--patch` know it by;
`pg-opt --list-rules` prints the same. `_` and `-` are the same in all names. Every
example on this page is a test; its library, which stands in no flag here, is
[`toy.json`](../test/passes/Inputs/toy.json),
[`pictures.json`](../test/passes/Inputs/pictures.json) or
[`translation.json`](../test/passes/Inputs/translation.json).

{contents}
"""

SECTION = """
## {name}

{summary}.

{description}

{pipeline}{options}

```json
{input}
```
{files}
    {command}

```
{output}
```
"""


def find_tblgen():
    """llvm-tblgen of the newest LLVM that has MLIR beside it."""
    candidates = [shutil.which("llvm-tblgen"), *glob.glob("/usr/lib/llvm-*/bin/llvm-tblgen")]
    tools = {pathlib.Path(path).resolve() for path in candidates if path}
    with_mlir = [tool for tool in tools if (tool.parents[1] / PASSES).exists()]
    if not with_mlir:
        sys.exit("rules.py: no llvm-tblgen with MLIR on the PATH or in /usr/lib/llvm-*/bin")
    return max(with_mlir, key=lambda tool: [int(n) for n in re.findall(r"\d+", str(tool))])


def read_declarations():
    """The records of all rules and recipes, in the order of Rules.td."""
    tblgen = find_tblgen()
    folders = [ROOT / "passes", ROOT / "include", tblgen.parents[1] / "include"]
    command = [tblgen, "--dump-json", DECLARATIONS, *(f"-I{folder}" for folder in folders)]
    dump = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    order = re.findall(r'include ".*/(\w+)\.td"', DECLARATIONS.read_text(encoding="utf-8"))
    kinds = dump["!instanceof"]
    names = sorted(kinds["Rule"] + kinds["Recipe"], key=order.index)
    for name in names:
        rule = dump[name]
        yield rule, [dump[option["def"]] for option in rule["options"]]


def default_of(option):
    if option["required"]:
        return "required"
    text = re.fullmatch(r"::pg::Text\((.*)\)", option["defaultValue"])
    value = json.loads(text[1] or '""') if text else option["defaultValue"]
    return f"`{value}`" if value else ""


def options_table(options):
    if not options:
        return "It has no options."
    rows = [
        f"| `{o['argument']}` | {o['kind']} | {default_of(o)} | {o['description']} |"
        for o in options
    ]
    return "\n".join(["| option | kind | default | meaning |", "| --- | --- | --- | --- |", *rows])


def pipeline_of(rule):
    """What a recipe stands for, a rule a line; empty for a rule."""
    if "pipeline" not in rule:
        return ""
    steps = textwrap.indent(textwrap.dedent(rule["pipeline"]).strip(), "    ")
    return (
        "A recipe: it stands for these rules, in which `$x` is its own option `x`. Without a\n"
        "value the argument is left out, and the rule as well if it requires that.\n\n"
        f"{steps}\n\n"
    )


def read_doctest(rule):
    """Command, input, other files and output of the rule's example."""
    path = ROOT / "test/passes" / rule / "doctest.test"
    if not path.exists():
        sys.exit(f"rules.py: {rule} has no doctest: write {path.relative_to(ROOT)}")
    text = path.read_text(encoding="utf-8")
    head, *parts = re.split(r"^#--- (\S+)\n", text, flags=re.M)
    files = dict(zip(parts[::2], parts[1::2]))
    command = re.search(r"RUN: (pg-opt .*?) \| diff - %t/output$", head, re.M)
    others = [name for name in files if name not in ("experiment.json", "output")]
    if not command or len(files) - len(others) != 2:
        sys.exit(
            f"rules.py: {path.relative_to(ROOT)} is not of the form\n"
            "  # RUN: split-file %s %t\n"
            "  # RUN: pg-opt … %t/experiment.json … | diff - %t/output\n"
            "with the parts experiment.json and output, and files that the command names"
        )
    shown = re.sub(r" (%toy|%pictures|%translation|--components=\S+|2>/dev/null)", "", command[1])
    return (
        shown.replace("%t/", ""),
        files["experiment.json"].strip(),
        "".join(f"\n`{name}`:\n\n```json\n{files[name].strip()}\n```\n" for name in others),
        files["output"].strip(),
    )


def section(rule, options):
    command, given, files, output = read_doctest(rule["argument"])
    return SECTION.format(
        name=rule["argument"],
        summary=rule["summary"],
        description=textwrap.dedent(rule["description"]).strip(),
        pipeline=pipeline_of(rule),
        options=options_table(options),
        command=command,
        input=given,
        files=files,
        output=output,
    )


def page():
    rules = list(read_declarations())
    contents = "\n".join(
        f"- [{rule['argument']}](#{rule['argument']}): {rule['summary']}" for rule, _ in rules
    )
    sections = "".join(section(rule, options) for rule, options in rules)
    return HEADER.format(contents=contents) + sections


if __name__ == "__main__":
    sys.exit(print_or_check(PAGE, page, REGENERATE, __doc__))
