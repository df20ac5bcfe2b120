# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""One rule, two models, two frameworks: every rule of the catalogue, in the same words, on the
image classifier and the Transformer in Keras and in Flax.

What a rule writes is what PyGlove makes by the patches in the codebase's reference_rules.py, and
trains; or the rule says why it has nothing to do. A process for each codebase loads all results,
as to start one takes longer than to train.
"""

from concurrent.futures import ThreadPoolExecutor
import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PG_OPT = pathlib.Path(os.environ.get("PG_OPT", ROOT / "build" / "release" / "bin" / "pg-opt"))

pytestmark = pytest.mark.skipif(
    not PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{PG_OPT} is not built",
)

# A model is compiled for a few steps only.
QUICK_TO_COMPILE = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"

CODEBASES = {
    ("image classifier", "Keras"): "image-classifier",
    ("image classifier", "Flax"): "image-classifier-flax",
    ("Transformer", "Keras"): "transformer",
    ("Transformer", "Flax"): "transformer-flax",
}
# What the rules are applied to: the example, smaller.
SMALLER = {
    "image classifier": ["--set=batch_size=256", "--set=epochs=2"],
    "Transformer": [
        "--pass-pipeline=scale-up{depth=1 width=1x ffn=1x heads=1x}",
        "--patch=patch-on-key?dropout.*&0.0",
        "--set=steps=12",
    ],
}


def trains(rules=None):
    """The rule applies and trains, and is what `rules` are in PyGlove, if given."""
    return "trains", rules


def refuses(reason):
    """The rule says why it has no target."""
    return "refuses", reason


def nothing_plays(concept):
    return refuses(f"matched nothing: nothing in this experiment plays '{concept}'")


# By the rule as the command line has it: what happens to the classifier, and to the Transformer.
# Where frameworks differ, what happens in each.
RULES = {
    "scale-width{scale=1.5}": (trains("scale_width?1.5"), nothing_plays("convolution")),
    "scale-up": (trains("scale_width?2"), trains("scale_up")),
    "scale-up{depth=1x width=1x ffn=1x heads=2x kv=3x}": (
        refuses("nothing in this experiment has that dimension"),
        trains("scale_up?1&1&1&2&3"),
    ),
    "apply-sepconv": (trains("apply_sepconv"), nothing_plays("convolution")),
    "relu-to-leaky-relu": (
        trains("relu_to_leaky_relu"),
        {
            # One codebase names its activations, and knows no leaky one.
            "Keras": refuses("takes no leaky ReLU, only 'relu', 'silu', 'gelu', 'gelu_tanh'"),
            "Flax": trains("relu_to_leaky_relu"),
        },
    ),
    "label-smoothing{value=0.2}": (trains("label_smoothing?0.2"),) * 2,
    "add-augmentation{class=random-translation}": (
        {
            "Keras": refuses("its field 'height_factor' is required and nothing gives it"),
            "Flax": trains("add_augmentation?randomtranslation"),
        },
        nothing_plays("sequence"),
    ),
    # What it takes beside is each codebase's own.
    "add-augmentation{class=random-rotation fields='{\"factor\": 0.05}'}": (
        {
            "Keras": trains("add_augmentation?randomrotation"),
            "Flax": refuses("no declared class answers to 'random-rotation'"),
        },
        nothing_plays("sequence"),
    ),
    "filter-search-space": (trains("filter_search_space"), nothing_plays("convolution")),
    "change-lr{lr=0.02}": (trains("change_lr?0.02"),) * 2,
    "change-optimizer{class=adam-w}": (
        trains("change_optimizer?adamw"),
        {
            "Keras": refuses("no declared class that plays 'optimizer' answers to 'adam-w'"),
            "Flax": trains(),
        },
    ),
    "change-dataset{name=digit-pairs}": (
        trains("change_dataset?digitpairs"),
        refuses("no declared class that plays 'dataset' answers to 'digit-pairs'"),
    ),
    "change-dataset{name=standard-library}": (
        refuses("no declared class that plays 'dataset' answers to 'standard-library'"),
        trains("change_dataset?StandardLibrary"),
    ),
    "apply-gated-gelu": (nothing_plays("feed-forward"), trains("apply_gated_gelu")),
    "apply-relative-attention": (nothing_plays("attention"), trains("apply_relative_attention")),
    "remove-encoder": (nothing_plays("encoder"), trains("remove_encoder")),
    "add-skip-connections": (nothing_plays("block"), trains("add_skip_connections")),
    "lamda{depth=2 width=64 ffn=256 heads=8 kv=8}": (
        refuses("'remove-encoder' of 'lamda', matched nothing"),
        trains(
            [
                "remove_encoder",
                "apply_relative_attention",
                "apply_gated_gelu",
                "add_skip_connections",
                "scale_up?2&2&4&2&1",
            ]
        ),
    ),
}
# They go by paths and values, which are each codebase's own.
EDITS = {
    "rebind", "delete", "insert", "patch-on-path", "patch-on-key", "patch-on-value",
    "patch-on-type", "patch-on-member", "apply-diff",
}  # fmt: skip

TRAIN = """
import json, sys
import reference_rules, train, pyglove as pg

