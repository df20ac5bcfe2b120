# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The real Keras: what PyGlove calls its symbolized classes, and what their schemas hold."""

import pyglove as pg
import pytest

import pgopt

pytest.importorskip("keras")

import digits

PUBLIC = {
    "keras.Sequential": "keras.src.models.sequential.Sequential",
    "keras.layers.Conv2D": "keras.src.layers.convolutional.conv2d.Conv2D",
    "keras.layers.Dense": "keras.src.layers.core.dense.Dense",
}
PRIVATE = {
    "keras.src.layers.activations.relu.ReLU",
    "keras.src.layers.attention.multi_head_attention.MultiHeadAttention",
    "keras.src.layers.core.embedding.Embedding",
    "keras.src.layers.normalization.layer_normalization.LayerNormalization",
    "keras.src.layers.regularization.dropout.Dropout",
    "keras.src.layers.reshaping.flatten.Flatten",
    "keras.src.losses.losses.SparseCategoricalCrossentropy",
    "keras.src.optimizers.adam.Adam",
}


@pytest.fixture(scope="module")
def classes():
    return pgopt.export(digits)["classes"]


def spec(entry, name):
    fields = {field["key_spec"].get("text"): field for field in entry["schema"]["fields"]}
    return fields[name]["value_spec"]


def test_keys_and_aliases(classes):
    assert classes.keys() == {*PUBLIC, *PRIVATE, "digits.Residual", "digits.Experiment"}
    for key, path in PUBLIC.items():
        assert classes[key]["aliases"] == [path]
    for key in PRIVATE:
        assert "aliases" not in classes[key]


def test_keys_are_what_pyglove_writes(classes):
    layers = pg.to_json(digits.experiment())["model"]["layers"]
    assert [layer["_type"].rpartition(".")[2] for layer in layers] == [
        "Conv2D", "Residual", "Flatten", "Dropout", "Dense",
    ]  # fmt: skip
    assert all(layer["_type"] in classes for layer in layers)


def test_bases_are_those_of_the_wrapped_class(classes):
    bases = classes["keras.layers.Conv2D"]["bases"]
    assert bases[:2] == [
        "keras.src.layers.convolutional.base_conv.BaseConv",
        "keras.src.layers.layer.Layer",
    ]
    for name in ("keras.layers.Dense", "keras.Sequential", "digits.Residual"):
        assert "keras.src.layers.layer.Layer" in classes[name]["bases"]
    everything = {base for entry in classes.values() for base in entry.get("bases", ())}
    assert not any(base.startswith(("pyglove", "builtins")) for base in everything)


def test_typed_fields(classes):
    assert spec(classes["keras.layers.Conv2D"], "filters") == {
        "_type": "pyglove.typing.Int",
        "min_value": 1,
    }
    assert spec(classes["keras.layers.Conv2D"], "activation") == {
        "_type": "pyglove.typing.Object",
        "t": {"_type": "type", "name": "keras.src.layers.layer.Layer"},
        "default": None,
        "is_noneable": True,
    }
    assert spec(classes["keras.layers.Conv2D"], "strides")["default"] == ["__tuple__", 1, 1]
    assert spec(classes["keras.src.layers.core.embedding.Embedding"], "input_dim") == {
        "_type": "pyglove.typing.Any"
    }


def test_a_field_of_a_symbolized_class(classes):
    with pytest.raises(ValueError, match="Cannot convert local class"):
        pg.to_json(digits.Experiment.__schema__)
    experiment = classes["digits.Experiment"]
    for field, path in {
        "model": "keras.src.models.sequential.Sequential",
        "optimizer": "keras.src.optimizers.adam.Adam",
    }.items():
        assert spec(experiment, field)["t"] == {"_type": "type", "name": path}


def test_schemas_are_pyglove_s_own(classes):
    for cls in (digits.Conv2D, digits.Dense, digits.MultiHeadAttention, digits.Adam):
        schema = classes[cls.__serialization_key__]["schema"]
        assert schema == pg.to_json(cls.__schema__)
        assert pg.from_json(schema) == cls.__schema__


def test_annotations(classes):
    assert classes["keras.layers.Conv2D"]["concepts"] == ["convolution"]
    assert classes["keras.layers.Conv2D"]["roles"] == {"filters": "width"}
    assert classes["digits.Residual"]["concepts"] == ["residual"]
    assert spec(classes["digits.Residual"], "body")["t"]["name"] == "keras.src.layers.layer.Layer"


def test_a_saved_experiment_declares_what_it_uses(classes, write):
    path = write("experiment.json", digits.experiment().to_json_str(json_indent=2))
    exported = pgopt.export(path)
    assert exported["library"] == "digits"
    unused = {name for name in classes if name.endswith(("Attention", "Embedding", "zation"))}
    assert exported["classes"].keys() == classes.keys() - unused
