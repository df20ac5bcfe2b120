//===- Conversion.cpp - What a value becomes in its place -----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// PyGlove's value specs convert and complete what is assigned to a field: an
// integer becomes a float, a dictionary takes the order and the defaults of its
// schema.
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/RuleRewriter.h"

using namespace mlir;
using namespace pg;

Type RuleRewriter::specFor(Type type, const NewValue &value) {
  if (!type)
    return {};
  Type spec = splitType(type).spec;
  auto any = dyn_cast<UnionType>(spec);
  if (!any)
    return spec;
  Operation *child = value.child ? value.child.getDefiningOp() : nullptr;
  Type candidate = chooseCandidate(any, value.constant, child, classes);
  return candidate ? specFor(candidate, value) : Type();
}

/// The type of each element of a tuple of that spec; null for another spec.
static Type elementType(Type spec, unsigned index) {
  if (auto sized = dyn_cast_or_null<VarTupleType>(spec))
    return sized.getElement();
  auto fixed = dyn_cast_or_null<FixedTupleType>(spec);
  return fixed && index < fixed.getElements().size()
             ? fixed.getElements()[index]
             : Type();
}

Slot RuleRewriter::convertConstant(const Slot &slot, Type type) {
  Type spec = specFor(type, slot);
  LiteralKind kind = kindOf(slot);
  auto choices = dyn_cast_or_null<EnumType>(spec);
  bool isFloat = isa_and_nonnull<RealType>(spec) ||
                 (choices && kindOfChoices(choices) == LiteralKind::Float);
  if (isFloat && kind == LiteralKind::Int)
    return Slot::get(*numberOf(slot));
  if (isFloat && kind == LiteralKind::Bool)
    return Slot::get(*boolOf(slot) ? 1.0 : 0.0);
  if (kind != LiteralKind::Tuple ||
      !isa_and_nonnull<FixedTupleType, VarTupleType>(spec))
    return slot;
  SmallVector<Attribute> elements;
  bool isSame = true;
  (void)forEachElement(slot, [&](const Slot &element) {
    Type inner = elementType(spec, elements.size());
    Slot converted = inner ? convertConstant(element, inner) : element;
    isSame &= sameConstant(converted, element);
    elements.push_back(converted.toAttribute(getContext()));
    return success();
  });
  return isSame ? slot
                : Slot::get(Attribute(TupleAttr::get(getContext(), elements)));
}

NewValue RuleRewriter::convert(NewValue value, Type type) {
  if (!type)
    return value;
  if (!value.child)
    return convertConstant(value.constant, type)
        .withRule(value.constant.getRule());
  Operation *op = value.child.getDefiningOp();
  // PyGlove checks what a reference refers to and leaves it as it is.
  if (isa<RefOp>(op))
    return value;
  Type spec = specFor(type, value);
  auto schema = dyn_cast_or_null<DictType>(spec);
  if (auto dict = dyn_cast<DictOp>(op); dict && schema && !schema.getFree())
    completeDict(dict, schema);
  auto list = dyn_cast_or_null<ListType>(spec);
  for (Field field : cast<ContainerOpInterface>(op).getFields()) {
    Type inner;
    if (isa<ListOp>(op))
      inner = list ? list.getElement() : Type();
    else if (isa<TupleOp>(op))
      inner = elementType(spec, field.getIndex());
    else if (const KeyType *key = isa<DictOp>(op) && schema
                                      ? regexes.findKey(schema, field.getName())
                                      : nullptr)
      inner = key->type;
    if (!inner)
      continue;
    if (field.getChild())
      convert(field.getValue(), inner);
    else
      field.getSlot() =
          convertConstant(field.getSlot(), inner).withRule(field.getRule());
  }
  return value;
}

bool RuleRewriter::isUnwritten(const Slot &constant, Operation *child,
                               const TypeParts &parts) {
  return parts.frozen && parts.defaultValue &&
         equalInPython(constant, child, parts.defaultValue);
}

void RuleRewriter::completeDict(DictOp dict, DictType schema) {
  // Constant keys in the order of the schema, the others as they came.
  auto container = cast<ContainerOpInterface>(*dict);
  SmallVector<StringAttr> names;
  SmallVector<NewValue> values;
  llvm::SmallDenseSet<StringRef> frozen;
  auto add = [&](StringAttr name, Field field) {
    names.push_back(name);
    values.push_back(field.getChild() ? NewValue(field.getValue())
                                      : NewValue(field.getSlot()));
  };
  setInsertionPoint(dict);
  for (const KeyType &key : schema.getKeys()) {
    if (key.pattern)
      continue;
    TypeParts parts = splitType(key.type);
    if (Field given = container.getField(key.name.getValue())) {
      if (isUnwritten(given.getSlot(), given.getChild(), parts))
        frozen.insert(given.getName());
      else
        add(key.name, given);
    } else if (parts.frozen) {
      continue;
    } else if (parts.defaultValue) {
      names.push_back(key.name);
      values.push_back(build(dict.getLoc(), parts.defaultValue));
    } else {
      emitError(dict.getLoc()) << "a dictionary lacks its key '"
                               << key.name.getValue() << "', which is required";
      (void)fail();
    }
  }
  for (Field given : container.getFields())
    if (!llvm::is_contained(names, given.getName()) &&
        !frozen.contains(given.getName()))
      add(dict.getShape().getNames()[given.getIndex()], given);
  setFields(dict, names, values);
}

void RuleRewriter::setFields(Operation *op, ArrayRef<StringAttr> names,
                             ArrayRef<NewValue> values) {
  SlotList slots;
  SmallVector<Value> children;
  unsigned rule = experiment.getHistory().rules.size();
  for (const NewValue &value : values) {
    Slot slot = value.child ? Slot::child(children.size()) : value.constant;
    slots.push_back(slot.withRule(rule));
    if (value.child)
      children.push_back(value.child);
  }
  op->setOperands(children);
  slotsOf(op) = std::move(slots);
  auto shape = ShapeAttr::get(getContext(), shapeOf(op).getClassName(), names);
  if (auto object = dyn_cast<ObjectOp>(op))
    object.setShapeAttr(shape);
  else
    cast<DictOp>(op).setShapeAttr(shape);
}

//===----------------------------------------------------------------------===//
// The types of places
//===----------------------------------------------------------------------===//

Type RuleRewriter::specOf(Operation *container) {
  // A list in a list in a list: as deep as the specs go.
  Field holder = getHolder(container);
  return holder ? specFor(typeOf(holder), NewValue(container)) : Type();
}

DictType RuleRewriter::schemaOf(Operation *container) {
  auto spec = isa<DictOp>(container)
                  ? dyn_cast_or_null<DictType>(specOf(container))
                  : DictType();
  return spec && !spec.getFree() ? spec : DictType();
}

Type RuleRewriter::typeOf(Field field) {
  Operation *owner = field.getOwner();
  if (auto object = dyn_cast<ObjectOp>(owner)) {
    const FieldDecl *decl =
        classes.getShape(object.getShape()).fields[field.getIndex()];
    return decl ? decl->type : Type();
  }
  if (isa<ListOp>(owner))
    return elementTypeOf(owner);
  if (DictType schema = schemaOf(owner))
    if (const KeyType *key = regexes.findKey(schema, field.getName()))
      return key->type;
  return {};
}

Type RuleRewriter::elementTypeOf(Operation *list) {
  auto spec =
      isa<ListOp>(list) ? dyn_cast_or_null<ListType>(specOf(list)) : ListType();
  return spec ? spec.getElement() : Type();
}
