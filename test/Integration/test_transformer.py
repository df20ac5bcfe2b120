# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The example of the Transformer, end to end: PyGlove saves, pg-opt patches, Keras trains."""

import json
import sys

import pytest

from transformer_example import (
    EXAMPLE,
    assert_pyglove_agrees,
    needs_pg_opt,
    patch,
    pg_opt,
    python,
    run,
    train,
)


def test_sizes_of_the_paper():
    code = """
import json, pyglove as pg
names = ["base", "big"]
print(json.dumps([pg.load(f"./{name}.json").build().count_params() for name in names]))
"""
    assert json.loads(python("-c", code)) == [63_082_496, 214_245_376]


def test_experiments_are_what_the_script_writes(tmp_path):
    python("make_experiments.py", tmp_path)
    for name in ("experiment.json", "base.json", "big.json"):
        assert (EXAMPLE / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_declarations_are_what_the_exporter_writes(tmp_path):
    exported = tmp_path / "components.json"
    python("-m", "pgopt", "export", "transformer", "-o", exported)
    assert (EXAMPLE / "components.json").read_bytes() == exported.read_bytes(), (
        "run in examples/transformer: python -m pgopt export transformer -o components.json"
    )


def test_every_width_has_its_role():
    classes = json.loads((EXAMPLE / "components.json").read_text())["classes"]
    for name, entry in classes.items():
        for field in entry["schema"].get("fields", []):
            if field["key_spec"].get("text") == "model_dim":
                assert entry["roles"]["model_dim"] == "model-width", name


def test_stream_trains_without_an_encoder(tmp_path):
    config = tmp_path / "stream.json"
    cross_attention = {f"model.decoder.blocks[{i}].cross_attention": None for i in range(2)}
    edits = {"dataset.layout": "stream", "model.encoder": None, "steps": 30} | cross_attention
    patch(EXAMPLE / "experiment.json", config, edits)
    report, losses = train(config)
    assert report["last_loss"] < report["first_loss"] - 0.3
    assert len(losses) == 30


def test_loss_that_does_not_fall_exits_1(tmp_path):
    config = tmp_path / "one_step.json"
    experiment = json.loads((EXAMPLE / "experiment.json").read_text())
    config.write_text(json.dumps(experiment | {"steps": 1}))
    done = run(sys.executable, EXAMPLE / "train.py", config)
    assert done.returncode == 1
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["first_loss"] == report["last_loss"]


def test_disagreement_is_refused(tmp_path):
    refusals = [
        ({"model.embedding.output_dim": 64}, "model.embedding.output_dim = 64"),
        ({"optimizer.learning_rate.model_dim": 64}, "optimizer.learning_rate.model_dim = 64"),
        ({"model.embedding.input_dim": 100}, "128 different tokens, but model.embedding.input_dim"),
        ({"dataset.layout": "stream"}, "layout is 'stream', but the model has an encoder"),
        ({"model.encoder": None}, "layout is 'pairs', but the model has no encoder"),
        ({"dataset.layout": "stream", "model.encoder": None}, "no encoder to attend to"),
    ]
    code = """
import json, sys, pyglove as pg
for edits, message in json.loads(sys.argv[1]):
    try:
        pg.patch(pg.load("./experiment.json"), edits).check_agreement()
    except ValueError as error:
        assert message in str(error), error
    else:
        raise AssertionError(f"{edits} was accepted")
"""
    python("-c", code, json.dumps(refusals))

    config = tmp_path / "wrong.json"
    experiment = json.loads((EXAMPLE / "experiment.json").read_text())
    experiment["model"]["encoder"] = None
    config.write_text(json.dumps(experiment))
    done = run(sys.executable, EXAMPLE / "train.py", config)
    assert done.returncode == 1
    assert done.stderr == (
        f"{config}: The dataset's layout is 'pairs', but the model has no encoder.\n"
    )


@needs_pg_opt
def test_patched_experiment_trains_as_the_one_that_pyglove_patched(tmp_path):
    larger, expected = tmp_path / "larger.json", tmp_path / "expected.json"
    done = pg_opt("--pass-pipeline=scale-up,apply-gated-gelu", "experiment.json", "-o", larger)
    assert done.returncode == 0, done.stderr
    rules = ["scale_up", "apply_gated_gelu"]
    assert_pyglove_agrees(EXAMPLE / "experiment.json", [(rules, larger)])

    report, losses = train(larger, cwd=tmp_path)
    assert report["last_loss"] < report["first_loss"] - 1
    assert report["parameters"] == 409_600

    patch(EXAMPLE / "experiment.json", expected, [*rules, {"steps": 5}])
    assert train(expected)[1] == losses[:5]


@needs_pg_opt
def test_rules_do_what_they_do_in_pyglove(tmp_path):
    # Stacks of unlike blocks, with names and seeds that no copy may keep.
    unlike = tmp_path / "unlike.json"
    edits = {
        "model.encoder.blocks[1].dropout": 0.2,
        "model.decoder.blocks[0].name": "first",
        "model.decoder.blocks[0].seed": 7,
        "model.decoder.blocks[1].self_attention.seed": 8,
        "model.decoder.blocks[1].feed_forward.name": "wide",
    }
    patch(EXAMPLE / "base.json", unlike, edits)
    components = f"--components={EXAMPLE / 'components.json'}"

    chains = {
        "scale-up": "scale_up",
        "scale-up{depth=1.5x}": "scale_up?depth=1.5",
        "scale-up{depth=0.5x width=1x ffn=1x heads=1x kv=2x}": "scale_up?0.5&1&1&1&2",
        "apply-gated-gelu": "apply_gated_gelu",
        "apply-gated-gelu{keep-parameters=true}": "apply_gated_gelu?true",
    }
    results = []
    for number, (chain, rules) in enumerate(chains.items()):
        results.append((rules, tmp_path / f"{number}.json"))
        done = pg_opt(components, f"--pass-pipeline={chain}", unlike, "-o", results[-1][1])
        assert done.returncode == 0, done.stderr
    assert_pyglove_agrees(unlike, results)


@needs_pg_opt
def test_base_scaled_up_is_big(tmp_path):
    output = tmp_path / "big.json"
    # Beside its size, the paper's big model has more dropout and trains for longer.
    more_dropout = "patch-on-member{class=Block name=dropout value=0.3}"
    done = pg_opt(
        f"--pass-pipeline=scale-up{{depth=1x}},{more_dropout}",
        "--set=model.dropout=0.3",
        "--set=steps=300000",
        "base.json",
        "-o",
        output,
    )
    assert done.returncode == 0, done.stderr
    assert output.read_bytes() == (EXAMPLE / "big.json").read_bytes()


@needs_pg_opt
@pytest.mark.parametrize(
    "rules, culprit",
    [
        (["--pass-pipeline=scale-up", "--set=batch_size=-1"], "batch_size"),
        (["--pass-pipeline=scale-up", "--set=model.decoder.blocks=[]"], "model.decoder.blocks"),
        (["--set=model.dropout=2", "--pass-pipeline=apply-gated-gelu"], "model.dropout"),
        (["--set=model.decoder.blokcs=[]"], "blokcs"),
    ],
)
def test_invalid_chain_writes_nothing(tmp_path, rules, culprit):
    output = tmp_path / "out.json"
    done = pg_opt(*rules, "experiment.json", "-o", output)
    assert done.returncode == 1
    assert done.stdout == ""
    assert culprit in done.stderr
    assert list(tmp_path.iterdir()) == []
