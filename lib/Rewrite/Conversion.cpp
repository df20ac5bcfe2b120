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

TypeParts RuleRewriter::partsFor(Type type, const NewValue &value) {
  TypeParts parts = type ? splitType(type) : TypeParts();
  Operation *child = value.child ? value.child.getDefiningOp() : nullptr;
  auto any = dyn_cast_or_null<UnionType>(parts.spec);
  if (!any || parts.isFrozen())
    return parts;
  return partsFor(chooseCandidate(any, value.constant, child, classes), value);
}

Slot RuleRewriter::convertConstant(const Slot &slot, Type type) {
  TypeParts parts = partsFor(type, slot);
  // What is equal in Python to what a place is frozen to becomes that: 1
  // becomes True. Anything else is refused as it is.
  if (parts.isFrozen())
    return equalInPython(slot, nullptr, parts.defaultValue, &classes)
               ? Slot::get(parts.defaultValue)
               : slot;
  Type spec = parts.spec;
  LiteralKind kind = kindOf(slot);
  auto choices = dyn_cast_or_null<EnumType>(spec);
  bool isFloat = isa_and_nonnull<RealType>(spec) ||
                 (choices && kindOfChoices(choices) == LiteralKind::Float);
  // One that is too large stays, for the verifier to refuse.
  if (isFloat && kind == LiteralKind::Int && !isTooLargeForFloat(slot))
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
  if (!converts)
    return value;
  if (!type)
    return value;
  if (!value.child)
    return convertConstant(value.constant, type)
        .withMark(value.constant.getMark());
  Operation *op = value.child.getDefiningOp();
  // PyGlove checks what a reference refers to and leaves it as it is.
  if (isa<RefOp>(op))
    return value;
  TypeParts parts = partsFor(type, value);
  if (parts.isFrozen()) {
    if (!equalInPython(value.constant, op, parts.defaultValue, &classes))
      return value;
    orphans.insert(op);
    setInsertionPoint(op);
    return build(op->getLoc(), parts.defaultValue);
  }
  Type spec = parts.spec;
  auto schema = dyn_cast_or_null<DictType>(spec);
  if (auto dict = dyn_cast<DictOp>(op); dict && schema && !schema.getFree())
    completeDict(dict, schema);
  for (Field field : cast<ContainerOpInterface>(op).getFields()) {
    Type inner;
    if (isa<ListOp, TupleOp>(op))
      inner = elementType(spec, field.getIndex());
    else if (const KeyType *key = isa<DictOp>(op) && schema
                                      ? regexes.findKey(schema, field.getName())
                                      : nullptr)
      inner = key->type;
    if (!inner)
      continue;
    if (field.getChild())
      op->setOperand(field.getSlot().getChild(),
                     convert(field.getValue(), inner).child);
    else
      field.getSlot() = convertConstant(field.getSlot(), inner)
                            .withMark(field.getSlot().getMark());
  }
  return value;
}

bool RuleRewriter::isUnwritten(const Slot &constant, Operation *child,
                               const TypeParts &parts) {
  return parts.isFrozen() &&
         equalInPython(constant, child, parts.defaultValue, &classes);
}

bool RuleRewriter::leaveUnwritten(Field field, const TypeParts &parts) {
  if (!isUnwritten(field.getSlot(), field.getChild(), parts))
    return false;
  if (Operation *child = field.getChild())
    orphans.insert(child);
  return true;
}

NewValue RuleRewriter::valueOf(Field field) {
  return field.getChild() ? NewValue(field.getValue())
                          : NewValue(field.getSlot());
}

void RuleRewriter::completeDict(DictOp dict, DictType schema) {
  auto container = cast<ContainerOpInterface>(*dict);
  ArrayRef<KeyType> keys = schema.getKeys();
  SmallVector<PlacedField> placed;
  setInsertionPoint(dict);
  for (auto [index, key] : llvm::enumerate(keys)) {
    TypeParts parts = splitType(key.type);
    if (key.pattern || parts.frozen || container.getField(key.name.getValue()))
      continue;
    if (hasWholeDefault(parts)) {
      placed.push_back(
          {index, key.name, build(dict.getLoc(), parts.defaultValue)});
      continue;
    }
    std::string path = getPath(dict);
    appendStep(path, key.name, /*isFirst=*/path.empty());
    emitError(dict.getLoc()) << path << ": Required value is not specified.";
    (void)fail();
  }
  for (Field given : container.getFields()) {
    const KeyType *key = regexes.findKey(schema, given.getName());
    // What has no place there is refused by the verifier.
    if (!key || !leaveUnwritten(given, splitType(key->type)))
      placed.push_back({key ? size_t(key - keys.begin()) : keys.size(),
                        dict.getShape().getNames()[given.getIndex()],
                        valueOf(given)});
  }
  setFields(dict, placed);
}

void RuleRewriter::setFields(Operation *op, ArrayRef<PlacedField> placed) {
  SmallVector<const PlacedField *> ordered(llvm::make_pointer_range(placed));
  // Of keyword fields that fall under one pattern, the order stays.
  llvm::sort(ordered, [](const PlacedField *a, const PlacedField *b) {
    return a->position != b->position ? a->position < b->position : a < b;
  });
  SlotList slots;
  SmallVector<Value> children;
  SmallVector<StringAttr> names;
  for (const PlacedField *field : ordered) {
    Value child = field->value.child;
    Slot slot = child ? Slot::child(children.size()) : field->value.constant;
    slots.push_back(slot.withMark(markOf(op, field->value)));
    names.push_back(field->name);
    if (child)
      children.push_back(child);
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
  return holder ? partsFor(typeOf(holder), NewValue(container)).spec : Type();
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

std::optional<RuleRewriter::Declared>
RuleRewriter::declarationOf(Operation *container, StringRef name) {
  if (auto object = dyn_cast<ObjectOp>(container)) {
    const ClassDecl *decl = Component(object, classes).getDecl();
    const FieldDecl *field =
        decl && decl->isDeclared() ? decl->getField(name) : nullptr;
    return field ? std::optional<Declared>({field->parts, field->pattern})
                 : std::nullopt;
  }
  DictType schema = schemaOf(container);
  const KeyType *key = schema ? regexes.findKey(schema, name) : nullptr;
  return key ? std::optional<Declared>({splitType(key->type), key->pattern})
             : std::nullopt;
}

Type RuleRewriter::elementTypeOf(Operation *list) {
  auto spec =
      isa<ListOp>(list) ? dyn_cast_or_null<ListType>(specOf(list)) : ListType();
  return spec ? spec.getElement() : Type();
}
