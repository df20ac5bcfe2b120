# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The pages of the docs whose commands need Python's side, run as they stand."""

import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PG_OPT = pathlib.Path(os.environ.get("PG_OPT", ROOT / "build" / "release" / "bin" / "pg-opt"))


@pytest.mark.skipif(
    not PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ, reason=f"{PG_OPT} is not built"
)
@pytest.mark.parametrize("page", ["ForeignCode.md"])
def test_page(page, tmp_path):
    # `python` and `pg-opt` are these.
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "pg-opt").symlink_to(PG_OPT.absolute())
    (tools / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tools / "python").chmod(0o755)
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run(
        [sys.executable, ROOT / "test/Docs/run_page.py", ROOT / "docs" / page, empty],
        env=os.environ | {"PATH": f"{tools}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
