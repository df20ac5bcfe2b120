# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The annotations of Flax and Optax that pg-opt ships, held against the real ones."""

import importlib
import inspect
import json
import pathlib
import pkgutil

from flax import linen as nn
import jax
import jax.numpy as jnp
import optax
from pgopt.checks import fields_of
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def shipped(library):
    path = ROOT / f"lib/Declarations/Annotations/{library}.json"
    return json.loads(path.read_text(encoding="utf-8"))["classes"]


CLASSES = shipped("flax") | shipped("optax")
ENTRIES = {
    name: entry for key, entry in CLASSES.items() for name in [key, *entry.get("aliases", [])]
}


def module_path(value):
    return f"{value.__module__}.{value.__qualname__}"


def inherited(key, kind):
    """What a class has of `kind`, its own and its bases'."""
    merged = {}
    for base in reversed(CLASSES[key].get("bases", [])):
        merged.update(ENTRIES[base].get(kind, {}))
    return merged | CLASSES[key].get(kind, {})


each_class = pytest.mark.parametrize("key", CLASSES)


@each_class
def test_names(key):
    named = pkgutil.resolve_name(key)
    names = [key, *CLASSES[key].get("aliases", [])]
    assert module_path(named) in names
    for name in names:
        assert pkgutil.resolve_name(name) is named


@each_class
def test_bases(key):
    named = pkgutil.resolve_name(key)
    ancestors = [module_path(base) for base in getattr(named, "__mro__", ())[1:]]
    assert CLASSES[key].get("bases", []) == [a for a in ancestors if a in ENTRIES]


@each_class
def test_roles_facts_and_checks_are_of_arguments(key):
    checked = [field for check in inherited(key, "checks").values() for field in fields_of(check)]
    arguments = inspect.signature(pkgutil.resolve_name(key)).parameters
    if key == "flax.linen.Module":  # It gives them to its subclasses.
        arguments = nn.Dense.__dataclass_fields__
    assert {*inherited(key, "roles"), *checked} <= arguments.keys()


def test_every_public_module_is_annotated():
    public = {
        module_path(value)
        for name, value in vars(nn).items()
        if inspect.isclass(value) and issubclass(value, nn.Module)
    }
    assert public <= ENTRIES.keys()


def test_every_optimizer_and_schedule_is_annotated():
    for name, value in vars(optax).items():
        if not inspect.isfunction(value):
            continue
        arguments = inspect.signature(value).parameters
        if value.__module__ == "optax._src.alias" and "learning_rate" in arguments:
            entry = CLASSES[f"optax.{name}"]
            assert entry["concepts"] == ["optimizer"]
            assert entry["roles"] == {"learning_rate": "learning-rate"}
        if value.__module__ == "optax.schedules._schedule" and "schedule" in name:
            assert "schedule" in ENTRIES.get(f"optax.{name}", {}).get("concepts", ["schedule"])


def test_no_name_stands_for_two():
    names = [name for key, entry in CLASSES.items() for name in [key, *entry.get("aliases", [])]]
    assert len(names) == len(set(names))


def test_concepts_and_roles_are_in_the_vocabulary(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools/docs")
    vocabulary = importlib.import_module("vocabulary")
    known = vocabulary.names(vocabulary.SOURCE.read_text(encoding="utf-8"))
    for key, entry in CLASSES.items():
        assert set(entry.get("concepts", [])) <= known["concept"], key
        assert set(entry.get("roles", {}).values()) <= known["role"], key


@pytest.mark.parametrize(
    "key", [key for key, entry in CLASSES.items() if "nonlinearity" in entry.get("concepts", [])]
)
def test_a_nonlinearity_keeps_the_shape(key):
    value = pkgutil.resolve_name(key)
    x = jnp.array([-4.0, -2.0, 0.0, 2.0])
    y = value().init_with_output(jax.random.key(0), x)[0] if inspect.isclass(value) else value(x)
    assert y.shape == x.shape and not jnp.isclose(y[1] - y[0], y[3] - y[2])


def test_flax_makes_the_same_checks():
    name = "flax.linen.MultiHeadDotProductAttention"
    assert list(CLASSES[name]["checks"].values()) == [{"divides": ["num_heads", "qkv_features"]}]
    attention = nn.MultiHeadDotProductAttention(num_heads=3, qkv_features=8)
    with pytest.raises(AssertionError, match="divisible"):
        attention.init(jax.random.key(0), jnp.ones((1, 2, 8)))


def test_flax_refuses_groups_that_do_not_divide_the_features():
    assert inherited("flax.linen.Conv", "checks") == {
        "groups-divide-features": {"divides": ["feature_group_count", "features"]}
    }
    x = jnp.ones((1, 8, 8))
    nn.Conv(8, (3,), feature_group_count=4).init(jax.random.key(0), x)
    with pytest.raises(ValueError, match="must be a multiple of feature_group_count"):
        nn.Conv(6, (3,), feature_group_count=4).init(jax.random.key(0), x)


def test_keys_of_an_entry():
    for key, entry in CLASSES.items():
        assert set(entry) <= {"aliases", "bases", "concepts", "roles", "facts", "checks"}, key
