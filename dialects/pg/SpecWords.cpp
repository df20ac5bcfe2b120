//===- SpecWords.cpp - What values and specs are called ===//
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

bool pg::isClass(const Slot &constant) {
  if (std::optional<GlobalName> global = globalOf(constant))
    return global->kind == "class";
  return kindOf(constant) == LiteralKind::Verbatim &&
         verbatimType(constant) == "type";
}

StringRef pg::verbatimType(const Slot &slot) {
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

StringRef pg::classOfKind(LiteralKind kind) {
  switch (kind) {
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
  case LiteralKind::Global:
  case LiteralKind::Verbatim:
    return "any value";
  }
  llvm_unreachable("all kinds are covered");
}

std::string pg::describeClass(const Slot &constant) {
  LiteralKind kind = kindOf(constant);
  if (std::optional<GlobalName> global = globalOf(constant))
    return global->kind == "class" ? "<class 'type'>"
                                   : ("<class '" + global->kind + "'>").str();
  if (kind == LiteralKind::Verbatim)
    return ("<class '" + verbatimType(constant) + "'>").str();
  return classOfKind(kind).str();
}

std::string pg::describeChildClass(Operation *child) {
  if (auto object = dyn_cast<ObjectOp>(child))
    return ("<class '" + object.getClassName() + "'>").str();
  if (isa<TupleOp>(child))
    return "<class 'tuple'>";
  return isa<ListOp>(child) ? "<class 'pyglove.core.symbolic.list.List'>"
                            : "<class 'pyglove.core.symbolic.dict.Dict'>";
}

std::string pg::describeValue(Field field) {
  field = dereference(field);
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

std::string pg::boundText(Attribute bound) {
  return bound ? showValue(bound) : "None";
}

SmallVector<std::string> pg::expectedClasses(Type spec) {
  spec = splitType(spec).spec;
  if (isa<IntType>(spec))
    return {"<class 'int'>"};
  if (isa<RealType>(spec))
    return {"<class 'float'>"};
  if (isa<BoolType>(spec))
    return {"<class 'bool'>"};
  if (isa<StrType>(spec))
    return {"<class 'str'>"};
  if (isa<ListType>(spec))
    return {"<class 'list'>"};
  if (isa<DictType>(spec))
    return {"<class 'dict'>"};
  if (isa<FixedTupleType, VarTupleType>(spec))
    return {"<class 'tuple'>"};
  if (auto object = dyn_cast<ObjectType>(spec))
    return {("<class '" + object.getClassName().getValue() + "'>").str()};
  if (isa<ClassType>(spec))
    return {"<class 'type'>"};
  if (isa<FunctorType>(spec))
    return {"<class 'pyglove.core.utils.common_traits.Functor'>"};
  if (auto transform = dyn_cast<TransformType>(spec))
    return expectedClasses(transform.getResult());
  SmallVector<std::string> classes;
  if (auto choices = dyn_cast<EnumType>(spec)) {
    if (std::optional<LiteralKind> kind = kindOfChoices(choices))
      classes.push_back(classOfKind(*kind).str());
  } else if (auto any = dyn_cast<UnionType>(spec)) {
    for (Type candidate : any.getCandidates()) {
      SmallVector<std::string> own = expectedClasses(candidate);
      if (own.empty())
        return {};
      for (std::string &name : own)
        if (!llvm::is_contained(classes, name))
          classes.push_back(std::move(name));
    }
  }
  return classes;
}

std::string pg::expectedClass(Type spec) {
  SmallVector<std::string> classes = expectedClasses(spec);
  return classes.size() == 1 ? classes.front()
                             : "(" + llvm::join(classes, ", ") + ")";
}
