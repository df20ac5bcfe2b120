//===- TypeCheck.cpp - Whether a value fits its spec -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpecWords.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

/// Where a value stands: a field, or an element of the constant tuple in it.
struct TypeChecker::Place {
  Field field;
  /// What a reference refers to, or the value itself.
  const Slot &slot;
  Operation *child = nullptr;
  /// For an element: the tuple around it, and which one it is.
  const Place *tuple = nullptr;
  unsigned index = 0;

  bool isConstant() const { return !slot.isChild(); }
  Operation *getChild() const { return child; }
  /// What follows the path of the field: `[0]`.
  std::string suffix() const {
    return tuple ? tuple->suffix() + "[" + std::to_string(index) + "]" : "";
  }
  LiteralKind kind() const { return kindOf(slot); }
  /// Whether Python's == would hold between the value and a literal.
  bool equals(Attribute literal, const ClassTable &classes) const;
  std::string show() const {
    return isConstant() ? showValue(slot) : showValue(field);
  }
  std::string showPlainly() const {
    return isConstant() ? pg::showPlainly(slot) : showValue(field);
  }
};

bool TypeChecker::check(Field field, const TypeParts &parts) {
  Field value = dereference(field);
  return checkPlace({field, value.getSlot(), value.getChild()}, parts);
}

bool TypeChecker::fail(const Place &place, const Twine &message) {
  report(place.field, place.suffix(), message);
  return false;
}

bool TypeChecker::wrongKind(const Place &place, const Twine &expected) {
  return fail(place,
              "Expect " + expected + " but encountered " +
                  (place.isConstant() ? describeClass(place.slot)
                                      : describeChildClass(place.getChild())) +
                  ": " + place.showPlainly() + ".");
}

//===----------------------------------------------------------------------===//
// Checks, in PyGlove's order
//===----------------------------------------------------------------------===//

/// Values that PyGlove lets stand in any field: what it cannot decode before it
/// loads, and components of classes that nobody declared.
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

bool TypeChecker::Place::equals(Attribute literal,
                                const ClassTable &classes) const {
  return equalInPython(slot, getChild(), literal, &classes);
}

/// Whether a spec takes None: one that says so, or one of whose choices or
/// candidates does.
static bool acceptsNone(const TypeParts &parts) {
  if (parts.noneable || isa<AnyType>(parts.spec))
    return true;
  if (auto choices = dyn_cast<EnumType>(parts.spec))
    return llvm::any_of(choices.getValues(), llvm::IsaPred<NoneAttr>);
  auto any = dyn_cast<UnionType>(parts.spec);
  return any && llvm::any_of(any.getCandidates(), [](Type candidate) {
           return acceptsNone(splitType(candidate));
         });
}

bool TypeChecker::checkPlace(const Place &place, const TypeParts &parts) {
  if (parts.isFrozen()) {
    if (place.equals(parts.defaultValue, classes))
      return true;
    // Components are shown by their class alone.
    std::string only = showValue(parts.defaultValue), here = place.show();
    return fail(place, "Frozen field is not assignable. It is " + only +
                           (only == here ? " with other values than here."
                                         : ", not " + here + "."));
  }
  if (isa<AnyType>(parts.spec))
    return true;
  if (place.isConstant() && place.kind() == LiteralKind::None)
    return acceptsNone(parts) || fail(place, "Value cannot be None.");
  if (auto object = dyn_cast_or_null<ObjectOp>(place.getChild())) {
    Placeholder kind = classes.getShape(object.getShape()).placeholder;
    if (kind != Placeholder::None)
      return checkPlaceholder(place, parts, kind);
  }
  bool isPlain = place.isConstant() && place.kind() != LiteralKind::Verbatim;
  if (!isPlain && standsAnywhere(place.slot, place.getChild(), classes))
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
    return checkClass(place, cast<ClassType>(spec));
  if (isa<FunctorType>(spec))
    return isFunctor(place.getChild(), classes) ||
           wrongKind(place, expectedClass(spec));
  if (isa<CallableType>(spec)) {
    bool callable = place.isConstant() ? isCallable(place.slot)
                                       : canBeCalled(place.getChild(), classes);
    return callable ||
           fail(place, "Value is not callable: " + place.show() + ".");
  }
  return true;
}

