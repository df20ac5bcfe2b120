# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the tests of the example examples/transformer have in common.

Whatever imports the example's codebase runs in a process of its own, as two
codebases that symbolize the same Keras class cannot share one.
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "transformer"
PG_OPT = pathlib.Path(os.environ.get("PG_OPT", ROOT / "build" / "release" / "bin" / "pg-opt"))

needs_pg_opt = pytest.mark.skipif(
    not PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{PG_OPT} is not built",
)


def run(*command, cwd=EXAMPLE):
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=600
    )


def python(*arguments, cwd=EXAMPLE):
    """The output of Python, which has to succeed."""
    done = run(sys.executable, *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def train(config, cwd=EXAMPLE):
    """What train.py says of an experiment, and the loss of every step."""
    trace = config.with_suffix(".trace")
    output = python(EXAMPLE / "train.py", config, "--trace", trace, cwd=cwd)
    return json.loads(output.splitlines()[-1]), json.loads(trace.read_text())


def patch(source, target, rules):
    """Saves an experiment as PyGlove patches it."""
    code = """
import json, sys, reference_rules, pyglove as pg
source, target, rules = sys.argv[1:]
pg.save(pg.patch(pg.load(source), json.loads(rules)), target)
"""
    python("-c", code, source, target, json.dumps(rules))


def assert_pyglove_agrees(source, results):
    """What pg-opt wrote is what PyGlove makes of the source, by the rules of the same name."""
    code = """
import json, sys, reference_rules, pyglove as pg
source, results = sys.argv[1], json.loads(sys.argv[2])
for rules, result in results:
    expected, result = pg.patch(pg.load(source), rules), pg.load(result)
    assert pg.eq(expected, result), f"{rules}: {pg.diff(expected, result)}"
"""
    python("-c", code, source, json.dumps([(rules, str(result)) for rules, result in results]))


def pg_opt(*arguments):
    return run(PG_OPT, *arguments)
