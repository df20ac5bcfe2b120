# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Which classes are exported, under which names, and with which schemas."""

import base64
import fractions
import json
import marshal
import os
import pathlib
import pickle
import subprocess
import sys

import pyglove as pg
import pytest

import pgopt
import toys

FIXTURES = pathlib.Path(toys.__file__).parent


def classes(*targets, **options):
    return pgopt.export(*targets, **options)["classes"]


def test_a_module_with_all_its_classes():
    exported = pgopt.export("toys")
    assert (exported["version"], exported["library"]) == (1, "toys")
    assert list(exported["classes"]) == [
        "optimizers.Adam",
        "toys.Conv",
        "toys.Digits",
        "toys.Experiment",
        "toys.Layer",
        "toys.Outer.Inner",
        "toys.Outer.Inner.Deep",
        "toys.ReLU",
        "toys.Sequential",
        "toys.Task",
        "toys.WideConv",
        "toys.constant",
        "toys.warmup",
    ]


def test_targets_may_be_objects_names_or_paths(write):
    path = write("experiment.json", {"_type": "toys.WideConv", "filters": 3})
    by_name = classes("toys.WideConv")
    assert list(by_name) == ["toys.Conv", "toys.Layer", "toys.WideConv"]
    assert by_name == classes(toys.WideConv) == classes(path)
    assert classes(toys) == classes("toys")
    assert classes("toys.warmup").keys() == {"toys.warmup"}
    assert classes("toys.Outer.Inner").keys() == {"toys.Outer.Inner"}


def test_a_class_leads_to_others():
    """To its bases, field types and defaults; not to subclasses, which only modules have."""
    assert classes(toys.Experiment).keys() == {
        "optimizers.Adam",  # The type of a field,
        "toys.warmup",  # in the default of that field,
        "toys.Layer",
        "toys.Digits",  # in a union,
        "toys.Task",  # and its base.
        "toys.Experiment",
    }


def test_reexports_and_symbolized_classes():
    exported = classes("shop")
    assert exported.keys() == {
        "shop.Letter", "string.Template", "toys.Conv", "toys.Layer", "toys.warmup",
    }  # fmt: skip
    body = exported["shop.Letter"]["schema"]["fields"][0]["value_spec"]
    assert body["t"] == {"_type": "type", "name": "string.Template"}


def test_names():
    exported = classes("toys")
    assert exported["optimizers.Adam"]["aliases"] == ["legacy.Adam", "toys.Adam"]
    assert "aliases" not in exported["toys.constant"]
    assert exported["toys.WideConv"]["bases"] == ["toys.Conv", "toys.Layer", "abc.ABC"]
    assert "bases" not in exported["optimizers.Adam"]
    assert {name for name, entry in exported.items() if "abstract" in entry} == {
        "toys.Layer",
        "toys.Task",
    }


def test_old_names_that_an_experiment_uses_become_aliases(write):
    pg.JSONConvertible.add_module_alias("toys", "games")
    path = write("old.json", [{"_type": "games.Conv"}, {"_type": "legacy.Adam"}])
    exported = classes(path)
    assert exported["toys.Conv"]["aliases"] == ["games.Conv"]
    assert exported["optimizers.Adam"]["aliases"] == ["legacy.Adam", "toys.Adam"]


def test_a_class_defined_again_replaces_the_first():
    """As it does for PyGlove's loader, which knows one class by each name."""
    first, second = (type("Again", (pg.Object,), {"__module__": "toys"}) for _ in range(2))
    second.update_schema([("x", pg.typing.Int())])
    assert "fields" in classes(first)["toys.Again"]["schema"]


def test_a_class_symbolized_again_replaces_the_first():
    plain = pg.symbolize(fractions.Fraction)
    public = pg.symbolize(fractions.Fraction, serialization_key="numbers.Fraction")
    exported = classes(plain, public)
    assert exported.keys() == {"numbers.Fraction"}
    assert exported["numbers.Fraction"]["aliases"] == ["fractions.Fraction"]


@pytest.mark.parametrize("name", ["Conv", "Digits", "Experiment", "Adam", "warmup", "Sequential"])
def test_schemas_are_pyglove_s_own(name):
    cls = getattr(toys, name)
    schema = classes(cls)[cls.__serialization_key__]["schema"]
    assert schema == pg.to_json(cls.__schema__)
    assert pg.from_json(json.loads(json.dumps(schema))) == cls.__schema__


def test_the_types_of_an_experiment(write):
    """Wherever they stand: shared objects, tuples, classes as values; PyGlove's own are skipped."""
    shared = pg.Ref(toys.ReLU())
    values = [toys.Conv(1, activation=shared), shared, (1, toys.Digits())]
    choice = pg.oneof([toys.warmup(1)])
    json = pg.to_json(
        {"values": values, "choice": choice, "type": toys.Outer.Inner.Deep, "function": len}
    )
    assert "__context__" in json
    assert classes(write("experiment.json", json)).keys() == {
        "toys.Conv", "toys.Digits", "toys.Layer", "toys.Outer.Inner.Deep", "toys.ReLU",
        "toys.Task", "toys.warmup",
    }  # fmt: skip


def test_a_module_that_registers_under_another_name(write):
    path = write("experiment.json", [{"_type": "shop.Renamed"}, {"_type": "shop.Letter"}])
    assert {"shop.Renamed", "shop.Letter"} <= classes(path).keys()


class Bomb:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


def test_pickles_and_code_stay_closed(write, tmp_path):
    trace = tmp_path / "trace"
    code = compile(f"open({str(trace)!r}, 'w')", "code", "exec")
    encoded = base64.encodebytes(pickle.dumps(Bomb(str(trace)))).decode()
    bomb = {"_type": "pyglove.core.utils.json_conversion._OpaqueObject", "value": encoded}
    function = {
        "_type": "function",
        "name": "toys.<lambda>",
        "code": base64.encodebytes(marshal.dumps(code)).decode(),
        "defaults": ["__tuple__", bomb, {"_type": "no.such.Default"}],
    }
    experiment = {
        "__context__": {"shared_objects": [bomb]},
        "__root__": {"_type": "toys.Sequential", "layers": [{"__ref__": 0}, bomb, function]},
    }
    assert classes(write("experiment.json", experiment)).keys() == {"toys.Sequential", "toys.Layer"}
    assert not trace.exists()
    pickle.loads(base64.decodebytes(encoded.encode())).close()
    assert trace.exists()


def test_the_same_bytes_every_time(tmp_path):
    """Whatever the hash seed, and the order of the targets."""
    outputs = set()
    for seed, targets in enumerate([["toys", "toys.Conv"], ["toys"], ["toys", "toys"]]):
        output = tmp_path / f"{seed}.json"
        command = [sys.executable, "-m", "pgopt", "export", *targets, "-o", str(output)]
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        subprocess.run(command, cwd=FIXTURES, env=environment, check=True)
        outputs.add(output.read_bytes())
    assert len(outputs) == 1
    assert outputs.pop().endswith(b"\n}\n")


def test_what_stands_in_any_field_is_a_placeholder(tmp_path, monkeypatch):
    (tmp_path / "scaled.py").write_text(
        "import pyglove as pg\n\n\n"
        "@pg.members([('factor', pg.typing.Float(1.0))])\n"
        "class Scaled(pg.hyper.ValueReference):\n"
        "    pass\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert classes("scaled")["scaled.Scaled"]["concepts"] == ["placeholder"]
