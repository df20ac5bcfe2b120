//===- TypeCheck.cpp - Whether a value fits its spec -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/TypeCheck.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

/// Where a value stands: a field, or an element of the constant tuple in it.
struct TypeChecker::Place {
  Field field;
  const Slot &slot;
  std::string suffix;

  bool isConstant() const { return !slot.isChild(); }
  Operation *getChild() const {
    return slot.isChild() ? field.getChild() : nullptr;
  }
  LiteralKind kind() const { return kindOf(slot); }
  std::string describe() const {
    return isConstant() ? pythonRepr(slot) : describeValue(field);
  }
};

bool TypeChecker::check(Field field, const TypeParts &parts) {
  return checkPlace({field, field.getSlot(), ""}, parts);
}

bool TypeChecker::fail(const Place &place, const Twine &message) {
  if (!quiet)
    report(place.field, place.suffix, message);
  return false;
}

//===----------------------------------------------------------------------===//
// Words
//===----------------------------------------------------------------------===//

/// The `_type` of a value that is carried verbatim; empty if it has none.
static StringRef verbatimType(const Slot &slot) {
  StringRef text = slot.isText()
                       ? slot.getText()
                       : cast<JsonAttr>(slot.getAttr()).getText().getValue();
  text = text.drop_front().ltrim();
  if (!text.consume_front("\"_type\""))
    return {};
  text = text.ltrim(": \n\r\t");
  return text.consume_front("\"")
             ? text.take_until([](char c) { return c == '"'; })
             : StringRef();
}

std::string pg::describeClass(const Slot &constant) {
  switch (kindOf(constant)) {
  case LiteralKind::None:
    return "<class 'NoneType'>";
  case LiteralKind::Bool:
    return "<class 'bool'>";
  case LiteralKind::Int:
    return "<class 'int'>";
  case LiteralKind::Float:
    return "<class 'float'>";
  case LiteralKind::Str:
    return "<class 'str'>";
  case LiteralKind::Tuple:
    return "<class 'tuple'>";
  case LiteralKind::Verbatim:
    return ("<class '" + verbatimType(constant) + "'>").str();
  }
  llvm_unreachable("all kinds are covered");
}

static std::string describeChildClass(Operation *child) {
  if (auto object = dyn_cast<ObjectOp>(child))
    return ("<class '" + object.getClassName() + "'>").str();
  if (isa<TupleOp>(child))
    return "<class 'tuple'>";
  return isa<ListOp>(child) ? "<class 'pyglove.core.symbolic.list.List'>"
                            : "<class 'pyglove.core.symbolic.dict.Dict'>";
}

std::string pg::describeValue(Field field) {
  Operation *child = field.getChild();
  if (!child)
    return pythonRepr(field.getSlot());
  if (auto object = dyn_cast<ObjectOp>(child))
    return (lastPart(object.getClassName()) + "(…)").str();
  size_t size = slotsOf(child).size();
  StringRef kind = isa<ListOp>(child)    ? "list"
                   : isa<TupleOp>(child) ? "tuple"
                                         : "dict";
  return ("a " + kind + " of " + Twine(size)).str();
}

bool TypeChecker::wrongKind(const Place &place, const Twine &expected) {
  return fail(place,
              "Expect " + expected + " but encountered " +
                  (place.isConstant() ? describeClass(place.slot)
                                      : describeChildClass(place.getChild())) +
                  ": " + place.describe() + ".");
}

static std::string boundText(Attribute bound) {
  return bound ? pythonRepr(Slot::get(bound)) : "None";
}

/// The Python classes that a spec takes, as PyGlove names them.
static std::string expectedClass(Type spec) {
  spec = splitType(spec).spec;
  if (isa<IntType>(spec))
    return "<class 'int'>";
  if (isa<RealType>(spec))
    return "<class 'float'>";
  if (isa<BoolType>(spec))
    return "<class 'bool'>";
  if (isa<StrType>(spec))
    return "<class 'str'>";
  if (isa<ListType>(spec))
    return "<class 'list'>";
  if (isa<DictType>(spec))
    return "<class 'dict'>";
  if (isa<FixedTupleType, VarTupleType>(spec))
    return "<class 'tuple'>";
  if (auto object = dyn_cast<ObjectType>(spec))
    return ("<class '" + object.getClassName().getValue() + "'>").str();
  if (isa<ClassType>(spec))
    return "<class 'type'>";
  return isa<CallableType>(spec) ? "<class 'function'>" : "any value";
}

//===----------------------------------------------------------------------===//
// Checks, in PyGlove's order
//===----------------------------------------------------------------------===//

/// Values that PyGlove lets stand in any field: references, what it cannot
/// decode before it loads, and components of classes that nobody declared.
static bool standsAnywhere(const Slot &slot, Operation *child,
                           const ClassTable &classes) {
  if (auto object = dyn_cast_or_null<ObjectOp>(child)) {
    const ClassDecl *decl = classes.getShape(object.getShape()).decl;
    return !decl || !decl->isDeclared();
  }
  if (child || kindOf(slot) != LiteralKind::Verbatim)
    return false;
  StringRef type = verbatimType(slot);
  return type != "type" && type != "function" && type != "method";
}

