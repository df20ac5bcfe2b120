# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The rules of PyGlove's notebook, end to end: PyGlove saves, pg-opt patches, Keras trains.

Whatever imports the example's codebase runs in a process of its own, as two
codebases that symbolize the same Keras class cannot share one.
"""

import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "image-classifier"
PG_OPT = pathlib.Path(os.environ.get("PG_OPT", ROOT / "build" / "release" / "bin" / "pg-opt"))


def run(*command, cwd=EXAMPLE):
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=600
    )


def python(*arguments):
    """The output of Python, which has to succeed."""
    done = run(sys.executable, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_experiment_and_declarations_are_what_the_scripts_write(tmp_path):
    code = """
import sys
import make_experiment, pgopt, pyglove as pg
folder = sys.argv[1]
pg.save(make_experiment.experiment(), f"{folder}/experiment.json", indent=2)
pgopt.save_components(pgopt.export("image_classifier"), f"{folder}/components.json")
"""
    python("-c", code, tmp_path)
    for name in ("experiment.json", "components.json"):
        assert (EXAMPLE / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_loss_that_does_not_fall_exits_1(tmp_path):
    config = tmp_path / "one_epoch.json"
    experiment = json.loads((EXAMPLE / "experiment.json").read_text())
    config.write_text(json.dumps(experiment | {"epochs": 1}))
    done = run(sys.executable, EXAMPLE / "train.py", config)
    assert done.returncode == 1
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["first_loss"] == report["last_loss"]
    assert report["parameters"] == 33_354
