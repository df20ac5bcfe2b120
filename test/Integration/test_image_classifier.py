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

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "image-classifier"
PG_OPT = pathlib.Path(os.environ.get("PG_OPT", ROOT / "build" / "release" / "bin" / "pg-opt"))

# A model is compiled for a few steps only.
QUICK_TO_COMPILE = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"

needs_pg_opt = pytest.mark.skipif(
    not PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{PG_OPT} is not built",
)

TRANSLATE = (
    "add-augmentation{class=RandomTranslation "
    "fields='{\"height_factor\": 0.1, \"width_factor\": 0.1}'}"
)
ROTATE = "add-augmentation{class=random_rotation fields='{\"factor\": 0.05}'}"

# A pipeline of pg-opt, and the same ideas in PyGlove.
CHAINS = {
    "relu-to-leaky-relu": ["relu_to_leaky_relu"],
    "apply-sepconv": ["apply_sepconv"],
    "change-dataset{name=odd-or-even}": ["change_dataset?oddoreven"],
    "scale-width{scale=1.5}": ["scale_width?1.5"],
    "filter-search-space": ["filter_search_space"],
    "change-lr{lr=0.02}": ["change_lr?0.02"],
    "change-optimizer{class=SGD}": ["change_optimizer?sgd"],
    "change-optimizer{class=AdamW}": ["change_optimizer?adamw"],
    "label-smoothing{value=0.2}": ["label_smoothing?0.2"],
    f"{TRANSLATE},{ROTATE}": [
        "add_augmentation?randomtranslation",
        "add_augmentation?randomrotation",
    ],
    # The notebook's chain, and all ideas at once.
    "change-lr{lr=0.003},scale-width{scale=2.0},change-dataset{name=digitpairs}": [
        "change_lr?0.003",
        "scale_width?2.0",
        "change_dataset?digitpairs",
    ],
    f"scale-width,apply-sepconv,relu-to-leaky-relu,{ROTATE},label-smoothing,"
    "change-optimizer{class=adam_w},change-dataset{name=Digit_Pairs},change-lr{lr=0.02}": [
        "scale_width",
        "apply_sepconv",
        "relu_to_leaky_relu",
        "add_augmentation?randomrotation",
        "label_smoothing",
        "change_optimizer?adamw",
        "change_dataset?digitpairs",
        "change_lr?0.02",
    ],
}


def run(*command, cwd=EXAMPLE):
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | {"XLA_FLAGS": QUICK_TO_COMPILE},
        capture_output=True,
        text=True,
        timeout=600,
    )


def python(*arguments):
    """The output of Python, which has to succeed."""
    done = run(sys.executable, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def pg_opt(*arguments):
    done = run(PG_OPT, *arguments)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def patched(tmp_path_factory):
    """The experiment as each chain of pg-opt leaves it."""
    folder = tmp_path_factory.mktemp("patched")
    results = [folder / f"{number}.json" for number in range(len(CHAINS))]
    for chain, result in zip(CHAINS, results):
        pg_opt("experiment.json", f"--pass-pipeline={chain}", "--no-match=error", "-o", result)
    return results


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


@needs_pg_opt
def test_rules_do_what_they_do_in_pyglove(patched):
    code = """
import json, sys, reference_rules, pyglove as pg
for rules, result in json.loads(sys.argv[1]):
    expected, result = pg.patch(pg.load("./experiment.json"), rules), pg.load(result)
    assert pg.eq(expected, result), f"{rules}: {pg.diff(expected, result)}"
"""
    python("-c", code, json.dumps([*zip(CHAINS.values(), map(str, patched))]))


@needs_pg_opt
def test_each_result_trains(patched, tmp_path):
    """In one process, as to start one takes longer than to train."""
    quick = [f"--components={EXAMPLE / 'components.json'}", "--set=batch_size=256"]
    configs = [tmp_path / result.name for result in patched]
    for result, config in zip(patched, configs):
        pg_opt(*quick, "--set=epochs=2", result, "-o", config)
    one_epoch = tmp_path / "one_epoch.json"
    pg_opt(*quick, "--set=epochs=1", EXAMPLE / "experiment.json", "-o", one_epoch)
    code = """
import sys, train
for config in sys.argv[1:]:
    status = train.main([config])
    print(status)
"""
    lines = python("-c", code, *configs, one_epoch).splitlines()
    statuses = [index for index, line in enumerate(lines) if line in ("0", "1")]
    reports = dict(zip([*CHAINS, "one epoch"], (json.loads(lines[i - 1]) for i in statuses)))

    assert [lines[i] for i in statuses] == ["0"] * len(CHAINS) + ["1"]
    for chain, report in reports.items():
        falls = report["last_loss"] < report["first_loss"]
        assert falls == (chain != "one epoch"), chain
    parameters = {chain: report["parameters"] for chain, report in reports.items()}
    assert parameters["one epoch"] == parameters["relu-to-leaky-relu"] == 33_354
    assert parameters["apply-sepconv"] == 33_307
    assert parameters["scale-width{scale=1.5}"] > 33_354
