# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Class schemas as JSON: what `pg.to_json(cls.__schema__)` gives, for every class.

PyGlove alone cannot write all of them as a reader needs them:

- A value spec used for two fields becomes a shared object behind a `__ref__`. Here it is written
  twice.
- A class that its module does not hold under its own name makes the whole schema fail, as does a
  field typed by `pg.symbolize(keras.layers.Dense)`. Here the class is named.
- Functions become byte code, and objects that are not symbolic pickles, if they can. A default or
  a choice stays as PyGlove writes it: it is compared and handed on, never read. A transform keeps
  only its name, and metadata is left out.

Whatever is lost that way is reported.
"""

from typing import Any

import pyglove as pg
from pyglove import typing as T

from pgopt.names import OPAQUE, is_component, is_pyglove, log, module_path, registered, type_names

# The keys of a value spec that need more than PyGlove's own `to_json`.
_PARTS = frozenset(
    "annotation args candidates default element_value element_values kw returns schema t"
    " transform".split()
)


def _is_protocol(spec: T.ValueSpec) -> bool:
    return isinstance(spec, T.Object) and getattr(spec.cls, "_is_protocol", False)


class SchemaWriter:
    """Writes one class's schema, and remembers the component classes that it mentions."""

    def __init__(self):
        self.classes: list[type] = []

    def schema(self, schema: T.Schema, where: str) -> dict[str, Any]:
        """Writes a schema; `where` is its owner, for the reports."""
        json = schema.to_json(exclude_keys={"fields", "metadata"})
        fields = [self._field(field, f"{where}.{key}") for key, field in schema.items()]
        return json | _nonempty(fields=fields, metadata=self._metadata(schema.metadata, where))

    def spec(self, spec: T.ValueSpec, where: str) -> dict[str, Any]:
        """Writes a value spec; what cannot be written at all accepts anything."""
        try:
            if not is_pyglove(type(spec)):
                raise ValueError(f"{module_path(type(spec))} is not one of PyGlove's value specs")
            if _is_protocol(spec):
                # PyGlove takes components, lists and dictionaries for it, whatever they can do.
                spec = T.Any(default=spec.default)
            json = spec.to_json(exclude_keys=set(_PARTS))
            if _is_opaque(json):
                log.warning("%s: some values are pickles, which are never looked into", where)
            json |= self._children(spec, where)
        except Exception as error:  # Whatever the user's own classes raise.
            log.warning("%s: any value is accepted: %s", where, error)
            json = {"_type": "pyglove.typing.Any"}
        return json | self._default(spec, where) | self._transform(spec, where)

    def _field(self, field: T.Field, where: str) -> dict[str, Any]:
        json = field.to_json(exclude_keys={"value_spec", "metadata"})
        json["value_spec"] = self.spec(field.value, where)
        return json | _nonempty(metadata=self._metadata(field.metadata, where))

    def _children(self, spec: T.ValueSpec, where: str) -> dict[str, Any]:
        def each(specs):
            return [self.spec(child, where) for child in specs]

        match spec:
            case T.List():
                return {"element_value": self.spec(spec.element.value, where)}
            case T.Tuple() if spec.fixed_length:
                return {"element_values": each(element.value for element in spec.elements)}
            case T.Tuple():
                return {"element_values": self.spec(spec.elements[0].value, where)}
            case T.Dict() if spec.schema is not None:
                return {"schema": self.schema(spec.schema, where)}
            case T.Union():
                return {"candidates": each(spec.candidates)}
            case T.Callable():
                keywords = [["__tuple__", name, self.spec(child, where)] for name, child in spec.kw]
                returns = spec.return_value and self.spec(spec.return_value, where)
                return _nonempty(args=each(spec.args), kw=keywords, returns=returns)
            case T.Object():
                return self._class(spec.cls)
            case T.Type():
                return self._class(spec.type)
            case T.Any():
                return _part(spec, "annotation", {})
        return {}

    def _class(self, cls: type) -> dict[str, Any]:
        if is_component(cls):
            self.classes.append(cls)
        return {"t": _class_json(cls)}

    def _default(self, spec: T.ValueSpec, where: str) -> dict[str, Any]:
        json = _part(spec, "default", None)
        if json is not None and "default" in json:
            default = _unshared(json["default"])
            if _is_opaque(default):
                log.warning("%s: the default is a pickle or code: it is only compared", where)
        elif json is not None or not spec.has_default:
            return {}
        elif isinstance(spec.default, type):
            default = _class_json(spec.default)
        else:
            log.warning("%s: there is a default, but PyGlove cannot write it", where)
            default = {"_type": OPAQUE, "value": ""}
        self.classes += filter(is_component, map(registered, type_names(default)))
        return {"default": default}

    def _transform(self, spec: T.ValueSpec, where: str) -> dict[str, Any]:
        json = _part(spec, "transform", None)
        if json is not None and not _is_opaque(json):
            return json
        transform = spec.transform
        if transform is None:
            return {}
        name = module_path(transform if hasattr(transform, "__qualname__") else type(transform))
        log.warning("%s: the transform is not written, only its name: %s", where, name)
        return {"transform": {"_type": "function", "name": name}}

    def _metadata(self, metadata: dict[str, Any], where: str) -> dict[str, Any]:
        result = {}
        for name, value in metadata.items():
            if isinstance(value, T.ValueSpec):
                result[name] = self.spec(value, f"{where}.{name}")
                continue
            try:
                json = _unshared(pg.to_json(value))
                if _is_opaque(json):
                    raise ValueError("it is a pickle or code")
                result[name] = json
            except Exception as error:
                log.warning("%s: the metadata %r is left out: %s", where, name, error)
        return result


def _part(spec: T.ValueSpec, key: str, otherwise: Any) -> Any:
    """One key of `spec.to_json()`, as a dict (empty if absent), where PyGlove can write it."""
    try:
        json = spec.to_json(exclude_keys=set(_PARTS - {key}))
    except Exception:
        return otherwise
    return {name: value for name, value in json.items() if name == key}


def _class_json(cls: Any) -> dict[str, Any]:
    try:
        return pg.to_json(cls)
    except Exception:  # Its module holds something else under its name, or nothing.
        return {"_type": "type", "name": module_path(cls)}


def _nonempty(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _unshared(json: Any) -> Any:
    """The same value with each shared object written out wherever it is used."""
    if not (isinstance(json, dict) and "__context__" in json):
        return json
    objects = json["__context__"]["shared_objects"]

    def fill(node):
        if isinstance(node, list):
            return [fill(item) for item in node]
        if isinstance(node, dict):
            if "__ref__" in node:
                return fill(objects[node["__ref__"]])
            return {name: fill(item) for name, item in node.items()}
        return node

    return fill(json["__root__"])


def _is_opaque(json: Any) -> bool:
    """Whether a pickle or byte code stands anywhere in a JSON value."""
    if isinstance(json, list):
        return any(map(_is_opaque, json))
    if isinstance(json, dict):
        is_code = json.get("_type") == "function" and "code" in json
        return is_code or json.get("_type") == OPAQUE or any(map(_is_opaque, json.values()))
    return False
