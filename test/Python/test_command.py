# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The command line: output, exit status, and errors that leave no file behind."""

import json
import os
import subprocess
import sys

import pytest

import pgopt
from pgopt.__main__ import main


@pytest.fixture
def output(tmp_path):
    return tmp_path / "out" / "components.json"


@pytest.fixture
def fails(output, capsys):
    """Runs a command that must fail without writing anything; returns what it says."""
    output.parent.mkdir()

    def run(*arguments):
        assert main(["export", *arguments, "-o", str(output)]) == 1
        assert not list(output.parent.iterdir())
        out, message = capsys.readouterr()
        assert out == "" and message.startswith("pgopt: error: ")
        return message

    return run


def test_the_command_as_users_run_it(write, tmp_path):
    path = write("experiment.json", {"_type": "mine.Model"})
    write("mine.py", "import pyglove as pg\nprint('hello')\nclass Model(pg.Object):\n  x: int\n")
    write("annotations.json", {"classes": {"mine.Model": {"concepts": ["block"]}}})
    command = [sys.executable, "-m", "pgopt", "export", path, "-a", "annotations.json", "-o", "-"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    components = json.loads(run.stdout)
    assert components["library"] == "mine"
    assert components["classes"]["mine.Model"]["concepts"] == ["block"]
    assert run.stderr == "hello\n"


def test_the_file_is_what_export_returns(output):
    output.parent.mkdir()
    assert main(["export", "toys", "-o", str(output)]) == 0
    assert json.loads(output.read_text()) == pgopt.export("toys")
    assert os.listdir(output.parent) == ["components.json"]


def test_a_link_and_permissions_survive(tmp_path):
    target = tmp_path / "target.json"
    target.write_text("old")
    target.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(target)
    assert main(["export", "toys.ReLU", "-o", str(link)]) == 0
    assert link.is_symlink() and target.stat().st_mode & 0o777 == 0o640
    assert json.loads(target.read_text())["version"] == 1
    assert main(["export", "toys.ReLU", "-o", os.devnull]) == 0


def test_warnings_name_the_field(output, capsys):
    output.parent.mkdir()
    assert main(["export", "awkward.Transforms", "-o", str(output)]) == 0
    warning = "pgopt: warning: awkward.Transforms.nameless: the transform is not written"
    assert capsys.readouterr().err.startswith(warning)


def test_a_class_without_a_schema_stays_undeclared(output, write, monkeypatch, capsys):
    source = "import pyglove as pg\nclass Plain(pg.JSONConvertible):\n  pass\n"
    source += "Plain.register('plain.Plain', Plain)\n"
    monkeypatch.syspath_prepend(os.path.dirname(write("plain.py", source)))
    output.parent.mkdir()
    assert main(["export", write("x.json", {"_type": "plain.Plain"}), "-o", str(output)]) == 0
    assert "plain.Plain: it has no schema, so it stays undeclared" in capsys.readouterr().err


def test_what_has_no_class_overwrites_nothing(fails):
    assert "there is no symbolic class" in fails("json")


def test_missing_modules_and_classes(fails):
    assert "nowhere: there is no such module" in fails("nowhere")
    assert "nowhere.Conv: No module named 'nowhere'" in fails("nowhere.Conv")
    assert "has no attribute 'Comv' (did you mean 'Conv'?)" in fails("toys.Comv")
    assert "json.JSONDecoder: it is an ordinary class" in fails("json.JSONDecoder")
    assert "toys.pg: it is not a class" in fails("toys.pg")


def test_a_module_that_fails(fails, write, monkeypatch):
    monkeypatch.syspath_prepend(os.path.dirname(write("broken.py", "1 / 0")))
    write("needy.py", "import nowhere")
    assert "cannot import broken: ZeroDivisionError: division by zero" in fails("broken")
    assert "cannot import needy: No module named 'nowhere'" in fails("needy")
    assert "broken.Conv: ZeroDivisionError" in fails(write("x.json", {"_type": "broken.Conv"}))


def test_all_missing_types_are_listed(fails, write):
    types = ["no.such.Thing", "toys.Conv", "json.JSONDecoder", "Bare", "", "a..B", "toys.Outer.No"]
    path = write("experiment.json", [{"_type": name} for name in types])
    message = fails(path)
    assert message.startswith("pgopt: error: cannot find 6 classes:\n")
    for name in types:
        assert (f"  {path}: {name}: " in message) == (name != "toys.Conv")
    assert "python -m pgopt export MODULE" in message


def test_broken_files(fails, write, tmp_path):
    assert "absent.json: No such file" in fails(str(tmp_path / "absent.json"))
    assert "Expecting value" in fails(write("experiment.json", "[1,"))
    assert "duplicate key 'a'" in fails(write("experiment.json", '{"a": 1, "a": 2}'))
    deep = "[" * 100_000
    assert "recursion" in fails(write("experiment.json", deep))
    (tmp_path / "latin.json").write_bytes(b'"\xe9"')
    assert "utf-8" in fails(str(tmp_path / "latin.json"))


def test_malformed_annotation_files(fails, write, tmp_path):
    def say(content):
        path = write("annotations.json", content)
        message = fails("toys", "-a", path)
        assert message.startswith(f"pgopt: error: {path}: ")
        return message

    assert "expected an object, not []" in say([])
    assert "classes: expected an object, not null" in say({"version": 1})
    assert "version: expected 1, not 2" in say({"version": 2, "classes": {}})
    assert "toys.Conv.concepts: expected a list" in say({"classes": {"toys.Conv": {"concepts": 1}}})
    misspelt = {"toys.Conv": {"fields": {"filtres": {"_type": "pyglove.typing.Int"}}}}
    assert "toys.Conv.fields: the class has no field 'filtres'" in say({"classes": misspelt})
    assert "Expecting" in say("{")
    assert "No such file" in fails("toys", "-a", str(tmp_path / "absent.json"))


def test_a_file_that_cannot_be_written(tmp_path, capsys):
    assert main(["export", "toys", "-o", str(tmp_path / "absent" / "x.json")]) == 1
    assert "No such file or directory" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["export"], ["export", "toys"], ["import", "toys"]])
def test_wrong_arguments(arguments, capsys):
    with pytest.raises(SystemExit) as status:
        main(arguments)
    assert status.value.code == 1
    assert capsys.readouterr().err.startswith("usage: python -m pgopt")
