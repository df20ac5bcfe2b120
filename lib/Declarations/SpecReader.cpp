//===- SpecReader.cpp - PyGlove's value specs to types --------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpecReader.h"
#include "pg/IR/Literal.h"
#include "pg/IR/PgAttrs.h"
#include "pg/Support/PyGloveNames.h"
#include "pg/Support/PythonRegex.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace pg;

/// The members of a spec that it has and that are looked at.
struct SpecReader::Members {
  explicit Members(JsonView spec) {
    spec.forEachMember([&](JsonView key, JsonView value) {
      StringRef name = key.getText().drop_front().drop_back();
      JsonView *place = llvm::StringSwitch<JsonView *>(name)
                            .Case("_type", &type)
                            .Case("default", &defaultValue)
                            .Case("is_noneable", &noneable)
                            .Case("frozen", &frozen)
                            .Case("transform", &transform)
                            .Cases({"min_value", "min_size"}, &min)
                            .Cases({"max_value", "max_size"}, &max)
                            .Cases({"element_value", "element_values"}, &inner)
                            .Cases({"values", "candidates"}, &choices)
                            .Cases({"t", "regex", "schema"}, &detail)
                            .Case("args", &args)
                            .Case("kw", &keywords)
                            .Case("returns", &returns)
                            .Default(nullptr);
      if (place)
        *place = value;
    });
  }

  JsonView type, defaultValue, noneable, frozen, transform, min, max, inner,
      choices, detail, args, keywords, returns;
};

/// The name of one of PyGlove's specs: `Int`; empty for other classes.
static std::string specName(JsonView type) {
  if (!type.isString())
    return "";
  std::string name = type.getString();
  return StringRef(name).starts_with("pyglove.") ? lastPart(name).str() : "";
}

/// The keys of a spec besides those that all have; nullopt for what is no spec
/// of PyGlove's.
static std::optional<StringRef> keysOf(StringRef spec) {
  return llvm::StringSwitch<std::optional<StringRef>>(spec)
      .Case("Any", "annotation")
      .Case("Bool", "")
      .Cases({"Int", "Float"}, "min_value max_value")
      .Case("Str", "regex")
      .Case("Enum", "values")
      .Case("List", "element_value min_size max_size")
      .Case("Tuple", "element_values min_size max_size")
      .Case("Dict", "schema")
      .Cases({"Object", "Type"}, "t")
      .Cases({"Callable", "Functor"}, "args kw returns callable_type")
      .Case("Union", "candidates")
      .Default(std::nullopt);
}