/// Whether \p value lies below (or above) a bound.
static bool exceeds(const Slot &value, Attribute bound, bool below) {
  if (!bound)
    return false;
  std::optional<int> order = compareInPython(value, Slot::get(bound));
  return order && (below ? *order < 0 : *order > 0);
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
  // Of what is no integer, Python's float() is what has to fit.
  if (!isInt && isTooLargeForFloat(place.slot))
    return fail(place, "int too large to convert to float: " + place.show());
  if (!exceeds(place.slot, min, true) && !exceeds(place.slot, max, false))
    return true;
  return fail(place, "Value " + place.show() + " is out of range (min=" +
                         boundText(min) + ", max=" + boundText(max) + ").");
}

bool TypeChecker::checkString(const Place &place, StrType spec) {
  if (!place.isConstant() || place.kind() != LiteralKind::Str)
    return wrongKind(place, expectedClass(spec));
  if (!spec.getRegex())
    return true;
  const PythonRegex *regex = regexes.get(spec.getRegex());
  if (!regex || regex->matchPrefix(*stringOf(place.slot)))
    return true;
  return fail(place, "String " + place.show() +
                         " does not match regular expression " +
                         showValue(spec.getRegex()) + ".");
}

bool TypeChecker::checkEnum(const Place &place, EnumType spec) {
  if (std::optional<LiteralKind> kind = kindOfChoices(spec)) {
    bool isInstance =
        place.isConstant()
            ? isOfKind(place.kind(), *kind) || convertsTo(place.kind(), *kind)
            : *kind == LiteralKind::Tuple && isa<TupleOp>(place.getChild());
    if (!isInstance)
      return wrongKind(place, classOfKind(*kind));
  }
  if (llvm::any_of(spec.getValues(), [&](Attribute value) {
        return place.equals(value, classes);
      }))
    return true;
  std::vector<std::string> candidates;
  for (Attribute value : spec.getValues())
    candidates.push_back(showValue(value));
  return fail(place, "Value " + place.show() + " is not in candidate list [" +
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
  SmallVector<Slot> elements;
  if (!child)
    (void)forEachElement(place.slot, [&](const Slot &element) {
      elements.push_back(element);
      return success();
    });
  size_t size = child ? slotsOf(child).size() : elements.size();
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
  for (unsigned index = 0; index != size; ++index)
    fits &=
        child
            ? check(Field(child, index), typeAt(index))
            : checkPlace({place.field, elements[index], nullptr, &place, index},
                         splitType(typeAt(index)));
  return fits;
}

bool TypeChecker::checkList(const Place &place, ListType spec) {
  auto list = dyn_cast_or_null<ListOp>(place.getChild());
  if (!list)
    return wrongKind(place, expectedClass(spec));
  bool fits = !checkSizes || checkSize(place, "list", slotsOf(list).size(),
                                       spec.getMin(), spec.getMax());
  TypeParts parts = splitType(spec.getElement());
  if (!isa<AnyType>(parts.spec) || parts.frozen)
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
    const KeyType *key = regexes.findKey(spec, field.getName());
    if (!key)
      fits = fail(place, "Keys ['" + field.getName() +
                             "'] are not allowed in Schema.");
    else
      fits &= check(field, key->type);
  }
  for (const KeyType &key : spec.getKeys())
    if (onMissing && !key.pattern && !hasWholeDefault(splitType(key.type)) &&
        !cast<ContainerOpInterface>(*dict).getField(key.name.getValue()))
      onMissing(place.field, key.name);
  return fits;
}

bool TypeChecker::checkObject(const Place &place, ObjectType spec) {
  if (place.isConstant() && convertsToComponent(place.kind(), spec))
    return true;
  auto object = dyn_cast_or_null<ObjectOp>(place.getChild());
  if (object && classes.isSubclass(object.getClassName(), spec.getClassName()))
    return true;
  return wrongKind(place, expectedClass(spec));
}

