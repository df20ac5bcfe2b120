# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Component declarations: what pg-opt reads from components.json."""

import abc
from collections.abc import Iterable, Mapping
import copy
import inspect
import json
import os
from typing import Any

import pyglove as pg

from pgopt.annotations import annotations_in_code, check_file, merge
from pgopt.checks import fields_of
from pgopt.files import read_json, write_text
from pgopt.names import (
    ExportError,
    aliases,
    callability,
    did_you_mean,
    is_component,
    is_pyglove,
    key,
    log,
    module_path,
    registered,
    type_names,
)
from pgopt.schema import SchemaWriter
from pgopt.targets import Target, find_classes

Entry = dict[str, Any]

_ORDER = "aliases abstract callable bases schema concepts roles facts checks fields".split()


def export(*targets: Target, annotations: Iterable[Mapping | str | os.PathLike] = ()) -> Entry:
    """Declares the symbolic classes that the targets name, and all classes these lead to.

    A class leads to its symbolic bases, and to the classes in its fields' value specs and defaults.

    Args:
      *targets: a module (all its symbolic classes), a class, the name of either, or the path of an
        experiment's JSON file (the classes of its `_type`s).
      annotations: annotation files, by path or as content; later ones win.

    Returns:
      The content of components.json.

    Raises:
      ExportError: a target or an annotation cannot be found or read, or does not fit, or modules
        have no class.
    """
    found = find_classes(targets)
    # An experiment may do without.
    if not found.classes and not any(str(target).endswith(".json") for target in targets):
        raise ExportError(
            "there is no symbolic class in what was named; those of a package may stand in its"
            " submodules: name these"
        )
    entries = _declare_all(found.classes)
    for name, cls in found.names.items():
        _annotate(entries, key(cls), {"aliases": [name]}, "")
    for annotation in annotations:
        where, content = _read(annotation)
        for name, entry in check_file(content, where).items():
            _annotate(entries, name, entry, f"{where}: {name}")
    for entry in entries.values():
        _tighten(entry)
    result: Entry = {"version": 1}
    if found.library:
        result["library"] = found.library
    return result | {"classes": {name: _tidy(entries[name]) for name in sorted(entries)}}


def save_components(components: Entry, path: str | os.PathLike) -> None:
    """Writes what `export` returned, to a file as a whole or not at all."""
    write_text(path, to_text(components))


def to_text(components: Entry) -> str:
    """The text of components.json."""
    return json.dumps(components, indent=1) + "\n"


def _declare_all(classes: Iterable[type]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    pending = list(classes)
    for cls in pending:  # Which grows meanwhile.
        if not is_component(cls):
            continue
        cls = registered(key(cls)) or cls  # Of several classes with one name, the last is loaded.
        if key(cls) not in entries:
            entries[key(cls)], more = _declare(cls)
            pending += more
    return entries


def _declare(cls: type) -> tuple[Entry, list[type]]:
    """A class's entry, and the classes that it mentions."""
    names = aliases(cls)
    writer = SchemaWriter()
    entry: Entry = {
        "aliases": sorted(names),
        "bases": [path for path in _bases(cls) if path not in names | {key(cls)}],
        "schema": writer.schema(cls.__schema__, key(cls)),
    }
    if _is_abstract(cls):
        entry["abstract"] = True
    if issubclass(cls, pg.typing.CustomTyping):
        entry["concepts"] = ["placeholder"]  # Such a value stands in a field of any type.
    entry["callable"] = callability(cls)
    merge(entry, annotations_in_code(cls, entry["schema"]))
    _check_fields(entry, f"annotations of {key(cls)}")
    tighter = map(registered, type_names(entry.get("fields")))
    return entry, [*cls.__mro__[1:], *writer.classes, *tighter]


def _bases(cls: type) -> list[str]:
    bases = (base for base in cls.__mro__[1:] if base is not object and not is_pyglove(base))
    return list(dict.fromkeys(map(module_path, bases)))


def _is_abstract(cls: type) -> bool:
    wrapped = getattr(cls, "sym_wrapped_cls", None) or cls
    return inspect.isabstract(cls) or abc.ABC in cls.__bases__ + wrapped.__bases__


def _read(annotation: Mapping | str | os.PathLike) -> tuple[str, Any]:
    """What to call an annotation file, and its content."""
    if isinstance(annotation, Mapping):
        return "annotations", copy.deepcopy(annotation)
    return os.fspath(annotation), read_json(annotation)


def _names(name: str, entry: Mapping) -> set[str]:
    return {name, *entry.get("aliases", ())}


def _annotate(entries: dict[str, Entry], name: str, nearer: Entry, where: str) -> None:
    """Merges an entry into those for the same class, or adds it."""
    names = _names(name, nearer)
    matches = [other for other, entry in entries.items() if names & _names(other, entry)]
    for match in matches or [name]:
        taken = {match}.union(*(_names(*other) for other in entries.items() if other[0] != match))
        merge(entries.setdefault(match, {}), nearer | {"aliases": sorted(names - taken)})
        _check_fields(entries[match], where)


def _declared_fields(entry: Entry) -> dict[str | None, Entry]:
    """The fields of an entry's schema by name; that for any other keyword is under None."""
    return {f["key_spec"].get("text"): f for f in entry["schema"].get("fields", ())}


def _check_fields(entry: Entry, where: str) -> None:
    """Raises ExportError if `fields` or `checks` have one that the schema has not."""
    declared = _declared_fields(entry) if "schema" in entry else {None: {}}
    if None in declared:
        return
    named = [("fields", field) for field in entry.get("fields", ())]
    for name, check in entry.get("checks", {}).items():
        named += [(f"checks.{name}", field) for field in fields_of(check or {})]
    for place, field in named:
        if field not in declared:
            hint = did_you_mean(field, declared)
            raise ExportError(f"{where}.{place}: the class has no field {field!r}{hint}")


def _tighten(entry: Entry) -> None:
    """Puts the value specs under `fields` into the schema.

    They also stay under `fields`, so that they win over what farther annotations say.
    """
    declared = _declared_fields(entry) if "schema" in entry else {}
    for field, spec in entry.get("fields", {}).items():
        if field in declared and spec is not None:
            spec = _with_default(spec, declared[field]["value_spec"])
            declared[field]["value_spec"] = entry["fields"][field] = spec


def _with_default(spec: Entry, declared: Entry) -> Entry:
    """A tighter spec with the default of the declared one, unless it has its own."""
    if "default" in spec or "default" not in declared:
        return spec
    spec = spec | {"default": declared["default"]}
    if spec["default"] is not None:
        return spec
    if "values" in spec:
        return spec | {"values": [*spec["values"], None]}
    return spec | {"is_noneable": True}


def _tidy(entry: Entry) -> Entry:
    return {name: entry[name] for name in _ORDER if entry.get(name) not in (None, [], {})}
