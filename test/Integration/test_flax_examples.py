# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The examples in Flax: what their files hold, what their layers do, and sizes of the paper.

What rules make of them is in test_one_rule.py.
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLASSIFIER = ROOT / "examples" / "image-classifier-flax"
TRANSFORMER = ROOT / "examples" / "transformer-flax"
PG_OPT = pathlib.Path(os.environ.get("PG_OPT", ROOT / "build" / "release" / "bin" / "pg-opt"))

needs_pg_opt = pytest.mark.skipif(
    not PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{PG_OPT} is not built",
)


# A model is compiled for a few steps only.
QUICK_TO_COMPILE = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"


def run(*command, cwd):
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | {"XLA_FLAGS": QUICK_TO_COMPILE},
        capture_output=True,
        text=True,
        timeout=600,
    )


def python(*arguments, cwd):
    """The output of Python, which has to succeed."""
    done = run(sys.executable, *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "example, script, package, experiments",
    [
        (CLASSIFIER, "make_experiment.py", "image_classifier_flax", ["experiment"]),
        (TRANSFORMER, "make_experiments.py", "transformer_flax", ["experiment", "base", "big"]),
    ],
    ids=["classifier", "Transformer"],
)
def test_files_are_what_the_scripts_write(tmp_path, example, script, package, experiments):
    python(script, tmp_path, cwd=example)
    exported = tmp_path / "components.json"
    python("-m", "pgopt", "export", package, "-o", exported, cwd=example)
    for name in [*experiments, "components"]:
        file = f"{name}.json"
        assert (example / file).read_bytes() == (tmp_path / file).read_bytes(), file


def test_training_is_reproducible_and_leaves_the_experiment_as_it_was(tmp_path):
    code = """
import json, pyglove as pg, image_classifier_flax
experiment = pg.load("./experiment.json")
experiment.rebind(epochs=1, batch_size=512)
before = pg.to_json_str(experiment)
losses = [experiment.train(), pg.from_json_str(before).train()]
assert losses[0] == losses[1], losses
assert pg.to_json_str(experiment) == before
"""
    python("-c", code, cwd=CLASSIFIER)


