//===- LiteralComparison.cpp - Whether a value is what a literal says -----===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/TypeCheck.h"

using namespace mlir;
using namespace pg;

namespace {
/// Whether values are what literals stand for.
class LiteralComparison {
public:
  using SameConstant = bool(const Slot &, const Slot &);
  /// Constants are compared by \p same. With \p classes, a component that
  /// leaves out a field has its default there, as when PyGlove loads it.
  LiteralComparison(SameConstant *same, const ClassTable *classes)
      : same(same), classes(classes) {}

  bool equal(const Slot &constant, Operation *child, Attribute literal) const {
    if (child)
      return equalChild(child, literal);
    return isFieldLiteral(literal) && same(constant, Slot::get(literal));
  }

private:
  bool equal(Field field, Attribute literal) const {
    return equal(field.getSlot(), field.getChild(), literal);
  }
  bool equalChild(Operation *child, Attribute literal) const;
  bool equalRecord(Operation *child, RecordAttr record) const;

  SameConstant *same;
  const ClassTable *classes;
};
} // namespace

/// What stands in a field that a component leaves out; null if that is not
/// known.
static Attribute defaultOf(const ClassDecl *decl, StringRef name) {
  const FieldDecl *field = decl ? decl->getField(name) : nullptr;
  return field && !field->pattern ? field->parts.defaultValue : Attribute();
}

bool LiteralComparison::equalRecord(Operation *child, RecordAttr record) const {
  ShapeAttr shape = record.getShape(), own = shapeOf(child);
  if (!own)
    return false;
  StringAttr className = shape.getClassName();
  const ClassDecl *decl =
      classes && !shape.isDict() ? classes->lookup(className) : nullptr;
  bool isSameClass = own.getClassName() == className ||
                     (decl && classes->lookup(own.getClassName()) == decl);
  auto container = cast<ContainerOpInterface>(child);
  size_t found = 0;
  auto isThere = [&](auto entry) {
    auto [name, value] = entry;
    if (Field field = container.getField(name)) {
      ++found;
      return equal(field, value);
    }
    Attribute standing = defaultOf(decl, name);
    return standing && (standing == value ||
                        (isFieldLiteral(standing) &&
                         equal(Slot::get(standing), /*child=*/nullptr, value)));
  };
  if (!isSameClass ||
      !llvm::all_of(llvm::zip(shape.getNames(), record.getValues()), isThere))
    return false;
  return found == own.getNames().size() ||
         llvm::all_of(container.getFields(), [&](Field field) {
           if (shape.find(field.getName()))
             return true;
           Attribute standing = defaultOf(decl, field.getName());
           return standing && equal(field, standing);
         });
}

bool LiteralComparison::equalChild(Operation *child, Attribute literal) const {
  if (auto record = dyn_cast<RecordAttr>(literal))
    return equalRecord(child, record);
  ArrayRef<Attribute> elements;
  if (auto list = dyn_cast<ArrayAttr>(literal); list && isa<ListOp>(child))
    elements = list.getValue();
  else if (auto tuple = dyn_cast<TupleAttr>(literal);
           tuple && isa<TupleOp>(child))
    elements = tuple.getElements();
  else
    return false;
  return elements.size() == slotsOf(child).size() &&
         llvm::all_of(
             llvm::zip(cast<ContainerOpInterface>(child).getFields(), elements),
             [&](auto pair) {
               return equal(std::get<0>(pair), std::get<1>(pair));
             });
}

bool pg::equalInPython(const Slot &constant, Operation *child,
                       Attribute literal, const ClassTable *classes) {
  return LiteralComparison(equalInPython, classes)
      .equal(constant, child, literal);
}

bool pg::holdsLiteral(Field field, Attribute literal) {
  return LiteralComparison(sameConstant, /*classes=*/nullptr)
      .equal(field.getSlot(), field.getChild(), literal);
}
