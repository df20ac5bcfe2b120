# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What PyGlove makes of a chain, and what it would with pg-opt's deliberate differences.

A deviation is no excuse for an unequal result: where pg-opt's result is not PyGlove's, it has to be
what PyGlove gives once the deviations are made up for, each in its own place below.
"""

import contextlib
import json
import re
from typing import Any
from unittest import mock

import pyglove as pg

from pyglove.core.typing import type_conversion

from differential import library, rules
from differential.rules import Rule

T = pg.typing


class Deviation:
    """Headings of docs/Differences.md."""

    EQUALITY = "`1`, `1.0` and `true` are three values"
    COPIES = "Each place written gets a copy of its own"
    DELETION = "Elements of typed lists can be deleted"
    SIZES = "The sizes of lists are checked after a run of edits"
    ROOT = "A rule may replace the root"
    ROOT_DELETION = "The root cannot be deleted"
    INSERTION = "Only a list takes an insertion"
    UNKNOWN_FIELD = "A field that a class does not have is an error"
    FROZEN = "Rules do not see frozen fields"
    LABEL = "A text is no component"
    PARTIAL = "A rule leaves no required field empty"
    CONVERSION = "What a value becomes has to fit, too"
    DECISIONS = "What a placeholder can become is checked after every rule"


class Refused(Exception):
    """What pg-opt refuses and PyGlove does not."""


class PyGlove:
    """Applies rules one after the other."""

    def __init__(self, root: Any):
        self.root = root
        self.used: set[str] = set()

    def apply(self, rule: Rule) -> None:
        args = rule.arguments
        value = read(args["value"]) if "value" in args else pg.MISSING_VALUE
        match rule.name:
            case "rebind" | "delete":
                self.root = pg.patch(self.root, {args["path"]: value})
                if rule.name == "delete" and is_symbolic(self.root):
                    # A field that is reset holds the default itself, not a copy of it: what is
                    # written there next would change the class.
                    self.root = pg.clone(self.root, deep=True)
            case "insert":
                self.root = pg.patch(self.root, {args["path"]: pg.Insertion(value)})
            case "patch-on-path":
                pg.patching.patch_on_path(self.root, args["regex"], value=value)
            case "patch-on-key":
                pg.patching.patch_on_key(self.root, args["regex"], value=value)
            case "patch-on-value":
                pg.patching.patch_on_value(self.root, read(args["old"]), value=value)
            case "patch-on-type":
                cls = rules.class_named(args["type"])
                pg.patching.patch_on_type(self.root, cls, value=value)
            case "patch-on-member":
                cls = rules.class_named(args["class"])
                pg.patching.patch_on_member(self.root, cls, args["name"], value=value)

    def finish_run(self) -> None:
        """Called after each rule that is no edit, and after a run of edits."""


def read(text: str) -> Any:
    return pg.from_json(json.loads(text))


def load(text: str) -> Any:
    return pg.from_json_str(text, allow_partial=True)


def run(reference: PyGlove, chain: list[Rule], indent: int | None) -> str:
    """The text of the result; raises what PyGlove raises."""
    for index, rule in enumerate(chain):
        reference.apply(rule)
        follows = chain[index + 1] if index + 1 < len(chain) else None
        if not (rule.is_edit and follows and follows.is_edit):
            reference.finish_run()
    return pg.to_json_str(reference.root, json_indent=indent)


class Adjusted(PyGlove):
    """PyGlove with pg-opt's deliberate differences."""

    def apply(self, rule: Rule) -> None:
        missing = missing_fields(self.root)
        with unchecked_sizes(), self._no_labels():
            match rule.name:
                case "delete":
                    self._delete(rule.arguments["path"])
                case "insert":
                    self._insert(rule)
                case "rebind":
                    self._rebind(rule)
                case _:
                    self._patch(rule)
        if missing_fields(self.root) - missing:
            self._refuse(Deviation.PARTIAL)
        text = pg.to_json_str(self.root)
        has_decisions = '"hyper.' in text
        try:  # As PyGlove would when it loads what was written.
            with unchecked_sizes(), self._no_labels():
                load(text)
        except (TypeError, ValueError) as error:
            if has_decisions:
                self._refuse(Deviation.DECISIONS)
            if "is not in candidate list" in str(error) or "is out of range" in str(error):
                self._refuse(Deviation.CONVERSION)

    def finish_run(self) -> None:
        if has_wrong_size(self.root):
            self._refuse(Deviation.SIZES)

    @contextlib.contextmanager
    def _no_labels(self):
        find = type_conversion.get_converter

        def keep(source, target):
            converter = find(source, target)
            if source is not str or converter is None:
                return converter
            self.used.add(Deviation.LABEL)
            return lambda value: value

        with mock.patch.object(type_conversion, "get_converter", keep):
            yield

    def _refuse(self, deviation: str) -> None:
        self.used.add(deviation)
        raise Refused(deviation)

    def _rebind(self, rule: Rule) -> None:
        value = self.root
        for key in pg.KeyPath.parse(rule.arguments["path"]).keys[:-1]:
            if isinstance(value, pg.Symbolic) and is_frozen(value, key):
                self._refuse(Deviation.FROZEN)
            has_key = is_symbolic(value) and value.sym_hasattr(key)
            value = value.sym_getattr(key) if has_key else None
        super().apply(rule)

    def _delete(self, path: str) -> None:
        *steps, last = pg.KeyPath.parse(path).keys or [None]
        if last is None:
            self._refuse(Deviation.ROOT_DELETION)
        owner = pg.KeyPath(steps).query(self.root)
        if isinstance(owner, pg.Object) and owner.__schema__.get_field(last) is None:
            self._refuse(Deviation.UNKNOWN_FIELD)
        if not isinstance(owner, pg.List):
            return super().apply(Rule("delete", {"path": path}))
        if isinstance(last, int) and -len(owner) <= last < len(owner):
            self.used.add(Deviation.DELETION)
            del owner[last]

    def _insert(self, rule: Rule) -> None:
        path = pg.KeyPath.parse(rule.arguments["path"])
        if not path or not isinstance(path.parent.query(self.root), pg.List):
            self._refuse(Deviation.INSERTION)
        super().apply(rule)

    def _patch(self, rule: Rule) -> None:
        if rule.name == "patch-on-member" and not _has_member(**rule.arguments):
            self._refuse(Deviation.UNKNOWN_FIELD)
        matches = self._condition(rule)
        text = rule.arguments["value"]
        if text[0] in "[{":
            self.used.add(Deviation.COPIES)
        if matches(pg.KeyPath(), self.root, None):
            self.used.add(Deviation.ROOT)
            self.root = read(text)
            return
        read(text)  # Matched or not, it has to be a value.

        def write(path, old, parent):
            if not matches(path, old, parent):
                return old
            if is_frozen(parent, path.key):
                self.used.add(Deviation.FROZEN)
                return old
            return read(text)

        if is_symbolic(self.root):
            pg.patch(self.root, write)

    def _condition(self, rule: Rule):
        args = rule.arguments
        match rule.name:
            case "patch-on-path":
                regex = re.compile(args["regex"])
                return lambda k, v, p: regex.match(str(k))
            case "patch-on-key":
                regex = re.compile(args["regex"])
                return lambda k, v, p: k and regex.match(str(k.key))
            case "patch-on-value":
                self.used.add(Deviation.EQUALITY)
                old = pg.to_json(read(args["old"]))
                return lambda k, v, p: same(pg.to_json(v), old)
            case "patch-on-type":
                cls = rules.class_named(args["type"])
                return lambda k, v, p: isinstance(v, cls)
            case "patch-on-member":
                cls = rules.class_named(args["class"])
                return lambda k, v, p: isinstance(p, cls) and k.key == args["name"]