@pytest.mark.parametrize(
    "example, field",
    [(CLASSIFIER, "epochs"), (TRANSFORMER, "steps")],
    ids=["classifier", "Transformer"],
)
def test_loss_that_does_not_fall_exits_1(tmp_path, example, field):
    config = tmp_path / "one.json"
    experiment = json.loads((example / "experiment.json").read_text())
    config.write_text(json.dumps(experiment | {field: 1}))
    done = run(sys.executable, example / "train.py", config, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["first_loss"] == report["last_loss"]


def test_what_cannot_be_loaded_exits_1(tmp_path):
    config = tmp_path / "wrong.json"
    config.write_text('{"_type": "image_classifier_flax.dataset.Digits", "size": 1}')
    done = run(sys.executable, CLASSIFIER / "train.py", config, cwd=tmp_path)
    assert done.returncode == 1 and done.stderr.startswith(f"{config}: ")


def test_layers_of_the_classifier():
    code = """
import jax, jax.numpy as jnp, image_classifier_flax as c

x = jax.random.normal(jax.random.key(0), (2, 8, 8, 3))
conv = c.SeparableConv(5, kernel_size=(3, 3), strides=2, depth_multiplier=2)()
y, parameters = conv.init_with_output(jax.random.key(1), x)
assert y.shape == (2, 4, 4, 5)
assert parameters["params"]["depthwise"]["kernel"].shape == (3, 3, 1, 6)
assert parameters["params"]["pointwise"]["kernel"].shape == (1, 1, 6, 5)

for augmentation in (c.RandomTranslation(0.5)(), c.RandomNoise(1.0)()):
    assert (augmentation.apply({}, x) == x).all()
    moved = augmentation.apply({}, x, rngs={"augmentation": jax.random.key(2)})
    assert moved.shape == x.shape and (moved != x).any()

logits, labels = jnp.array([[2.0, 0.0, -1.0]]), jnp.array([0])
shares = jax.nn.log_softmax(logits)[0]
assert jnp.isclose(c.CrossEntropy()(logits, labels), -shares[0])
assert jnp.isclose(c.CrossEntropy(0.3)(logits, labels), -0.7 * shares[0] - 0.3 * shares.mean())
"""
    python("-c", code, cwd=CLASSIFIER)


def test_sizes_of_the_paper():
    code = """
import json, pyglove as pg, transformer_flax
names = ["base", "big"]
print(json.dumps([pg.load(f"./{name}.json").count_parameters() for name in names]))
"""
    assert json.loads(python("-c", code, cwd=TRANSFORMER)) == [63_082_496, 214_245_376]


def test_disagreement_is_refused():
    refusals = [
        ({"model.embedding.features": 64}, "model.embedding.features = 64"),
        ({"optimizer.learning_rate.model_features": 64}, "learning_rate.model_features = 64"),
        ({"model.embedding.num_embeddings": 100}, "128 different tokens, but model.embedding"),
        ({"dataset.layout": "stream"}, "layout is 'stream', but the model has an encoder"),
        ({"model.encoder": None}, "layout is 'pairs', but the model has no encoder"),
        ({"dataset.layout": "stream", "model.encoder": None}, "no encoder to attend to"),
    ]
    code = """
import json, sys, pyglove as pg, transformer_flax
for edits, message in json.loads(sys.argv[1]):
    try:
        pg.patch(pg.load("./experiment.json"), edits).check_agreement()
    except ValueError as error:
        assert message in str(error), error
    else:
        raise AssertionError(f"{edits} was accepted")
"""
    python("-c", code, json.dumps(refusals), cwd=TRANSFORMER)


def test_relative_attention_is_flax_attention_until_it_learns_distances():
    code = """
from flax import linen as nn
import jax, jax.numpy as jnp, transformer_flax as t

x = jax.random.normal(jax.random.key(0), (2, 6, 8))
fields = {"num_heads": 2, "qkv_features": 8}
plain, relative = t.MultiHeadDotProductAttention(**fields)(), t.RelativeAttention(**fields)()
inner = plain.init(jax.random.key(1), x)["params"]
scores = jnp.zeros((2, 257))
for mask in (None, nn.make_causal_mask(x[..., 0])):
    parameters = {"params": {"attention": inner, "distance_scores": scores}}
    expected = plain.apply({"params": inner}, x, mask=mask)
    assert jnp.allclose(relative.apply(parameters, x, mask=mask), expected, atol=1e-6)
assert jax.tree.map(jnp.shape, relative.init(jax.random.key(1), x)["params"]) == {
    "attention": jax.tree.map(jnp.shape, inner), "distance_scores": (2, 257)}

# One position back, and nothing else: what comes out is what one position earlier has.
parameters["params"]["distance_scores"] = scores.at[:, 127].set(1000.0)
values = jnp.einsum("btf,fhw->bthw", x, inner["value"]["kernel"]) + inner["value"]["bias"]
out = jnp.einsum("bthw,hwf->btf", values, inner["out"]["kernel"]) + inner["out"]["bias"]
assert jnp.allclose(relative.apply(parameters, x)[:, 1:], out[:, :-1], atol=1e-5)
"""
    python("-c", code, cwd=TRANSFORMER)


def pg_opt(*arguments):
    done = run(PG_OPT, *arguments, cwd=TRANSFORMER)
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_pg_opt
def test_children_that_are_arguments(tmp_path):
    """As PyTorch takes them: PyGlove keeps them in a list, which rules know by its role."""
    (tmp_path / "chain.py").write_text(
        """
from flax import linen as nn
import pgopt

class Chain:
    def __init__(self, *layers: nn.Module):
        self.widths = [layer.features for layer in layers]

Dense = pgopt.functor(nn.Dense, "flax.linen.Dense")
Chain = pgopt.functor(Chain)
pgopt.annotate(Chain, concepts=["sequence"], roles={"layers": "children"})
"""
    )
    write = """
import chain, pgopt, pyglove as pg
pg.save(chain.Chain(chain.Dense(3), chain.Dense(4)), "./chain.json")
pgopt.save_components(pgopt.export("chain"), "components.json")
"""
    python("-c", write, cwd=tmp_path)
    done = run(PG_OPT, "--patch=scale-width", "chain.json", "-o", "wide.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    read = "import chain, pyglove as pg; print(pg.load('./wide.json')().widths)"
    assert python("-c", read, cwd=tmp_path) == "[6, 4]\n"
    done = run(PG_OPT, "--set=layers[0]=3", "chain.json", cwd=tmp_path)
    assert "layers[0]: Expect <class 'flax.linen.module.Module'>" in done.stderr


@needs_pg_opt
def test_base_scaled_up_is_big(tmp_path):
    output = tmp_path / "big.json"
    # Beside its size, the paper's big model has more dropout and trains for longer.
    pg_opt(
        "--pass-pipeline=scale-up{depth=1x},patch-on-member{class=Block name=dropout_rate value=0.3}",
        "--set=model.dropout_rate=0.3",
        "--set=steps=300000",
        "base.json",
        "-o",
        output,
    )
    assert output.read_bytes() == (TRANSFORMER / "big.json").read_bytes()


@needs_pg_opt
def test_lamda_has_the_published_size():
    model = json.loads(pg_opt("--pass-pipeline=lamda", "base.json"))["model"]
    width = model["embedding"]["features"]
    blocks = [block["body"] for block in model["decoder"]["blocks"]]
    assert (len(blocks), width, model["encoder"]) == (64, 8192, None)
    matrices = 0
    for block in blocks:
        attention, feed_forward = block["self_attention"], block["feed_forward"]
        assert attention["_type"] == "transformer_flax.attention.RelativeAttention"
        assert feed_forward["activation"] == {"_type": "flax.linen.gelu", "approximate": False}
        # Queries, keys, values and what comes out; a width in total, and not per head.
        matrices += 4 * width * attention["qkv_features"]
        # The gate, what it gates, and what comes out.
        matrices += 3 * width * feed_forward["hidden_features"]
    assert matrices == 2**37