source, jobs = sys.argv[1], json.loads(sys.argv[2])
for rules, result in jobs:
    if rules:
        expected, found = pg.patch(pg.load(source), rules), pg.load(result)
        assert pg.eq(expected, found), f"{rules}: {pg.diff(expected, found)}"
    sys.argv[1:] = [result]
    print(result, train.main())
"""


def expectation(rule, codebase):
    model, framework = codebase
    expected = RULES[rule][model == "Transformer"]
    return expected[framework] if isinstance(expected, dict) else expected


def run(*command, cwd):
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | {"XLA_FLAGS": QUICK_TO_COMPILE},
        capture_output=True,
        text=True,
        timeout=600,
    )


def apply_all(codebase, folder):
    """What pg-opt does by each rule, the files it writes, and what it was applied to."""
    example = ROOT / "examples" / CODEBASES[codebase]
    components = f"--components={example / 'components.json'}"
    source = folder / "source.json"
    smaller = run(PG_OPT, "experiment.json", *SMALLER[codebase[0]], "-o", source, cwd=example)
    assert smaller.returncode == 0, smaller.stderr
    done, files = {}, {}
    for number, rule in enumerate(RULES):
        files[rule] = folder / f"{number}.json"
        pipeline = [components, f"--pass-pipeline={rule}", "--no-match=error"]
        done[rule] = run(PG_OPT, *pipeline, source, "-o", files[rule], cwd=example)
    return done, files, source


def train_all(codebase, source, files):
    """The exit status of train.py for each file, and its last line."""
    jobs = [(expectation(rule, codebase)[1], str(file)) for rule, file in files.items()]
    example = ROOT / "examples" / CODEBASES[codebase]
    done = run(sys.executable, "-c", TRAIN, source, json.dumps(jobs), cwd=example)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    ends = {line.rpartition(" ")[0]: i for i, line in enumerate(lines) if line[:1] == "/"}
    return {
        rule: (int(lines[ends[str(file)]].split()[-1]), json.loads(lines[ends[str(file)] - 1]))
        for rule, file in files.items()
    }


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """For each codebase and rule what pg-opt did, and what became of it."""

    def result_of(codebase):
        folder = tmp_path_factory.mktemp(CODEBASES[codebase])
        done, files, source = apply_all(codebase, folder)
        written = {
            rule: file
            for rule, file in files.items()
            if done[rule].returncode == 0 and expectation(rule, codebase)[0] == "trains"
        }
        return done, train_all(codebase, source, written)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(CODEBASES, pool.map(result_of, CODEBASES)))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("codebase", CODEBASES, ids=" in ".join)
def test_rule(results, codebase, rule):
    kind, detail = expectation(rule, codebase)
    done, trained = results[codebase]
    if kind == "trains":
        assert done[rule].returncode == 0, done[rule].stderr
        status, report = trained[rule]
        assert status == 0 and report["last_loss"] < report["first_loss"], report
    else:
        assert done[rule].returncode == 1 and detail in done[rule].stderr, done[rule].stderr


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("model", ["image classifier", "Transformer"])
def test_both_frameworks_get_the_same_model(results, model, rule):
    """They count alike, in spite of widths per head here and in total there."""
    counts = {
        results[codebase][1][rule][1]["parameters"]
        for codebase in CODEBASES
        if codebase[0] == model and rule in results[codebase][1]
    }
    # A search space is sampled; in Keras's separable convolution nothing but names differs.
    assert len(counts) <= 1 or rule == "filter-search-space", counts


def test_every_rule_of_the_catalogue_is_here():
    listed = json.loads(run(PG_OPT, "--list-rules=json", cwd=ROOT).stdout)
    names = {rule["name"] for rule in (listed["rules"] if "rules" in listed else listed)}
    assert names - EDITS == {rule.partition("{")[0] for rule in RULES}
