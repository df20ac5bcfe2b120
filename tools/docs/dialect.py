#!/usr/bin/env python3
"""Prints docs/Dialect.md from dialects/pg/*.td, through mlir-tblgen.

With --check, prints nothing and exits 1 where the checked-in page differs.
"""

import pathlib
import re
import shutil
import subprocess
import sys

from drift import print_or_check

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "dialects/pg/PgOps.td"
PAGE = ROOT / "docs/Dialect.md"
REGENERATE = "python3 tools/docs/dialect.py > docs/Dialect.md"

HEAD = """\
<!-- Printed by tools/docs/dialect.py from dialects/pg/*.td: edit those. -->
# The pg dialect
"""

SECTIONS = [
    ("Operations", "-gen-op-doc"),
    ("Attributes", "-gen-attrdef-doc"),
    ("Types", "-gen-typedef-doc"),
]


def tool(name):
    """The program of LLVM 22, which may be installed beside others."""
    beside = pathlib.Path("/usr/lib/llvm-22/bin") / name
    found = shutil.which(f"{name}-22") or (beside if beside.exists() else shutil.which(name))
    if not found:
        sys.exit(f"{name} is missing; run: tools/setup.sh")
    return str(found)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def generate(backend, include):
    folders = ["-I", include, "-I", str(SOURCE.parent)]
    text = run(tool("mlir-tblgen"), backend, "-dialect=pg", *folders, str(SOURCE))
    return re.sub(r"<!--.*?-->\n", "", text)


def description(include):
    """What the dialect says of itself, without its title."""
    # This backend goes on to list everything; that comes later, in our order.
    text = re.sub(r"\A\s*# .*\n", "", generate("-gen-dialect-doc", include))
    return re.split(r"^## (?:Operations|Attributes|Types)\b|^\[TOC\]", text, flags=re.M)[0].strip()


def page():
    include = run(tool("llvm-config"), "--includedir").strip()
    parts = [HEAD, description(include)]
    for title, backend in SECTIONS:
        parts.append(f"## {title}\n\n{generate(backend, include).strip()}")
    text = "\n\n".join(part.strip() for part in parts) + "\n"
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.M))


if __name__ == "__main__":
    sys.exit(print_or_check(PAGE, page, REGENERATE, __doc__))
