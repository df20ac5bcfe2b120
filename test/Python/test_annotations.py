# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Concepts, roles, facts and tighter fields: from metadata, from code, from files."""

import pyglove as pg
import pytest

import pgopt
import toys

INT = {"_type": "pyglove.typing.Int"}


def entry(cls, *annotations):
    annotations = [{"classes": classes} for classes in annotations]
    return pgopt.export(cls, annotations=annotations)["classes"][cls.__serialization_key__]


def spec(entry, name):
    fields = {field["key_spec"].get("text"): field for field in entry["schema"]["fields"]}
    return fields[name]["value_spec"]


@pytest.fixture
def conv():
    """A class of its own for each test, for annotations stay with a class."""

    @pg.members(
        [
            ("filters", pg.typing.Int(default=8), "Width.", {"role": "width"}),
            ("padding", pg.typing.Any(default=None)),
        ],
        serialization_key="tests.Conv",
        metadata={"concepts": ["convolution"], "facts": {"rank": 2}},
    )
    class Conv(pg.Object):
        pass

    return Conv


def test_metadata():
    assert entry(toys.Digits)["concepts"] == ["dataset"]
    assert entry(toys.Digits)["facts"] == {
        "num_classes": 10,
        "input_shape": ["__tuple__", 28, 28, 1],
        "sequence_length": {"field": "length"},
    }
    assert entry(toys.Conv)["roles"] == {"filters": "width", "kernel_size": "kernel"}


def test_an_inherited_role_is_not_repeated():
    assert "metadata" in entry(toys.WideConv)["schema"]["fields"][0]
    assert "roles" not in entry(toys.WideConv)


def test_annotate(conv):
    assert pgopt.annotate(conv, concepts=["separable-convolution"], facts={"rank": None}) is conv
    pgopt.annotate(
        conv,
        concepts=["convolution"],
        roles={"filters": None, "padding": "padding"},
        facts={"stride": (1, 1), "size": pgopt.field("filters")},
        abstract=True,
    )
    annotated = entry(conv)
    assert annotated["concepts"] == ["convolution", "separable-convolution"]
    assert annotated["roles"] == {"filters": None, "padding": "padding"}
    assert annotated["facts"] == {
        "rank": None,
        "stride": ["__tuple__", 1, 1],
        "size": {"field": "filters"},
    }
    assert annotated["abstract"] is True


def test_checks(conv):
    """They merge by name, and null takes one away; the class has their fields."""
    ordered = {"<=": [{"+": ["filters", {"*": [2, {"len": "padding"}]}]}, 1.5]}
    pgopt.annotate(conv, checks={"ordered": ordered, "even": {"divides": [2, "filters"]}})
    far = {"tests.Conv": {"checks": {"even": None, "one_more": {"!=": ["filters", 7]}}}}
    assert entry(conv, far)["checks"] == {
        "ordered": ordered,
        "even": None,
        "one_more": {"!=": ["filters", 7]},
    }
    with pytest.raises(pgopt.ExportError, match=r"checks.x: expected a comparison such as"):
        pgopt.annotate(conv, checks={"x": {">": ["filters", 1]}})


def test_functors_and_symbolized_classes():
    @pgopt.annotated(concepts=["schedule"], roles={"rate": "learning-rate"})
    @pg.functor(serialization_key="tests.decay")
    def decay(rate):
        return rate

    @pgopt.annotated(concepts=["dense"])
    @pg.symbolize(serialization_key="tests.Dense")
    class Dense:
        def __init__(self, units):
            self.units = units

    assert entry(decay)["roles"] == {"rate": "learning-rate"}
    assert entry(Dense)["concepts"] == ["dense"]


def test_a_tighter_field_keeps_its_default(conv):
    padding = pg.typing.Enum("valid", ["valid", "same"])
    pgopt.annotate(conv, fields={"filters": pg.typing.Int(min_value=1), "padding": padding})
    annotated = entry(conv)
    filters = INT | {"min_value": 1, "default": 8}
    assert spec(annotated, "filters") == annotated["fields"]["filters"] == filters
    assert spec(annotated, "padding") == pg.to_json(padding)


def test_a_tighter_field_still_takes_the_default_none(conv):
    annotated = entry(conv, {"tests.Conv": {"fields": {"padding": INT}}})
    assert spec(annotated, "padding") == INT | {"default": None, "is_noneable": True}
    values = {"_type": "pyglove.typing.Enum", "values": ["valid", "same"]}
    annotated = entry(conv, {"tests.Conv": {"fields": {"padding": values}}})
    assert spec(annotated, "padding")["values"] == ["valid", "same", None]


def test_a_tighter_field_leads_to_classes(conv):
    pgopt.annotate(conv, fields={"padding": pg.typing.Object(toys.ReLU)})
    assert "toys.ReLU" in pgopt.export(conv)["classes"]


