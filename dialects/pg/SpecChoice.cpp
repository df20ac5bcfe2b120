//===- SpecChoice.cpp - Which part of a spec a value falls under ===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpecWords.h"
#include "pg/Support/PyGloveNames.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

const PythonRegex *RegexCache::get(StringAttr pattern) {
  auto [known, fresh] = regexes.try_emplace(pattern);
  ParseError error;
  if (fresh)
    known->second = PythonRegex::compile(pattern, error);
  return known->second ? &*known->second : nullptr;
}

/// How the JSON of PyGlove spells a key that is an integer: no name.
static bool isIntegerKey(StringRef name) {
  return name.consume_front("n_:") && !name.empty() &&
         llvm::all_of(name,
                      [](char c) { return llvm::isDigit(c) || c == '-'; });
}

const KeyType *RegexCache::findKey(DictType schema, StringRef name) {
  for (const KeyType &key : schema.getKeys())
    if (!key.pattern && key.name == name)
      return &key;
  if (isIntegerKey(name))
    return nullptr;
  for (const KeyType &key : schema.getKeys()) {
    const PythonRegex *regex = key.pattern ? get(key.name) : nullptr;
    if (key.pattern && (!regex || regex->matchPrefix(name)))
      return &key;
  }
  return nullptr;
}

bool pg::isOfKind(LiteralKind kind, LiteralKind base) {
  return kind == base ||
         (kind == LiteralKind::Bool && base == LiteralKind::Int);
}

bool pg::convertsTo(LiteralKind kind, LiteralKind other) {
  return other == LiteralKind::Float && isOfKind(kind, LiteralKind::Int);
}

bool pg::convertsToComponent(LiteralKind kind, ObjectType spec) {
  return kind == LiteralKind::Str && spec.getClassName() == names::object;
}

/// What is known of the class of a component; nothing of other values.
static std::optional<Callability> callabilityOf(Operation *child,
                                                const ClassTable &classes) {
  auto object = dyn_cast_or_null<ObjectOp>(child);
  const ClassDecl *decl =
      object ? classes.lookup(object.getClassName()) : nullptr;
  return decl ? decl->getCallability() : std::nullopt;
}

bool pg::canBeCalled(Operation *child, const ClassTable &classes) {
  return isa_and_nonnull<ObjectOp>(child) &&
         callabilityOf(child, classes) != Callability::No;
}

bool pg::isFunctor(Operation *child, const ClassTable &classes) {
  std::optional<Callability> known = callabilityOf(child, classes);
  return isa_and_nonnull<ObjectOp>(child) &&
         (!known || known == Callability::Functor);
}

std::optional<LiteralKind> pg::kindOfChoices(EnumType spec) {
  std::optional<LiteralKind> common;
  for (Attribute value : spec.getValues()) {
    if (isa<ArrayAttr, RecordAttr>(value))
      return std::nullopt;
    LiteralKind kind = kindOf(Slot::get(value));
    if (kind == LiteralKind::Verbatim || kind == LiteralKind::Global)
      return std::nullopt;
    if (kind == LiteralKind::None || (common && isOfKind(kind, *common)))
      continue;
    if (common && !isOfKind(*common, kind))
      return std::nullopt;
    common = kind;
  }
  return common;
}

/// The spec of a candidate, whose class decides whether it is the one: before a
/// transform, the class of the result is asked for.
static Type specOf(Type candidate) {
  Type spec = splitType(candidate).spec;
  auto transform = dyn_cast<TransformType>(spec);
  return transform ? specOf(transform.getResult()) : spec;
}