bool TypeChecker::checkClass(const Place &place, ClassType spec) {
  if (!place.isConstant() || !isClass(place.slot))
    return wrongKind(place, "<class 'type'>");
  std::optional<GlobalName> global = globalOf(place.slot);
  if (!global || !spec.getClassName())
    return true;
  StringRef base = spec.getClassName();
  bool isBuiltin = StringRef(global->name).starts_with("builtins.");
  const ClassDecl *decl = classes.lookup(global->name);
  // Of a class of which nothing is known, the bases are not known either.
  bool fits = decl ? classes.isSubclass(decl->getName(), base) : !isBuiltin;
  if (fits || base == global->name || base == "builtins.object" ||
      (global->name == "builtins.bool" && base == "builtins.int"))
    return true;
  return fail(place,
              place.show() + " is not a subclass of <class '" + base + "'>");
}

/// A union of which some candidate has no class, in PyGlove's words.
static std::string describeUnion(UnionType spec) {
  std::vector<std::string> candidates;
  for (Type candidate : spec.getCandidates()) {
    Type inner = splitType(candidate).spec;
    if (auto nested = dyn_cast<UnionType>(inner))
      candidates.push_back(describeUnion(nested));
    else if (isa<CallableType>(inner))
      candidates.push_back("Callable()");
    else
      candidates.push_back(
          expectedClasses(inner).empty() ? "Enum()" : expectedClass(inner));
  }
  return "Union([" + llvm::join(candidates, ", ") + "])";
}

bool TypeChecker::checkUnion(const Place &place, UnionType spec) {
  if (Type candidate =
          chooseCandidate(spec, place.slot, place.getChild(), classes))
    return checkPlace(place, splitType(candidate));
  if (!expectedClasses(spec).empty())
    return wrongKind(place, expectedClass(spec));
  return fail(place, place.show() + " does not match any candidate of " +
                         describeUnion(spec) + ".");
}

//===----------------------------------------------------------------------===//
// Placeholders
//===----------------------------------------------------------------------===//

bool TypeChecker::checkPlaceholder(const Place &place, const TypeParts &parts,
                                   Placeholder kind) {
  auto object = cast<ObjectOp>(place.getChild());
  auto spec = dyn_cast<ObjectType>(parts.spec);
  bool isMeant =
      spec && classes.isSubclass(object.getClassName(), spec.getClassName());
  if (kind == Placeholder::Unknown || isMeant)
    return true;
  if (kind == Placeholder::OneOf)
    return checkCandidates(object, parts);
  bool isList = kind == Placeholder::ManyOf;
  Type found = isList ? specForPlaceholder<ListType>(parts.spec)
                      : specForPlaceholder<RealType>(parts.spec);
  // What decides to a number is never None: PyGlove takes it for another spec.
  bool isTooWide = parts.noneable && !isa<AnyType>(parts.spec);
  if (!found || isTooWide)
    return fail(place, "Source spec " +
                           Twine(isList ? "List(Any())" : "Float()") +
                           " is not compatible with destination spec " +
                           expectedClass(parts.spec) +
                           (isTooWide ? ", which can be None." : "."));
  if (auto list = dyn_cast<ListType>(found))
    return checkCandidates(object, splitType(list.getElement()));
  if (auto real = dyn_cast<RealType>(found))
    return checkFloatRange(place, real);
  return true;
}

bool TypeChecker::checkCandidates(ObjectOp placeholder,
                                  const TypeParts &parts) {
  Field candidates =
      cast<ContainerOpInterface>(*placeholder).getField("candidates");
  auto list =
      candidates ? dyn_cast_or_null<ListOp>(candidates.getChild()) : ListOp();
  bool fits = true;
  if (list)
    for (Field candidate : cast<ContainerOpInterface>(*list).getFields())
      fits &= check(candidate, parts);
  return fits;
}

bool TypeChecker::checkFloatRange(const Place &place, RealType spec) {
  auto container = cast<ContainerOpInterface>(*place.getChild());
  auto isBeyond = [&](StringRef name, Attribute bound, bool below) {
    Field field = container.getField(name);
    return field && field.getNumber() &&
           exceeds(field.getSlot(), bound, below) &&
           !fail(place,
                 "Float." + name + " (" + describeValue(field) +
                     ") should be no " + (below ? "less" : "greater") +
                     " than the " + (below ? "min" : "max") + " value (" +
                     boundText(bound) +
                     ") of value spec: Float(min=" + boundText(spec.getMin()) +
                     ", max=" + boundText(spec.getMax()) + ").");
  };
  return !isBeyond("min_value", spec.getMin(), /*below=*/true) &&
         !isBeyond("max_value", spec.getMax(), /*below=*/false);
}
