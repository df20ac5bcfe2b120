# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Schemas that PyGlove cannot write as plain data: what becomes of them, and what is said."""

import string
from typing import Protocol

import pyglove as pg
import pytest

import awkward
import pgopt
from pgopt.schema import SchemaWriter
import toys

T = pg.typing

OPAQUE = "pyglove.core.utils.json_conversion._OpaqueObject"


@pytest.fixture
def specs(caplog):
    """The value specs of one class by field, and what was reported."""

    def of(cls):
        schema = pgopt.export(cls)["classes"][f"awkward.{cls.__name__}"]["schema"]
        fields = {f["key_spec"]["text"]: f["value_spec"] for f in schema["fields"]}
        return fields, caplog.text

    return of


@pytest.mark.parametrize(
    "spec",
    [
        T.Bool(default=True),
        T.Str(regex="a.*").noneable(),
        T.Float(min_value=0.0, max_value=1.0).freeze(0.5),
        T.Enum("a", ["a", 1, None]),
        T.List(T.Int(), min_size=1, max_size=3, default=[1]),
        T.Tuple([T.Int(), T.Str()]),
        T.Tuple(T.Int(), min_size=2),
        T.Dict(),
        T.Dict([("x", T.Int(default=1)), (T.StrKey("y.*"), T.Object(toys.Layer))]),
        T.Object(toys.Conv, default=toys.Conv(3)),
        T.Object(dict[str, int]),
        T.Union([T.Int(), T.List(T.Str())], default=1),
        T.Callable([T.Int()], kw=[("x", T.Str())], returns=T.Float()),
        T.Functor([T.Int()]).noneable(),
        T.Type(toys.Layer, default=toys.ReLU),
        T.Any(default={"b": (1, [2.5]), "a": len}),
        T.Any(annotation=int),
    ],
    ids=repr,
)
def test_value_specs_are_written_as_pyglove_does(spec):
    assert SchemaWriter().spec(spec, "") == pg.to_json(spec)


def test_a_spec_used_twice_is_written_twice(specs):
    assert "__context__" in pg.to_json(awkward.Shared.__schema__)
    positive = {"_type": "pyglove.typing.Int", "min_value": 1}
    assert specs(awkward.Shared) == ({"one": positive, "two": positive}, "")


def test_defaults_that_are_not_data_stay_as_pyglove_writes_them(specs):
    fields, reported = specs(awkward.Defaults)
    assert fields["colour"]["default"] == pg.to_json(awkward.Colour.RED)
    assert fields["colours"]["values"] == [pg.to_json(awkward.Colour.RED), "red"]
    code = awkward.Defaults.__schema__["code"].default_value
    assert fields["code"]["default"] == pg.to_json(code)
    for field in ("colour", "colours", "code"):
        assert f"awkward.Defaults.{field}: " in reported


def test_a_default_that_cannot_be_written_is_still_a_default(specs):
    with pytest.raises(ValueError, match="Cannot encode opaque object"):
        pg.to_json(awkward.Defaults.__schema__)
    fields, reported = specs(awkward.Defaults)
    assert fields["unknown"]["default"] == {"_type": OPAQUE, "value": ""}
    assert "awkward.Defaults.unknown: there is a default, but" in reported


def test_transforms_keep_their_names(specs):
    fields, reported = specs(awkward.Transforms)
    assert fields["named"]["transform"] == {"_type": "function", "name": "awkward.doubled"}
    assert fields["nameless"]["transform"] == {"_type": "function", "name": "awkward.<lambda>"}
    assert "awkward.Transforms.nameless: the transform" in reported
    assert "awkward.Transforms.named:" not in reported


def test_local_classes_are_named(specs):
    fields, _ = specs(awkward.Types)
    name = "awkward.local_class.<locals>.Local"
    assert fields["local"]["element_value"]["t"] == {"_type": "type", "name": name}
    assert name in pgopt.export(awkward.Types)["classes"]


def test_what_cannot_be_known_accepts_anything(specs):
    fields, reported = specs(awkward.Types)
    assert fields["nowhere"] == {"_type": "pyglove.typing.Any"}
    assert fields["even"] == {"_type": "pyglove.typing.Any", "default": 2}
    assert "'Nowhere' does not exist in module 'awkward'" in reported
    assert "awkward.Even is not one of PyGlove's value specs" in reported


def test_a_protocol_accepts_what_pyglove_takes_for_one():
    class Layered(Protocol):
        def layers(self): ...

    assert SchemaWriter().spec(T.Object(Layered), "") == {"_type": "pyglove.typing.Any"}
    noneable = SchemaWriter().spec(T.List(T.Object(Layered).noneable()), "")["element_value"]
    assert noneable == {"_type": "pyglove.typing.Any", "default": None}


def test_metadata_that_is_not_data_is_left_out(caplog):
    entry = pgopt.export(awkward.Metadata)["classes"]["awkward.Metadata"]
    assert entry["schema"]["fields"][0]["metadata"] == {"role": 3, "unit": "m"}
    assert entry["facts"] == {"answer": 42}
    assert "concepts" not in entry and "roles" not in entry
    assert "awkward.Metadata.x: the metadata 'check' is left out" in caplog.text
    assert 'awkward.Metadata.concepts: expected a list of strings, not "convolution"' in caplog.text


def test_a_symbolized_class_as_default():
    spec = T.Type(string.Template, default=pg.symbolize(string.Template))
    named = {"_type": "type", "name": "string.Template"}
    assert SchemaWriter().spec(spec, "") == {
        "_type": "pyglove.typing.Type",
        "t": named,
        "default": named,
    }


def test_an_object_shared_in_a_default_is_written_twice():
    pair = [1]
    spec = T.Any(default=((pair, pair),))
    assert "__context__" in pg.to_json(spec)
    default = ["__tuple__", ["__tuple__", [1], [1]]]
    assert SchemaWriter().spec(spec, "")["default"] == default


def test_an_annotation_that_pyglove_cannot_write():
    with pytest.raises(ValueError):
        pg.to_json(awkward.literal.__schema__)
    schema = pgopt.export(awkward.literal)["classes"]["awkward.literal"]["schema"]
    assert schema["fields"][0]["value_spec"] == {"_type": "pyglove.typing.Any", "default": "a"}