/// The kind of the constants that a spec takes as they are; nullopt if it takes
/// no constants, or of several kinds.
static std::optional<LiteralKind> constantKind(Type spec) {
  if (isa<IntType>(spec))
    return LiteralKind::Int;
  if (isa<RealType>(spec))
    return LiteralKind::Float;
  if (isa<BoolType>(spec))
    return LiteralKind::Bool;
  if (isa<StrType>(spec))
    return LiteralKind::Str;
  if (isa<FixedTupleType, VarTupleType>(spec))
    return LiteralKind::Tuple;
  if (auto choices = dyn_cast<EnumType>(spec))
    return kindOfChoices(choices);
  return std::nullopt;
}

bool pg::isCallable(const Slot &constant) {
  LiteralKind kind = kindOf(constant);
  return kind == LiteralKind::Global || kind == LiteralKind::Verbatim;
}

/// Whether PyGlove has to try a spec, as it has no class to ask for.
static bool isClassless(Type spec) {
  if (auto any = dyn_cast<UnionType>(spec))
    return llvm::any_of(any.getCandidates(), [](Type candidate) {
      return isClassless(specOf(candidate));
    });
  auto choices = dyn_cast<EnumType>(spec);
  return isa<CallableType>(spec) || (choices && !kindOfChoices(choices));
}

/// Whether a value is an instance of the class, or classes, that a spec has.
static bool isInstance(Type spec, const Slot &constant, Operation *child,
                       const ClassTable &classes) {
  if (auto any = dyn_cast<UnionType>(spec))
    return llvm::any_of(any.getCandidates(), [&](Type candidate) {
      return isInstance(specOf(candidate), constant, child, classes);
    });
  // Its class is object.
  if (isa<AnyType>(spec))
    return true;
  if (isa<FunctorType>(spec))
    return isFunctor(child, classes);
  if (auto object = dyn_cast_or_null<ObjectOp>(child)) {
    auto expected = dyn_cast<ObjectType>(spec);
    return expected &&
           classes.isSubclass(object.getClassName(), expected.getClassName());
  }
  if (child)
    return isa<ListOp>(child)   ? isa<ListType>(spec)
           : isa<DictOp>(child) ? isa<DictType>(spec)
                                : constantKind(spec) == LiteralKind::Tuple;
  LiteralKind kind = kindOf(constant);
  if (kind == LiteralKind::Verbatim || kind == LiteralKind::Global)
    return isa<ClassType>(spec) && isClass(constant);
  std::optional<LiteralKind> expected = constantKind(spec);
  return expected && isOfKind(kind, *expected);
}

/// Whether a value of this class becomes one that the spec takes.
static bool converts(Type spec, const Slot &constant, Operation *child) {
  if (auto any = dyn_cast<UnionType>(spec))
    return llvm::any_of(any.getCandidates(), [&](Type candidate) {
      return converts(specOf(candidate), constant, child);
    });
  if (child)
    return false;
  if (auto object = dyn_cast<ObjectType>(spec))
    return convertsToComponent(kindOf(constant), object);
  std::optional<LiteralKind> kind = constantKind(spec);
  return kind && convertsTo(kindOf(constant), *kind);
}

Type pg::chooseCandidate(UnionType any, const Slot &constant, Operation *child,
                         const ClassTable &classes) {
  ArrayRef<Type> candidates = any.getCandidates();
  for (Type candidate : candidates) {
    Type spec = specOf(candidate);
    if (!isClassless(spec) && isInstance(spec, constant, child, classes))
      return candidate;
  }
  for (Type candidate : candidates) {
    Type spec = specOf(candidate);
    if (!isClassless(spec))
      continue;
    // What is frozen refuses all other values for good.
    if (splitType(candidate).isFrozen())
      return candidate;
    if (auto inner = dyn_cast<UnionType>(spec)) {
      if (chooseCandidate(inner, constant, child, classes))
        return candidate;
    } else if (!isa<CallableType>(spec) ||
               (child ? canBeCalled(child, classes) : isCallable(constant))) {
      return candidate;
    }
  }
  for (Type candidate : candidates) {
    Type spec = specOf(candidate);
    if (!isClassless(spec) && converts(spec, constant, child))
      return candidate;
  }
  return {};
}