void SpecReader::checkKeys(JsonView object, StringRef what, StringRef known) {
  SmallVector<StringRef> names;
  known.split(names, ' ', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  object.forEachMember([&](JsonView key, JsonView) {
    StringRef plain = key.getText().drop_front().drop_back();
    if (plain != "_type" && !llvm::is_contained(names, plain))
      listener.warning(key, "the key '" + key.getString() +
                                "' means nothing in " + what +
                                didYouMean(key.getString(), names));
  });
}

void SpecReader::checkRegex(JsonView regex) {
  if (!regex || regex.isNull())
    return;
  if (!regex.isString())
    return listener.error(regex, "a regular expression must be a string");
  ParseError error;
  if (!PythonRegex::compile(regex.getString(), error))
    listener.warning(regex, "this regular expression is not checked: " +
                                error.message);
}

bool SpecReader::readBool(JsonView value, StringRef name) {
  if (value && !value.isBool())
    listener.error(value, "'" + name + "' must be true or false");
  return value.isTrue();
}

void SpecReader::checkOrder(const Members &spec) {
  // What is no number is told of where it is read.
  if (!spec.min.isNumber() || !spec.max.isNumber())
    return;
  std::optional<int> order =
      compareInPython(scalarFromJson(context, spec.min.getText()),
                      scalarFromJson(context, spec.max.getText()));
  if (order && *order > 0)
    listener.error(spec.max, "the largest, " + spec.max.getText() +
                                 ", is below the smallest, " +
                                 spec.min.getText());
}

/// The default that PyGlove makes for a dictionary from those of its keys.
static Attribute defaultOf(DictType dict) {
  if (dict.getFree())
    return {};
  SmallVector<StringAttr> names;
  SmallVector<Attribute> values;
  for (const KeyType &key : dict.getKeys()) {
    TypeParts parts = splitType(key.type);
    if (key.pattern || parts.frozen || !parts.defaultValue)
      continue;
    names.push_back(key.name);
    values.push_back(parts.defaultValue);
  }
  MLIRContext *context = dict.getContext();
  auto shape = ShapeAttr::get(context, StringAttr::get(context, ""), names);
  return RecordAttr::get(context, shape, values);
}

ReadSpec SpecReader::readSpec(JsonView spec) {
  if (!spec.isObject() || !spec["_type"].isString()) {
    listener.error(spec, "a value spec must be an object such as {\"_type\": "
                         "\"pyglove.typing.Int\"}");
    return {AnyType::get(context), {}, false};
  }
  Members members(spec);
  std::string name = specName(members.type);
  if (std::optional<StringRef> own = keysOf(name)) {
    std::string known = ("default is_noneable frozen transform " + *own).str();
    checkKeys(spec, name, known);
  } else {
    SmallVector<StringRef> names = {
        "Any", "Bool", "Callable", "Dict", "Enum",  "Float", "Functor",
        "Int", "List", "Object",   "Str",  "Tuple", "Type",  "Union"};
    std::string written = members.type.getString();
    listener.warning(members.type, "'" + written +
                                       "' is no value spec of PyGlove's: any "
                                       "value fits" +
                                       didYouMean(lastPart(written), names));
  }
  ReadSpec read;
  Type type = readType(members);
  bool isNoneable = readBool(members.noneable, "is_noneable");
  bool isAny = isa<AnyType>(type);
  if (members.transform && !members.transform.isNull()) {
    JsonView function = members.transform["name"];
    if (!function.isString())
      listener.error(members.transform, "'transform' must be a function: "
                                        "{\"_type\": \"function\", \"name\": "
                                        "NAME}");
    else
      type = TransformType::get(
          context, StringAttr::get(context, function.getString()), type);
    isNoneable |= isAny;
    isAny = false;
  }
  read.type = isNoneable && !isAny ? OptionalType::get(context, type) : type;
  if (members.defaultValue) {
    read.defaultValue = readConstant(members.defaultValue);
    listener.hasDefault(members.defaultValue, read.type, read.defaultValue);
  } else if (auto dict = dyn_cast<DictType>(splitType(read.type).spec)) {
    read.defaultValue = defaultOf(dict);
  }
  read.frozen = readBool(members.frozen, "frozen");
  return read;
}

Type SpecReader::readNested(JsonView spec) {
  if (!spec)
    return AnyType::get(context);
  ReadSpec read = readSpec(spec);
  if (!read.defaultValue) {
    if (read.frozen)
      listener.error(spec, "what is frozen needs a 'default'");
    return read.type;
  }
  return DefaultType::get(context, read.type, read.defaultValue, read.frozen);
}

Type SpecReader::readType(const Members &spec) {
  std::string name = specName(spec.type);
  if (name == "Int" || name == "Float") {
    checkOrder(spec);
    Attribute min = readBound(spec.min), max = readBound(spec.max);
    return name == "Int" ? Type(IntType::get(context, min, max))
                         : RealType::get(context, min, max);
  }
  if (name == "Bool")
    return BoolType::get(context);
  if (name == "Str") {
    StringAttr regex;
    checkRegex(spec.detail);
    if (spec.detail.isString())
      regex = StringAttr::get(context, spec.detail.getString());
    return StrType::get(context, regex);
  }
  if (name == "Enum") {
    SmallVector<Attribute> values;
    spec.choices.forEachElement(
        [&](JsonView value) { values.push_back(readConstant(value)); });
    if (values.empty())
      listener.error(spec.choices ? spec.choices : spec.type,
                     "an Enum needs 'values', a list of one or more");
    return EnumType::get(context, values);
  }
  if (name == "List") {
    checkOrder(spec);
    return ListType::get(context, readNested(spec.inner), readSize(spec.min),
                         readMaxSize(spec.max));
  }
  if (name == "Tuple")
    return readTuple(spec);
  if (name == "Dict")
    return readDict(spec);
  if (name == "Object")
    return readClass(spec.detail);
  if (name == "Type") {
    auto object = dyn_cast<ObjectType>(readClass(spec.detail));
    JsonView named = spec.detail["name"];
    std::string written = named.isString() ? named.getString() : "";
    if (StringRef(written).starts_with("builtins."))
      return ClassType::get(context, StringAttr::get(context, written));
    return ClassType::get(context, object ? object.getClassName() : nullptr);
  }
  if (name == "Callable")
    return CallableType::get(context, readSignature(spec));
  if (name == "Functor")
    return FunctorType::get(context, readSignature(spec));
  if (name == "Union") {
    SmallVector<Type> candidates;
    spec.choices.forEachElement([&](JsonView candidate) {
      candidates.push_back(readNested(candidate));
    });
    if (candidates.size() > 1)
      return UnionType::get(context, candidates);
    listener.error(spec.choices ? spec.choices : spec.type,
                   "a Union needs 'candidates', a list of two or more specs");
  }
  return AnyType::get(context);
}

Type SpecReader::readTuple(const Members &spec) {
  if (!spec.inner.isArray()) {
    checkOrder(spec);
    return VarTupleType::get(context, readNested(spec.inner),
                             readSize(spec.min), readMaxSize(spec.max));
  }
  SmallVector<Type> elements;
  spec.inner.forEachElement(
      [&](JsonView element) { elements.push_back(readNested(element)); });
  return FixedTupleType::get(context, elements);
}

Type SpecReader::readDict(const Members &spec) {
  SmallVector<KeyType> keys;
  if (!spec.detail || spec.detail.isNull())
    return DictType::get(context, keys, /*free=*/true);
  for (const ReadField &field : readSchema(spec.detail))
    keys.push_back({StringAttr::get(context, field.name), field.pattern,
                    readNested(field.spec)});
  return DictType::get(context, keys, /*free=*/false);
}

SmallVector<ReadField> SpecReader::readSchema(JsonView schema) {
  SmallVector<ReadField> fields;
  JsonView list = schema["fields"];
  if (specName(schema["_type"]) != "Schema" || (list && !list.isArray()))
    listener.error(schema, "a schema must be the JSON of a PyGlove schema");
  checkKeys(schema, "a schema",
            "fields name base_schema_list description allow_nonconst_keys "
            "metadata");
  list.forEachElement([&](JsonView field) {
    JsonView key = field["key_spec"], spec = field["value_spec"];
    if (!key || !spec)
      return listener.error(field,
                            "a field must have 'key_spec' and 'value_spec'");
    checkKeys(field, "a field", "key_spec value_spec description metadata");
    std::string kind = specName(key["_type"]);
    JsonView text = key["text"], regex = key["regex"];
    if (kind == "ConstStrKey" && text.isString()) {
      checkKeys(key, kind, "text");
      fields.push_back({text.getString(), false, spec});
    } else if (kind == "StrKey") {
      checkKeys(key, kind, "regex");
      checkRegex(regex);
      fields.push_back(
          {regex.isString() ? regex.getString() : ".*", true, spec});
    } else if (kind != "ListKey" && kind != "TupleKey") {
      // Which stand in no class and no dictionary.
      listener.error(key, "a key must be a ConstStrKey with its 'text', or a "
                          "StrKey");
    }
  });
  return fields;
}

/// What a value of a class that is no component looks like in JSON.
static Type builtinClass(MLIRContext *context, StringRef name) {
  Type any = AnyType::get(context);
  return llvm::StringSwitch<Type>(name)
      .Case("builtins.bool", BoolType::get(context))
      .Case("builtins.int", IntType::get(context, {}, {}))
      .Case("builtins.float", RealType::get(context, {}, {}))
      .Case("builtins.str", StrType::get(context, {}))
      .Cases({"builtins.list", "pyglove.core.symbolic.list.List"},
             ListType::get(context, any, 0, std::nullopt))
      .Cases({"builtins.dict", "pyglove.core.symbolic.dict.Dict"},
             DictType::get(context, {}, true))
      .Case("builtins.tuple", VarTupleType::get(context, any, 0, std::nullopt))
      .Default(any);
}

/// The class of an Object or Type spec. `t` is `{"_type": "type", "name": …}`,
/// with `args` if it is generic, which objects do not show.
Type SpecReader::readClass(JsonView named) {
  JsonView text = named["name"];
  if (!text.isString()) {
    if (named && !named.isNull())
      listener.error(named, "'t' must be a class: {\"_type\": \"type\", "
                            "\"name\": NAME}");
    return AnyType::get(context);
  }
  std::string name = text.getString();
  // Python's and PyGlove's own classes have no declarations, and PyGlove
  // converts some values to them: a number to a datetime, a text to a KeyPath.
  static constexpr StringLiteral foreign[] = {
      "builtins.", "typing.", "typing_extensions.", "collections.", "abc.",
      "types.",    "enum.",   "datetime.",          "pyglove."};
  if (name == names::functor)
    return FunctorType::get(context, nullptr);
  if (name == names::object)
    return ObjectType::get(context, StringAttr::get(context, name));
  if (llvm::any_of(foreign, [&](StringRef module) {
        return StringRef(name).starts_with(module);
      }))
    return builtinClass(context, name);
  return ObjectType::get(context, StringAttr::get(context, name));
}

StringAttr SpecReader::readSignature(const Members &spec) {
  if (!spec.args && !spec.keywords && !spec.returns)
    return nullptr;
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::ListSeparator comma;
  os << '(';
  spec.args.forEachElement(
      [&](JsonView arg) { os << comma << readNested(arg); });
  spec.keywords.forEachElement([&](JsonView keyword) {
    // ["__tuple__", name, spec]
    unsigned index = 0;
    keyword.forEachElement([&](JsonView part) {
      if (index == 1)
        os << comma << part.getString() << ": ";
      else if (index == 2)
        os << readNested(part);
      ++index;
    });
  });
  os << ')';
  if (spec.returns)
    os << " -> " << readNested(spec.returns);
  return StringAttr::get(context, text);
}

Attribute SpecReader::readBound(JsonView value) {
  if (!value || value.isNull())
    return {};
  if (value.isNumber())
    return readConstant(value);
  listener.error(value, "a bound must be a number");
  return {};
}

uint64_t SpecReader::readSize(JsonView value) {
  return readMaxSize(value).value_or(0);
}

std::optional<uint64_t> SpecReader::readMaxSize(JsonView value) {
  if (!value || value.isNull())
    return std::nullopt;
  std::optional<uint64_t> size = value.getSize();
  if (!size)
    listener.error(value, "a size must be an integer from 0 on");
  return size;
}
