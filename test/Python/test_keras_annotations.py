"""The annotations of Keras that pg-opt ships, held against the real Keras."""

import importlib
import inspect
import json
import os
import pathlib
import pkgutil
import types

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
from pgopt.checks import fields_of
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLASSES = json.loads(
    (ROOT / "lib/Declarations/Annotations/keras.json").read_text(encoding="utf-8")
)["classes"]


def module_path(cls):
    return f"{cls.__module__}.{cls.__qualname__}"


def public_names(cls):
    """The names under which Keras exports a class, its main one first."""
    names = cls.__dict__.get("_api_export_path", [])
    return [names] if isinstance(names, str) else list(names)


def public_classes(module, visited):
    visited.add(module)
    for name, value in vars(module).items():
        if name.startswith("_") or name == "src":
            continue
        if inspect.isclass(value):
            yield value
        elif inspect.ismodule(value) and value.__name__.startswith("keras."):
            if value not in visited:
                yield from public_classes(value, visited)


def takes(cls, field):
    """Whether `field` is an argument of the constructor, or goes on to a base's."""
    for base in cls.__mro__:
        init = base.__dict__.get("__init__")
        if not isinstance(init, types.FunctionType):
            continue
        parameters = list(inspect.signature(init).parameters.values())[1:]
        if any(parameter.name == field for parameter in parameters):
            return True
        # A mixin's initializer takes nothing, and is called beside the others.
        if parameters and not any(p.kind == p.VAR_KEYWORD for p in parameters):
            return False
    return False


ENTRIES = {
    name: entry for key, entry in CLASSES.items() for name in [key, *entry.get("aliases", [])]
}


def inherited(key, kind):
    """What a class has of `kind`, its own first, then that of its nearest base."""
    bases = [ENTRIES[base] for base in CLASSES[key].get("bases", [])]
    merged = {}
    for entry in [*reversed(bases), CLASSES[key]]:
        merged.update(entry.get(kind, {}))
    return {name: value for name, value in merged.items() if value is not None}


each_class = pytest.mark.parametrize("key", CLASSES)


@each_class
def test_names(key):
    cls = pkgutil.resolve_name(key)
    names = [*public_names(cls), module_path(cls)]
    assert [key, *CLASSES[key].get("aliases", [])] == names
    for name in names:
        assert pkgutil.resolve_name(name) is cls


@each_class
def test_bases(key):
    ancestors = [module_path(base) for base in pkgutil.resolve_name(key).__mro__[1:]]
    annotated = [ancestor for ancestor in ancestors if ancestor in ENTRIES]
    assert CLASSES[key].get("bases", []) == annotated


@each_class
def test_roles_facts_and_checks_are_of_constructor_arguments(key):
    cls = pkgutil.resolve_name(key)
    bound = [fact["field"] for fact in inherited(key, "facts").values() if isinstance(fact, dict)]
    checked = [field for check in inherited(key, "checks").values() for field in fields_of(check)]
    for field in [*inherited(key, "roles"), *bound, *checked]:
        assert takes(cls, field), f"{key} takes no argument {field!r}"


@each_class
def test_removed_roles_are_inherited_and_untrue(key):
    cls = pkgutil.resolve_name(key)
    removed = [field for field, role in CLASSES[key].get("roles", {}).items() if role is None]
    for field in removed:
        assert field not in inspect.signature(cls).parameters
        assert any(field in ENTRIES[base].get("roles", {}) for base in CLASSES[key]["bases"])


@each_class
def test_names_and_seeds_have_their_roles(key):
    parameters = inspect.signature(pkgutil.resolve_name(key)).parameters
    for field in {"name", "seed"} & set(parameters):
        assert inherited(key, "roles").get(field) == field


@pytest.mark.parametrize(
    "key",
    [
        key
        for key, entry in CLASSES.items()
        if any(".convolutional.base_" in base for base in entry.get("bases", []))
    ],
)
def test_spatial_rank(key):
    cls = pkgutil.resolve_name(key)
    arguments = {"filters": 2} if takes(cls, "filters") else {}
    assert CLASSES[key]["facts"] == {"spatial-rank": cls(kernel_size=1, **arguments).rank}


def test_every_public_class_with_something_to_say_is_annotated():
    families = tuple(
        pkgutil.resolve_name(key)
        for key in [
            "keras.Layer",
            "keras.Loss",
            "keras.Optimizer",
            "keras.optimizers.schedules.LearningRateSchedule",
            "keras.src.initializers.random_initializers.RandomInitializer",
        ]
    )
    missing = {
        module_path(cls)
        for cls in public_classes(keras, set())
        if issubclass(cls, families) and module_path(cls) not in ENTRIES
    }
    assert not missing


def test_no_name_stands_for_two_classes():
    names = [name for key, entry in CLASSES.items() for name in [key, *entry.get("aliases", [])]]
    assert len(names) == len(set(names))


def test_concepts_roles_and_facts_are_in_the_vocabulary(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools/docs")
    vocabulary = importlib.import_module("vocabulary")
    known = vocabulary.names(vocabulary.SOURCE.read_text(encoding="utf-8"))
    for key, entry in CLASSES.items():
        assert set(entry.get("concepts", [])) <= known["concept"], key
        assert set(entry.get("roles", {}).values()) - {None} <= known["role"], key
        assert set(entry.get("facts", {})) <= known["fact"], key


def test_keras_makes_the_same_checks():
    name = "keras.layers.GroupQueryAttention"
    assert list(CLASSES[name]["checks"].values()) == [
        {"divides": ["num_key_value_heads", "num_query_heads"]}
    ]
    cls = pkgutil.resolve_name(name)
    cls(head_dim=2, num_query_heads=4, num_key_value_heads=2)
    with pytest.raises(ValueError, match="must be divisible by"):
        cls(head_dim=2, num_query_heads=4, num_key_value_heads=3)


@pytest.mark.parametrize("key", [f"keras.layers.Conv{rank}D" for rank in (1, 2, 3)])
def test_keras_refuses_groups_that_do_not_divide_the_filters(key):
    assert inherited(key, "checks") == {"groups-divide-filters": {"divides": ["groups", "filters"]}}
    cls = pkgutil.resolve_name(key)
    cls(filters=8, kernel_size=3, groups=4)
    with pytest.raises(ValueError, match="evenly divisible by the number of groups"):
        cls(filters=4, kernel_size=3, groups=8)


def test_keys_of_an_entry():
    for key, entry in CLASSES.items():
        assert set(entry) <= {"aliases", "bases", "concepts", "roles", "facts", "checks"}, key
