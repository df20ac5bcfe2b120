# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The programs of --emit=python build the experiments that they were made from.

PG_SEED=7 draws other experiments; the seed is printed.
"""

import os
import random
import subprocess
import sys

from differential import runner
import pyglove as pg
import pytest

SEED = int(os.environ.get("PG_SEED", 20240801))
CASES = 300

pytestmark = pytest.mark.skipif(
    not runner.PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{runner.PG_OPT} is not built",
)


def build(program):
    namespace = {"__name__": "program"}
    exec(compile(program, "program", "exec"), namespace)
    return namespace["experiment"]


def test_random_experiments(tmp_path):
    """Equal, and written by PyGlove as the same text."""
    print(f"seed {SEED}")
    pg_opt = runner.PgOpt(tmp_path, runner.declarations())
    for number in range(CASES):
        rng = random.Random(f"{SEED}:python:{number}")
        text, indent = runner.draw_experiment(rng)
        program = pg_opt.run(text, ["--emit=python"])
        assert program.text, program.error
        written = pg.to_json_str(build(program.text), json_indent=indent)
        assert written == text, f"seed {SEED}, number {number}"


@pytest.mark.parametrize(
    "example", ["transformer", "image-classifier", "transformer-flax", "image-classifier-flax"]
)
def test_examples(example, tmp_path):
    folder = runner.ROOT / "examples" / example
    command = [runner.PG_OPT, folder / "experiment.json", "--emit=python"]
    program = tmp_path / "program.py"
    program.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    environment = os.environ | {"PYTHONPATH": str(folder), "KERAS_BACKEND": "jax"}
    printed = subprocess.run(
        [sys.executable, program], env=environment, capture_output=True, text=True, timeout=300
    )
    assert printed.returncode == 0, printed.stderr
    assert printed.stdout.rstrip("\n") == (folder / "experiment.json").read_text().rstrip("\n")
