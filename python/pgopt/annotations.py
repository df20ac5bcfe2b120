# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What may be known of a class: concepts, roles, facts, checks, and tighter fields.

It is said in three places, the later overriding the earlier: in PyGlove's own metadata (`role` of
a field; `concepts`, `roles`, `facts` and `checks` of a class), by `annotate` in the codebase, and
in annotation files. Everywhere it is an entry: the JSON object that components.json has per class.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
import json
from typing import Any
import weakref

import pyglove as pg

from pgopt.checks import EXPECTED, is_check
from pgopt.names import ExportError, did_you_mean, is_component, log, module_path
from pgopt.schema import SchemaWriter

_annotated: weakref.WeakKeyDictionary[type, dict[str, Any]] = weakref.WeakKeyDictionary()


def field(name: str) -> dict[str, str]:
    """A fact that a field of the class holds: `facts={"length": pgopt.field("max_length")}`."""
    return {"field": name}


def annotate(
    cls: type,
    *,
    concepts: Iterable[str] = (),
    roles: Mapping[str, str | None] = {},
    facts: Mapping[str, Any] = {},
    checks: Mapping[str, Any] = {},
    fields: Mapping[str, Any] = {},
    abstract: bool | None = None,
) -> type:
    """Says of a symbolic class what rules may know of it, and returns the class.

    Args:
      cls: a `pg.Object` class, a functor, or the result of `pg.symbolize`.
      concepts: what the class is, as `["convolution"]`.
      roles: what its fields are, as `{"filters": "width"}`.
      facts: constants, or fields that hold the fact: `pgopt.field("length")`.
      checks: what has to hold between its fields, as
        `{"heads-divide-width": {"divides": ["num_heads", "width"]}}`; see `pgopt.checks`.
      fields: tighter value specs of its fields, as `{"filters": pg.typing.Int(min_value=1)}`.
      abstract: whether rules must not construct it.

    A class inherits concepts, roles, facts and checks; None removes an inherited role, fact or
    check.
    """
    where = f"annotations of {module_path(cls)}" if isinstance(cls, type) else "annotate"
    if not is_component(cls):
        raise ExportError(f"{where}: not a symbolic class: annotate what pg.symbolize returns")

    def in_json(name, spec):
        is_spec = isinstance(spec, pg.typing.ValueSpec)
        return SchemaWriter().spec(spec, f"{where}.{name}") if is_spec else spec

    entry = {
        "concepts": concepts if isinstance(concepts, str) else list(concepts),
        "roles": dict(roles),
        "facts": {name: pg.to_json(value) for name, value in facts.items()},
        "checks": dict(checks),
        "fields": {name: in_json(name, spec) for name, spec in fields.items()},
    }
    if abstract is not None:
        entry["abstract"] = abstract
    check(entry, where)
    merge(_annotated.setdefault(cls, {}), entry)
    return cls


def annotated(**entry: Any) -> Callable[[type], type]:
    """`annotate` as a decorator, which stands above `@pg.members`, `@pg.symbolize`, …."""
    return lambda cls: annotate(cls, **entry)


def annotations_in_code(cls: type, schema: dict[str, Any]) -> dict[str, Any]:
    """The entry that a class's own code makes: metadata in its schema's JSON, and `annotate`."""
    entry: dict[str, Any] = {}
    for part in _metadata(cls, schema):
        try:
            check(part, f"metadata of {module_path(cls)}")
            merge(entry, part)
        except ExportError as error:  # Metadata is free; this was not meant for us.
            log.warning("ignored: %s", error)
    merge(entry, _annotated.get(cls, {}))
    return entry


def _metadata(cls: type, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("concepts", "roles", "facts", "checks"):
        if key in schema.get("metadata", {}):
            yield {key: schema["metadata"][key]}
    bases = [base.__schema__.fields for base in cls.__mro__[1:] if is_component(base)]
    for declared in schema.get("fields", ()):
        name = declared["key_spec"].get("text")
        role = declared.get("metadata", {}).get("role")
        inherited = any(name in base and base[name].metadata.get("role") == role for base in bases)
        if name and role is not None and not inherited:
            yield {"roles": {name: role}}


def check_file(content: Any, where: str) -> dict[str, Any]:
    """The entries of an annotation file's content, or an error that begins with `where`."""
    _require(isinstance(content, dict), where, "an object", content)
    version = content.get("version", 1)
    _require(version == 1, f"{where}: version", "1", version)
    classes = content.get("classes")
    _require(isinstance(classes, dict), f"{where}: classes", "an object", classes)
    for name, entry in classes.items():
        check(entry, f"{where}: {name}")
    return classes


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_fact(value: Any) -> bool:
    if isinstance(value, dict):
        return value.keys() == {"field"} and isinstance(value["field"], str)
    return not isinstance(value, list) or all(map(_is_fact, value))


def _is_typing(value: Any, kind: str = "") -> bool:
    return isinstance(value, dict) and str(value.get("_type")).startswith(f"pyglove.typing.{kind}")


_KEYS = {
    "aliases": (_is_names, "a list of strings"),
    "bases": (_is_names, "a list of strings"),
    "concepts": (_is_names, "a list of strings"),
    "abstract": (lambda value: isinstance(value, bool), "true or false"),
    "callable": (
        lambda value: isinstance(value, bool) or value == "functor",
        'true, false or "functor"',
    ),
    "schema": (lambda value: _is_typing(value, "Schema"), "the JSON of a PyGlove schema"),
}
# Of these keys each item is checked, and merged, by itself; null removes what a farther entry says.
_KEYED = {
    "roles": (lambda value: isinstance(value, str), "a string or null"),
    "facts": (_is_fact, 'a constant, {"field": NAME} or null'),
    "checks": (is_check, EXPECTED),
    "fields": (_is_typing, "the JSON of a PyGlove value spec, or null"),
}


def check(entry: Any, where: str) -> None:
    """Raises ExportError for an entry that is not of the format."""
    _require(isinstance(entry, dict), where, "an object", entry)
    for key, value in entry.items():
        place = f"{where}.{key}"
        if key in _KEYED:
            accepts, expected = _KEYED[key]
            _require(isinstance(value, dict), place, "an object", value)
            for name, item in value.items():
                _require(item is None or accepts(item), f"{place}.{name}", expected, item)
        elif key in _KEYS:
            accepts, expected = _KEYS[key]
            _require(accepts(value), place, expected, value)
        else:
            hint = did_you_mean(key, [*_KEYS, *_KEYED])
            raise ExportError(f"{where}: there is no key {key!r}{hint}")


def _require(holds: bool, where: str, expected: str, value: Any) -> None:
    if not holds:
        text = json.dumps(value, default=repr)
        text = text if len(text) <= 80 else text[:77] + "..."
        raise ExportError(f"{where}: expected {expected}, not {text}")


def merge(entry: dict[str, Any], nearer: Mapping[str, Any]) -> None:
    """Adds to an entry a nearer one for the same class, which wins where they differ.

    Names that differ only in `_` and `-` are the same.
    """

    def normal(names):
        return {name.replace("_", "-") for name in names}

    def without(names, others):
        return [name for name in names if not normal([name]) & normal(others)]

    for key, value in nearer.items():
        if key in _KEYED:
            kept = entry.get(key, {})
            entry[key] = {name: kept[name] for name in without(kept, value)} | value
        elif _KEYS[key][0] is _is_names:
            kept = entry.get(key, [])
            entry[key] = kept + without(value, kept)
        else:
            entry[key] = value
