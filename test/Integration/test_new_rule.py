# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What tools/new-rule.py begins in C++ compiles as it is, without a warning, and well formatted."""

import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PG_OPT", ROOT / "build/release/bin/pg-opt")).parents[1]
MODEL = ROOT / "passes/scale-width/ScaleWidth.cpp"


def compiler_and_options():
    """Those with which a rule that is there is compiled."""
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    words = next(shlex.split(e["command"]) for e in entries if pathlib.Path(e["file"]) == MODEL)
    compiler = next(word for word in words if word.startswith("/") and "clang++" in word)
    system = [w for i, word in enumerate(words) if word == "-isystem" for w in words[i : i + 2]]
    return compiler, [w for w in words if w.startswith(("-I", "-D", "-std", "-W"))] + system


@pytest.mark.parametrize("concept", ["dense", "separable-convolution"])
def test_a_new_rule_compiles(tmp_path, concept):
    for folder in ("passes", "include"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    script = tmp_path / "tools/new-rule.py"
    subprocess.run([sys.executable, script, "try-it", "--concept", concept], check=True)

    generated = tmp_path / "build/passes/Rules.h.inc"
    generated.parent.mkdir(parents=True)
    tblgen = "/usr/lib/llvm-22/bin/mlir-tblgen"
    folders = [tmp_path / "passes", tmp_path / "include", "/usr/lib/llvm-22/include"]
    subprocess.run(
        [tblgen, "-gen-pass-decls", "-name", "Rules", tmp_path / "passes/Rules.td"]
        + [f"-I{folder}" for folder in folders]
        + ["-o", generated],
        check=True,
    )
    source = tmp_path / "passes/try-it/TryIt.cpp"
    compiler, options = compiler_and_options()
    done = subprocess.run(
        [compiler, "-fsyntax-only", "-Werror", f"-I{tmp_path / 'build'}", *options, source],
        capture_output=True,
        text=True,
        check=False,
        cwd=BUILD,
    )
    assert done.returncode == 0, done.stderr
    formatted = subprocess.run(["clang-format-22", "--dry-run", "--Werror", source], check=False)
    assert formatted.returncode == 0