def test_files_merge_key_by_key(conv):
    first = {
        "concepts": ["dense"],
        "bases": ["tests.Layer"],
        "roles": {"filters": "hidden-width", "padding": "padding"},
        "facts": {"input_shape": [28, 28]},
    }
    second = {
        "concepts": ["convolution", "block"],
        "roles": {"padding": None},
        "facts": {"input-shape": 3},
        "abstract": True,
    }
    merged = entry(conv, {"tests.Conv": first}, {"tests.Conv": second})
    assert merged["concepts"] == ["convolution", "dense", "block"]
    assert merged["bases"] == ["tests.Layer"]
    assert merged["roles"] == {"filters": "hidden-width", "padding": None}
    assert merged["facts"] == {"rank": 2, "input-shape": 3}
    assert merged["abstract"] is True


def test_a_schema_is_replaced_as_a_whole(conv):
    schema = pg.to_json(toys.Digits.__schema__)
    given = {"tests.Conv": {"schema": schema, "fields": {"length": INT}}}
    assert spec(entry(conv, given), "length") == INT | {"default": 32}
    assert "min_value" not in given["tests.Conv"]["schema"]["fields"][0]["value_spec"]


def test_entries_match_by_any_name():
    """A file may know a class by an alias, or by a name that only it has."""
    merged = entry(toys.Adam, {"toys.Adam": {"concepts": ["optimizer"]}})
    assert (merged["concepts"], merged["aliases"]) == (["optimizer"], ["legacy.Adam", "toys.Adam"])
    public = {"lib.Adam": {"aliases": ["toys.Adam"], "roles": {"learning_rate": "learning-rate"}}}
    merged = entry(toys.Adam, public)
    assert merged["roles"] == {"learning_rate": "learning-rate"}
    assert merged["aliases"] == ["legacy.Adam", "toys.Adam", "lib.Adam"]


def test_an_entry_for_another_class_is_kept():
    annotations = {"other.Layer": {"concepts": ["block"], "fields": {"x": INT}, "roles": {}}}
    exported = pgopt.export(toys.Digits, annotations=[{"version": 1, "classes": annotations}])
    assert exported["classes"]["other.Layer"] == {"concepts": ["block"], "fields": {"x": INT}}


def test_keyword_arguments_may_be_annotated_without_a_field():
    @pg.symbolize(serialization_key="tests.Open")
    class Open:
        def __init__(self, x=1, **kwargs):
            pass

    annotated = entry(Open, {"tests.Open": {"fields": {"name": INT}}})
    assert annotated["fields"] == {"name": INT}


@pytest.mark.parametrize(
    "given, reason",
    [
        ({"concepts": "dense"}, r'concepts: expected a list of strings, not "dense"'),
        ({"concepts": [1]}, r"concepts: expected a list of strings, not \[1\]"),
        ({"roles": {"filters": 3}}, r"roles.filters: expected a string or null, not 3"),
        (
            {"facts": {"n": {"feild": "x"}}},
            r'facts.n: expected a constant, {"field": NAME} or null',
        ),
        ({"fields": {"filters": {"_type": "tests.Conv"}}}, r"fields.filters: expected the JSON of"),
        ({"checks": {"x": {"<": [1, 2]}}}, r"checks.x: expected a comparison such as"),
        ({"checks": {"x": {"<": ["filters"]}}}, r"checks.x: expected a comparison such as"),
        ({"checks": {"x": {"<": ["filters", {"len": 1}]}}}, r"checks.x: expected a comparison"),
        (
            {"checks": {"x": {"<": [{"*": [{"+": ["filters", 1]}, 2]}, 1]}}},
            r"checks.x: expected a comparison",
        ),
        (
            {"checks": {"x": {"<": [1, {"*": [2, "filter"]}]}}},
            r"checks.x: the class has no field 'filter' \(did you mean 'filters'\?\)",
        ),
        ({"abstract": 1}, r"abstract: expected true or false, not 1"),
        ({"schema": INT}, r"schema: expected the JSON of a PyGlove schema"),
        ({"concept": []}, r"there is no key 'concept' \(did you mean 'concepts'\?\)"),
        ([], r"tests.Conv: expected an object, not \[\]"),
        (
            {"fields": {"filter": INT}},
            r"fields: the class has no field 'filter' \(did you mean 'filters'\?\)",
        ),
    ],
)
def test_malformed_annotations(conv, given, reason):
    with pytest.raises(pgopt.ExportError, match=reason) as error:
        entry(conv, {"tests.Conv": given})
    assert "tests.Conv" in str(error.value)


def test_annotate_says_what_is_wrong(conv):
    with pytest.raises(pgopt.ExportError, match="expected a list of strings"):
        pgopt.annotate(conv, concepts="dense")
    with pytest.raises(pgopt.ExportError, match="facts.x: expected a constant"):
        pgopt.annotate(conv, facts={"x": object})
    with pytest.raises(pgopt.ExportError, match="annotate what pg.symbolize returns"):
        pgopt.annotate(int, concepts=["dense"])
    assert entry(conv)["concepts"] == ["convolution"]