bool TypeChecker::checkPlace(const Place &place, const TypeParts &parts) {
  if (parts.frozen && place.isConstant() && parts.defaultValue &&
      !equalInPython(place.slot, Slot::get(parts.defaultValue)))
    return fail(place, "Frozen field is not assignable; it is " +
                           pythonRepr(Slot::get(parts.defaultValue)) +
                           ", not " + place.describe() + ".");
  if (isa<AnyType>(parts.spec))
    return true;
  if (place.isConstant() && place.kind() == LiteralKind::None &&
      !isa<EnumType>(parts.spec)) {
    auto acceptsNone = [](Type candidate) {
      TypeParts inner = splitType(candidate);
      return inner.noneable || isa<AnyType>(inner.spec);
    };
    auto any = dyn_cast<UnionType>(parts.spec);
    if (parts.noneable ||
        (any && llvm::any_of(any.getCandidates(), acceptsNone)))
      return true;
    return fail(place, "Value cannot be None.");
  }
  if (parts.noneable && place.isConstant() && place.kind() == LiteralKind::None)
    return true;
  if (standsAnywhere(place.slot, place.getChild(), classes))
    return true;
  return checkSpec(place, parts.spec);
}

bool TypeChecker::checkSpec(const Place &place, Type spec) {
  if (isa<IntType, RealType>(spec))
    return checkNumber(place, spec);
  if (isa<FixedTupleType, VarTupleType>(spec))
    return checkTuple(place, spec);
  if (auto object = dyn_cast<ObjectType>(spec))
    return checkObject(place, object);
  if (auto list = dyn_cast<ListType>(spec))
    return checkList(place, list);
  if (auto string = dyn_cast<StrType>(spec))
    return checkString(place, string);
  if (isa<BoolType>(spec))
    return (place.isConstant() && place.kind() == LiteralKind::Bool) ||
           wrongKind(place, expectedClass(spec));
  if (auto values = dyn_cast<EnumType>(spec))
    return checkEnum(place, values);
  if (auto dict = dyn_cast<DictType>(spec))
    return checkDict(place, dict);
  if (auto any = dyn_cast<UnionType>(spec))
    return checkUnion(place, any);
  if (isa<ClassType>(spec))
    return checkVerbatim(place, spec);
  if (isa<CallableType>(spec)) {
    bool callable = place.isConstant() ? place.kind() == LiteralKind::Verbatim
                                       : isa<ObjectOp>(place.getChild());
    return callable ||
           fail(place, "Value is not callable: " + place.describe() + ".");
  }
  return true;
}

/// Whether \p value lies below (or above) a bound.
static bool exceeds(const Slot &value, Attribute bound, bool below) {
  if (!bound)
    return false;
  Slot limit = Slot::get(bound);
  std::optional<int64_t> x = intOf(value), y = intOf(limit);
  if (x && y)
    return below ? *x < *y : *x > *y;
  double a = *numberOf(value), b = *numberOf(limit);
  return below ? a < b : a > b;
}

bool TypeChecker::checkNumber(const Place &place, Type spec) {
  bool isInt = isa<IntType>(spec);
  if (!place.isConstant())
    return wrongKind(place, expectedClass(spec));
  LiteralKind kind = place.kind();
  if (kind != LiteralKind::Int && kind != LiteralKind::Bool &&
      (isInt || kind != LiteralKind::Float))
    return wrongKind(place, expectedClass(spec));
  Attribute min =
      isInt ? cast<IntType>(spec).getMin() : cast<RealType>(spec).getMin();
  Attribute max =
      isInt ? cast<IntType>(spec).getMax() : cast<RealType>(spec).getMax();
  if (!min && !max)
    return true;
  std::optional<bool> boolean = boolOf(place.slot);
  Slot value = boolean ? Slot::get(int64_t(*boolean)) : place.slot;
  if (!exceeds(value, min, true) && !exceeds(value, max, false))
    return true;
  return fail(place, "Value " + place.describe() + " is out of range (min=" +
                         boundText(min) + ", max=" + boundText(max) + ").");
}

const PythonRegex *TypeChecker::getRegex(StringAttr pattern) {
  auto [known, fresh] = regexes.try_emplace(pattern);
  ParseError error;
  if (fresh)
    known->second = PythonRegex::compile(pattern, error);
  return known->second ? &*known->second : nullptr;
}

bool TypeChecker::checkString(const Place &place, StrType spec) {
  if (!place.isConstant() || place.kind() != LiteralKind::Str)
    return wrongKind(place, expectedClass(spec));
  if (!spec.getRegex())
    return true;
  const PythonRegex *regex = getRegex(spec.getRegex());
  if (!regex || regex->matchPrefix(*stringOf(place.slot)))
    return true;
  return fail(place, "String " + place.describe() +
                         " does not match regular expression '" +
                         spec.getRegex().getValue() + "'.");
}

