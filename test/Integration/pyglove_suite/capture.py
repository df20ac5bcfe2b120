# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs PyGlove's own tests, and writes down what they do with values that JSON can hold.

    python capture.py OUT.json

OUT.json has `texts`, what was serialized, and `rebinds`: the text before, the edits, the text
after (null where PyGlove raised, with the error) and the declarations of the classes.
"""

import contextlib
import importlib
import io
import json
import sys
import unittest

from pgopt.names import callability, key, module_path
from pgopt.schema import SchemaWriter
import pyglove as pg

_MODULES = """
    patching.object_factory patching.pattern_based patching.rule_based symbolic.base
    symbolic.boilerplate symbolic.class_wrapper symbolic.compounding symbolic.contextual_object
    symbolic.dict symbolic.diff symbolic.functor symbolic.inferred symbolic.list symbolic.object
    symbolic.ref symbolic.symbolize symbolic.unknown_symbols hyper.categorical hyper.derived
    hyper.evolvable hyper.numerical hyper.object_template typing.class_schema typing.value_specs
    utils.json_conversion
""".split()


class Recorder:
    """Looks over the shoulder of `to_json` and `rebind` of all symbolic values."""

    def __init__(self):
        self.texts: set[str] = set()
        self.rebinds: list[dict] = []
        self._is_inside = False

    def install(self) -> None:
        for name in ("to_json", "rebind"):
            original = getattr(pg.Symbolic, name)
            setattr(pg.Symbolic, name, getattr(self, f"_wrap_{name}")(original))

    def _wrap_to_json(self, original):
        def to_json(value, **options):
            result = original(value, **options)
            if not self._is_inside and options.get("context") is None:
                with contextlib.suppress(TypeError):  # The test plays with something else.
                    self.texts.add(json.dumps(result))
            return result

        return to_json

    def _wrap_rebind(self, original):
        def rebind(value, *args, **options):
            case = None if self._is_inside else self._start(value, args, options)
            try:
                with self._inside():
                    result = original(value, *args, **options)
            except Exception as error:
                self._finish(case, None, str(error))
                raise
            self._finish(case, value, None)
            return result

        return rebind

    @contextlib.contextmanager
    def _inside(self):
        was, self._is_inside = self._is_inside, True
        try:
            yield
        finally:
            self._is_inside = was

    def _start(self, value, args, options) -> dict | None:
        """The state before; None for what a command line cannot say."""
        settings = {"raise_on_no_change", "notify_parents", "skip_notification"}
        edits = dict(args[0]) if args and isinstance(args[0], dict) else {}
        edits |= {name: new for name, new in options.items() if name not in settings}
        is_coded = isinstance(value, pg.DNA)  # Its JSON does not have its fields.
        if not edits or options.get("skip_notification") or is_coded or _has_lost_types(value):
            return None
        try:
            with self._inside():
                steps = [_step(path, new) for path, new in edits.items()]
                news = [new for new in edits.values() if isinstance(new, pg.Symbolic)]
                return {
                    "before": pg.to_json_str(value),
                    "steps": steps,
                    "components": _declarations(_classes(value, *news)),
                }
        except Exception:  # What JSON cannot hold, or a class that nobody could import.
            return None

    def _finish(self, case, value, error) -> None:
        if case:
            with self._inside(), contextlib.suppress(Exception):
                after = None if error else pg.to_json_str(value)
                self.rebinds.append(case | {"after": after, "error": error})


def _step(path, new) -> list:
    path = str(pg.KeyPath.parse(path) if isinstance(path, str) else pg.KeyPath(path))
    if isinstance(new, pg.Insertion):
        return ["insert", path, pg.to_json_str(new.value)]
    if pg.MISSING_VALUE == new:
        return ["delete", path]
    return ["rebind", path, pg.to_json_str(new)]


def _has_lost_types(root: pg.Symbolic) -> bool:
    """Whether a list or dictionary has a schema that no field of a class gives it."""
    with_schema = isinstance(root, (pg.Dict, pg.List)) and root.value_spec is not None
    return with_schema or root.sym_parent is not None


def _classes(*roots: pg.Symbolic) -> list[type]:
    classes = []

    def visit(path, value, parent):
        if isinstance(value, pg.Object):
            classes.append(type(value))
        return pg.TraverseAction.ENTER

    for root in roots:
        pg.traverse(root, visit)
    return classes


def _declarations(classes: list[type]) -> dict:
    """What pgopt.export would give, if it could import the classes that tests make."""
    entries = {}
    for cls in classes:
        if cls.__module__.endswith("_test"):  # PyGlove's own classes need no declaration.
            entries[key(cls)] = {
                "aliases": sorted({module_path(cls)} - {key(cls)}),
                "bases": [module_path(base) for base in cls.__mro__[1:]],
                "callable": callability(cls),
                "schema": SchemaWriter().schema(cls.__schema__, key(cls)),
            }
    return {"version": 1, "classes": entries}


def main(output: str) -> None:
    recorder = Recorder()
    recorder.install()
    suite = unittest.TestSuite()
    for name in _MODULES:
        module = importlib.import_module(f"pyglove.core.{name}_test")
        suite.addTests(unittest.defaultTestLoader.loadTestsFromModule(module))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        unittest.TextTestRunner(stream=io.StringIO()).run(suite)
    for case in recorder.rebinds:
        recorder.texts |= {case["before"], case["after"] or "null"}
    with open(output, "w", encoding="utf-8") as file:
        json.dump({"texts": sorted(recorder.texts), "rebinds": recorder.rebinds}, file)


main(sys.argv[1])
