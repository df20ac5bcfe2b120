# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The paper's big example, LaMDA from "Attention Is All You Need", and the rules that it takes."""

import itertools
import json

import pytest

from transformer_example import (
    EXAMPLE,
    assert_pyglove_agrees,
    needs_pg_opt,
    patch,
    pg_opt,
    python,
    train,
)

TINY = "lamda{depth=4 width=64 ffn=256 heads=8 kv=8 dataset=StandardLibrary}"


def lamda_in_python(scale_up, dataset=None):
    """The recipe's steps, as reference_rules.py has them."""
    steps = ["remove_encoder", "apply_relative_attention", "apply_gated_gelu"]
    change = [f"change_dataset?{dataset}"] if dataset else []
    return [*steps, *change, "add_skip_connections", scale_up]


def apply(chain, source, target, *edits):
    done = pg_opt(f"--pass-pipeline={chain}", *edits, "--no-match=error", source, "-o", target)
    assert done.returncode == 0, done.stderr
    return json.loads(target.read_text())


@needs_pg_opt
def test_tiny_lamda_trains_as_the_one_that_pyglove_patched(tmp_path):
    config, expected = tmp_path / "lamda.json", tmp_path / "expected.json"
    apply(TINY, "experiment.json", config)
    rules = lamda_in_python("scale_up?2&2&4&2&1", "StandardLibrary")
    assert_pyglove_agrees(EXAMPLE / "experiment.json", [(rules, config)])

    report, losses = train(config, cwd=tmp_path)
    assert report["last_loss"] < report["first_loss"] - 1

    patch(EXAMPLE / "experiment.json", expected, [*rules, {"steps": 20}])
    assert train(expected)[1] == losses[:20]


@needs_pg_opt
def test_lamda_has_the_published_size(tmp_path):
    config = tmp_path / "lamda.json"
    model = apply("lamda", "base.json", config)["model"]
    rules = lamda_in_python(f"scale_up?{64 / 6}&16&32&16&2")
    assert_pyglove_agrees(EXAMPLE / "base.json", [(rules, config)])

    assert model["encoder"] is None and model["positions"] == "none"
    width = model["embedding"]["output_dim"]
    blocks = [block["body"] for block in model["decoder"]["blocks"]]
    assert (len(blocks), width) == (64, 8192)
    matrices = 0
    for block in blocks:
        assert block["cross_attention"] is None
        attention, feed_forward = block["self_attention"], block["feed_forward"]
        assert attention["_type"] == "transformer.attention.RelativeAttention"
        assert feed_forward["_type"] == "transformer.feed_forward.GatedFeedForward"
        # Queries and keys; values and what comes out.
        widths = 2 * attention["key_dim"] + 2 * attention["value_dim"]
        matrices += width * attention["num_heads"] * widths
        # The gate, what it gates, and what comes out.
        matrices += 3 * feed_forward["model_dim"] * feed_forward["hidden_dim"]
    assert matrices == 2**37


@needs_pg_opt
def test_architecture_rules_give_one_result_in_any_order(tmp_path):
    rules = [
        "remove-encoder",
        "scale-up",
        "apply-gated-gelu",
        "apply-relative-attention",
        "add-skip-connections",
    ]
    orders = list(itertools.permutations(rules))
    assert len(orders) == 120
    results = set()
    for order in orders:
        done = pg_opt(f"--pass-pipeline={','.join(order)}", "experiment.json")
        assert done.returncode == 0, done.stderr
        results.add(done.stdout)
    assert len(results) == 1


@needs_pg_opt
@pytest.mark.parametrize(
    "rule, parameters",
    [
        ("remove-encoder", 21_184),
        ("apply-relative-attention", 50_960),
        ("add-skip-connections", 46_848),
        ("change-dataset{name=StandardLibrary}", 50_944),
    ],
)
def test_each_rule_alone_trains(tmp_path, rule, parameters):
    config = tmp_path / "config.json"
    apply(rule, "experiment.json", config, "--set=steps=40")
    python_rule = rule.replace("-", "_").replace("{name=", "?").rstrip("}")
    rules = [python_rule, {"steps": 40}]
    assert_pyglove_agrees(EXAMPLE / "experiment.json", [(rules, config)])
    report, _ = train(config, cwd=tmp_path)
    assert report["parameters"] == parameters
    assert report["last_loss"] < report["first_loss"] - 0.3


def test_relative_attention_is_keras_attention_until_it_learns_distances():
    python(
        "-c",
        """
import transformer as t, numpy as np
from keras import ops

x = np.random.default_rng(0).normal(size=(2, 6, 8)).astype("float32")
plain = t.MultiHeadAttention(num_heads=2, key_dim=4)
relative = t.RelativeAttention(num_heads=2, key_dim=4)
for layer in (plain, relative):
    layer.build(x.shape, x.shape)
distances, *_ = relative.get_weights()
relative.set_weights([distances, *plain.get_weights()])
for causal in (False, True):
    expected = plain(x, x, use_causal_mask=causal)
    assert np.allclose(relative(x, x, use_causal_mask=causal), expected, atol=1e-6)

# One position back, and nothing else, for the first head.
distances[0, relative.max_distance - 1] = 1000
relative.set_weights([distances, *plain.get_weights()])
scores = relative(x, x, use_causal_mask=True, return_attention_scores=True)[1]
assert np.allclose(scores[:, 0, 1:], np.eye(6)[:-1], atol=1e-6)
""",
    )