def _has_member(name: str, value: str, **names: str) -> bool:
    """Whether a class, or one of its subclasses, has a field."""
    cls = rules.class_named(names["class"])
    family = [other for other in library.CLASSES + [cls] if issubclass(other, cls)]
    return any(other.__schema__.get_field(name) is not None for other in family)


def same(a: Any, b: Any) -> bool:
    """Whether two JSON values are equal and of the same types, in any order of keys."""
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


@contextlib.contextmanager
def unchecked_sizes():
    """Lets lists be of any size."""
    with (
        mock.patch.object(T.List, "min_size", property(lambda self: 0)),
        mock.patch.object(T.List, "max_size", property(lambda self: None)),
    ):
        yield


def missing_fields(root: Any) -> set[str]:
    """The paths of required fields that nothing is bound to."""
    missing = set()
    for node in rules.nodes(root):
        value = node.value
        if isinstance(value, pg.Functor):
            continue  # Whose arguments may be left to the call.
        if isinstance(value, pg.Object):
            schema = value.__schema__
        elif isinstance(value, pg.Dict) and isinstance(value.value_spec, T.Dict):
            schema = value.value_spec.schema
        else:
            continue
        for name in schema.keys() if schema else ():
            if name.is_const and value.sym_getattr(str(name)) == pg.MISSING_VALUE:
                missing.add(str(node.path + str(name)))
    return missing


def is_frozen(parent: Any, key: Any) -> bool:
    field = parent.sym_attr_field(key)
    return field is not None and field.value.frozen


def is_symbolic(value: Any) -> bool:
    return isinstance(value, pg.Symbolic)


def has_wrong_size(root: Any) -> bool:
    """Whether a list is too short or too long for its field."""
    for node in rules.nodes(root):
        spec = node.value.value_spec if isinstance(node.value, pg.List) else None
        if isinstance(spec, T.List):
            low, high = spec.min_size or 0, spec.max_size
            if not low <= len(node.value) <= (len(node.value) if high is None else high):
                return True
    return False
