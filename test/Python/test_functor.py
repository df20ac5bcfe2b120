# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functors around the real Flax and Optax: their fields, what they make, what pg-opt is told."""

import functools

from flax import linen as nn
import jax
import jax.numpy as jnp
import optax
import pyglove as pg
import pytest

import flaxen
import pgopt

T = pg.typing


def spec(cls, name):
    return cls.__schema__.fields[name].value


def network():
    return flaxen.Sequential(
        [flaxen.Conv(4, kernel_size=(3, 3)), flaxen.relu(), flaxen.Dense(10)], name="net"
    )


def test_fields_are_those_of_the_dataclass_that_a_config_can_hold():
    assert list(flaxen.Dense.__schema__.fields) == [
        "features", "use_bias", "dtype", "precision", "dot_general", "dot_general_cls", "name",
    ]  # fmt: skip
    left_out = {"param_dtype", "kernel_init", "bias_init", "promote_dtype", "parent"}
    assert left_out < nn.Dense.__dataclass_fields__.keys()


def test_fields_are_typed_as_annotated():
    numbers = [T.Int(), T.List(T.Int()), T.Tuple(T.Int())]
    assert spec(flaxen.Dense, "features") == T.Int()
    assert spec(flaxen.Dense, "use_bias") == T.Bool(True)
    assert spec(flaxen.Dense, "name") == T.Str().noneable()
    assert spec(flaxen.Conv, "kernel_size") == T.Union(numbers)
    assert spec(flaxen.Sequential, "layers") == T.Union(
        [T.List(T.Callable()), T.Tuple(T.Callable())]
    )
    assert spec(flaxen.Whole, "kind") == T.Enum("a", ["a", "b"])
    assert spec(flaxen.Whole, "pair") == T.Tuple([T.Int(), T.Float()], default=(1, 2.0))
    assert spec(flaxen.Whole, "some") == T.Tuple(T.Int(), default=())
    assert spec(flaxen.Whole, "either") == T.Union([T.Int(), T.List(T.Str())], default=1)
    assert spec(flaxen.Whole, "untrue") == T.Int().noneable()


def test_what_has_no_counterpart_accepts_everything():
    assert spec(flaxen.Dense, "dtype") == T.Any(None)
    assert spec(flaxen.Whole, "rate") == T.Any(0.5)  # An array is no part of a config.
    assert spec(flaxen.leaky_relu, "negative_slope") == T.Any(0.01)
    assert "mode" not in flaxen.Whole.__schema__.fields  # Nor is an enum's member.


def test_given_specs_win():
    assert spec(flaxen.Conv, "features") == T.Int(min_value=1)
    with pytest.raises(ValueError, match="out of range"):
        flaxen.Conv(0, kernel_size=(3, 3))


def test_arguments_that_the_target_lacks():
    with pytest.raises(TypeError, match="flax.linen.linear.Dense has no argument 'width'"):
        pgopt.functor(nn.Dense, "other.Dense", width=T.Int())


def test_targets_that_cannot_be_asked():
    with pytest.raises(TypeError, match="has no name that a config could say"):
        pgopt.functor(functools.partial(nn.Dense, 3))
    with pytest.raises(TypeError, match="does not know what it can be called with"):
        pgopt.functor(type, "my.type")


def test_round_trip():
    text = pg.to_json_str(network())
    assert '"_type": "flax.linen.Conv"' in text and '"kernel_size": ["__tuple__", 3, 3]' in text
    assert pg.eq(pg.from_json_str(text), network())
    assert pg.to_json_str(pg.from_json_str(text)) == text


def test_a_call_makes_the_module_with_all_that_is_in_it():
    module = network()()
    assert isinstance(module, nn.Sequential) and module.name == "net"
    assert [type(layer) for layer in module.layers] == [nn.Conv, flaxen.relu, nn.Dense]
    parameters = module.init(jax.random.key(0), jnp.ones((1, 8, 8, 1)))["params"]
    shapes = jax.tree.map(jnp.shape, parameters)
    assert shapes["layers_0"] == {"kernel": (3, 3, 1, 4), "bias": (4,)}


