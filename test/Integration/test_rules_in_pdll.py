# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Rules that exist in C++ and in PDLL say the same of random experiments.

PG_SEED=7 draws other experiments, PG_CASES=5000 more of them; the seed is printed.
"""

import json
import os
import pathlib
import random
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PG_OPT = pathlib.Path(os.environ.get("PG_OPT", ROOT / "build/release/bin/pg-opt"))
LIBRARY = ROOT / "test/passes/Inputs/pictures.json"
SEED = int(os.environ.get("PG_SEED", 20261124))
CASES = int(os.environ.get("PG_CASES", 1000)) // 5

pytestmark = pytest.mark.skipif(
    not PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{PG_OPT} is not built",
)


def layer(draw, depth):
    kinds = [
        lambda: {"_type": "pic.Conv2D", "filters": draw.randint(1, 40),
                 "kernel_size": draw.choice([3, ["__tuple__", 3, 3]])},
        lambda: {"_type": "pic.Conv2D", "filters": draw.randint(1, 40), "name": "c"},
        lambda: {"_type": "pic.Conv1D", "filters": draw.randint(1, 40)},
        lambda: {"_type": "pic.SepConv2D", "channels": draw.randint(1, 9),
                 "kernel": ["__tuple__", 3, 3]},
        lambda: {"_type": "pic.Dense", "units": draw.randint(1, 99)},
        lambda: {"_type": "pic.Flatten"},
        lambda: {"_type": "mine.Conv", "filters": 3, "inside": layer(draw, depth + 1)},
        lambda: {"_type": "pic.Sequential", "layers": layers(draw, depth + 1)},
    ]
    return draw.choice(kinds[:6] if depth > 3 else kinds)()


def layers(draw, depth=0):
    return [layer(draw, depth) for _ in range(draw.randint(0, 4))]


def experiment(draw):
    return {
        "model": {"_type": "pic.Sequential", "layers": layers(draw)},
        "loss": draw.choice([
            {"_type": "pic.CrossEntropy", "smoothing": 0.0}, {"_type": "pic.Hinge"},
            {"_type": "pic.Focal"}, {"_type": "mine.Loss", "label_smoothing": 0.2}, None,
        ]),
        "optimizer": draw.choice([
            {"_type": "pic.Adam"}, {"_type": "pic.Adam", "learning_rate": 0.5},
            {"_type": "pic.Sgd", "rate": 0.25}, [],
        ]),
    }


def chain(draw):
    return draw.choice([
        f"scale-width{{scale={draw.choice([0.3, 2, 7.5])}}}",
        f"change-lr{{lr={draw.random()}}}",
        f"label-smoothing{{value={draw.choice([0, 0.1, 0.9])}}}",
        "apply-sepconv", "apply-sepconv{class=SepConv2D}",
        f"filter-search-space{{factors={draw.choice(['0.5:1', '1:2:3'])} dense={draw.choice(['true', 'false'])}}}",
        "change-optimizer{class=Sgd}", "change-optimizer",
        "scale-width,change-lr{lr=0.5},apply-sepconv",
    ])


def patch(path, pipeline, *options):
    return subprocess.run(
        [PG_OPT, path, f"--components={LIBRARY}", f"--pass-pipeline={pipeline}", *options],
        capture_output=True, text=True, timeout=60,
    )


def said(done, pipeline):
    """A file states its concepts once for all options: without `dense`, the rule in C++ looks
    for one less, and so gives another reason where it matches nothing."""
    if "filter-search-space" in pipeline and "dense=true" not in pipeline:
        return re.sub("matched nothing[:;] .*", "matched nothing", done.stderr)
    return done.stderr


def test_both_forms_say_the_same(tmp_path):
    draw = random.Random(SEED)
    changed = 0
    for number in range(CASES):
        path = tmp_path / "experiment.json"
        path.write_text(json.dumps(experiment(draw)))
        pipeline = chain(draw)
        native = patch(path, pipeline)
        in_pdll = patch(path, pipeline, f"--rules={ROOT / 'passes'}")
        where = f"seed {SEED}, case {number}: {pipeline}\n{path.read_text()}"
        assert in_pdll.returncode == native.returncode, where + in_pdll.stderr
        assert in_pdll.stdout == native.stdout, where
        assert said(in_pdll, pipeline) == said(native, pipeline), where
        changed += native.returncode == 0 and native.stdout != path.read_text()
    print(f"seed {SEED}: {CASES} cases, {changed} changed")
    assert changed > CASES // 3