bool TypeChecker::checkEnum(const Place &place, EnumType spec) {
  std::vector<std::string> candidates;
  for (Attribute value : spec.getValues()) {
    bool comparable = !isa<ArrayAttr, RecordAttr>(value);
    if (comparable && place.isConstant() &&
        equalInPython(place.slot, Slot::get(value)))
      return true;
    candidates.push_back(comparable ? pythonRepr(Slot::get(value)) : "…");
  }
  return fail(place, "Value " + place.describe() +
                         " is not in candidate list [" +
                         llvm::join(candidates, ", ") + "].");
}

bool TypeChecker::checkSize(const Place &place, StringRef kind, uint64_t size,
                            uint64_t min, std::optional<uint64_t> max) {
  if (max && size > *max)
    return fail(place, "Length of " + kind + " (" + Twine(size) +
                           ") is greater than max size (" + Twine(*max) + ").");
  if (size < min)
    return fail(place, "Length of " + kind + " (" + Twine(size) +
                           ") is less than min size (" + Twine(min) + ").");
  return true;
}

bool TypeChecker::checkTuple(const Place &place, Type spec) {
  Operation *child = place.getChild();
  bool isTuple =
      child ? isa<TupleOp>(child) : place.kind() == LiteralKind::Tuple;
  if (!isTuple)
    return wrongKind(place, "<class 'tuple'>");
  size_t size = child ? slotsOf(child).size() : numElements(place.slot);
  auto fixed = dyn_cast<FixedTupleType>(spec);
  if (fixed && fixed.getElements().size() != size)
    return fail(place, "Length of input tuple (" + Twine(size) +
                           ") does not match the length of spec (" +
                           Twine(fixed.getElements().size()) + ").");
  auto sized = dyn_cast<VarTupleType>(spec);
  if (sized && !checkSize(place, "tuple", size, sized.getMin(), sized.getMax()))
    return false;
  auto typeAt = [&](unsigned index) {
    return fixed ? fixed.getElements()[index] : sized.getElement();
  };
  bool fits = true;
  unsigned index = 0;
  if (child) {
    for (Field element : cast<ContainerOpInterface>(child).getFields())
      fits &= check(element, typeAt(index++));
    return fits;
  }
  (void)forEachElement(place.slot, [&](const Slot &element) {
    std::string suffix = place.suffix + "[" + std::to_string(index) + "]";
    fits &=
        checkPlace({place.field, element, suffix}, splitType(typeAt(index)));
    return ++index, success();
  });
  return fits;
}

bool TypeChecker::checkList(const Place &place, ListType spec) {
  auto list = dyn_cast_or_null<ListOp>(place.getChild());
  if (!list)
    return wrongKind(place, expectedClass(spec));
  if (checkSizes && !checkSize(place, "list", slotsOf(list).size(),
                               spec.getMin(), spec.getMax()))
    return false;
  TypeParts parts = splitType(spec.getElement());
  bool fits = true;
  if (!isa<AnyType>(parts.spec))
    for (Field element : cast<ContainerOpInterface>(*list).getFields())
      fits &= check(element, parts);
  return fits;
}

bool TypeChecker::checkDict(const Place &place, DictType spec) {
  auto dict = dyn_cast_or_null<DictOp>(place.getChild());
  if (!dict)
    return wrongKind(place, expectedClass(spec));
  if (spec.getFree())
    return true;
  bool fits = true;
  for (Field field : cast<ContainerOpInterface>(*dict).getFields()) {
    const KeyType *key = llvm::find_if(spec.getKeys(), [&](const KeyType &key) {
      if (!key.pattern)
        return key.name == field.getName();
      const PythonRegex *regex = getRegex(key.name);
      return !regex || regex->matchPrefix(field.getName());
    });
    if (key == spec.getKeys().end())
      fits = fail(place, "Keys ['" + field.getName() +
                             "'] are not allowed in Schema.");
    else
      fits &= check(field, key->type);
  }
  return fits;
}

bool TypeChecker::checkObject(const Place &place, ObjectType spec) {
  auto object = dyn_cast_or_null<ObjectOp>(place.getChild());
  if (object && classes.isSubclass(object.getClassName(), spec.getClassName()))
    return true;
  return wrongKind(place, expectedClass(spec));
}

bool TypeChecker::checkVerbatim(const Place &place, Type spec) {
  bool isClass = place.isConstant() && place.kind() == LiteralKind::Verbatim &&
                 verbatimType(place.slot) == "type";
  return isClass || wrongKind(place, expectedClass(spec));
}

bool TypeChecker::checkUnion(const Place &place, UnionType spec) {
  ++quiet;
  bool fits = llvm::any_of(spec.getCandidates(), [&](Type candidate) {
    return checkPlace(place, splitType(candidate));
  });
  --quiet;
  if (fits)
    return true;
  // The candidate that takes this kind of value says what is wrong with it.
  std::string own =
      place.isConstant() ? describeClass(place.slot) : std::string();
  for (Type candidate : spec.getCandidates())
    if (expectedClass(candidate) == own)
      return checkPlace(place, splitType(candidate));
  std::vector<std::string> expected;
  for (Type candidate : spec.getCandidates())
    expected.push_back(expectedClass(candidate));
  return wrongKind(place, "(" + llvm::join(expected, ", ") + ")");
}