def test_modules_of_the_codebase():
    whole = flaxen.Whole(
        first=flaxen.Part(4),
        others=[flaxen.Part(3, scale=1.0)],
        by_name={"a": flaxen.Part(2)},
        activation=flaxen.leaky_relu(negative_slope=0.2),
    )
    module = whole()
    assert type(module.others) is list and type(module.by_name["a"]).__name__ == "Part"
    x, parameters = module.init_with_output(jax.random.key(0), -jnp.ones((1, 2)))
    assert x.shape == (1, 3) and parameters["params"]["others_0"]
    assert module.mode is flaxen.Mode.FAST


def test_a_field_takes_what_makes_its_class_or_a_subclass():
    flaxen.Whole(first=flaxen.Part(4), others=(flaxen.Part(4),), maybe=flaxen.Part(1))
    with pytest.raises(TypeError, match="first"):
        flaxen.Whole(first=flaxen.Dense(4), others=[])
    assert isinstance(flaxen.sgd(0.1), flaxen.Optimizer)


def test_what_lacks_nothing_is_called_and_what_lacks_something_is_handed_on():
    for rate, first in [(0.1, 0.1), (flaxen.cosine(0.2, 10), 0.2), (flaxen.halving(start=4.0), 4.0)]:
        optimizer = flaxen.sgd(rate)()
        assert isinstance(optimizer, optax.GradientTransformation)
        updates, _ = optimizer.update(jnp.ones(()), optimizer.init(jnp.ones(())))
        assert updates == pytest.approx(-first)


def test_what_references_share_is_made_once():
    shared = flaxen.Part(2)
    layers = [pg.Ref(shared), flaxen.Part(2), pg.Ref(shared)]
    text = pg.to_json_str(flaxen.Sequential(layers))
    first, middle, last = pg.from_json_str(text)().layers
    assert first is last is not middle
    parameters = flaxen.Sequential(layers)().init(jax.random.key(0), jnp.ones((1, 2)))["params"]
    assert parameters.keys() == {"layers_0", "layers_1"}
    # Another call makes others.
    whole = pg.from_json_str(text)
    assert whole().layers[0] is not whole().layers[0]


def test_a_class_lacks_nothing_that_comes_later():
    half = pg.from_json({"_type": "flax.linen.Sequential", "layers": [{"_type": "flax.linen.Dense"}]})
    with pytest.raises(TypeError, match="Dense.* missing 1 required positional argument: 'features'"):
        half()


def test_every_kind_of_argument():
    assert flaxen.call(1, 2)() == (1, 2, (), 3, {})
    assert flaxen.call(1, 2, 4, 5, c=6, d=7)() == (1, 2, (4, 5), 6, {"d": 7})


def test_declarations():
    classes = pgopt.export(flaxen)["classes"]
    assert classes.keys() == {
        "flax.linen.Conv", "flax.linen.Dense", "flax.linen.Sequential", "flax.linen.relu",
        "flax.linen.leaky_relu", "optax.sgd", "optax.cosine_decay_schedule", "flaxen.Optimizer",
        "flaxen.halving", "flaxen.Part", "flaxen.Whole", "flaxen.call",
    }  # fmt: skip
    part = classes["flaxen.Part"]
    assert part["bases"][:2] == ["flaxen.PartBase", "flax.linen.module.Module"]
    assert part["callable"] is True and classes["flax.linen.relu"]["callable"] == "functor"
    assert classes["flax.linen.Conv"]["aliases"] == ["flax.linen.linear.Conv"]
    assert classes["optax.sgd"]["bases"] == ["flaxen.Optimizer"]
    fields = {f["key_spec"]["text"]: f for f in classes["flaxen.Whole"]["schema"]["fields"]}
    assert fields["first"]["value_spec"]["t"] == {"_type": "type", "name": "flaxen.PartBase"}
