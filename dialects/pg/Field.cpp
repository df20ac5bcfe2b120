//===- Field.cpp - A place in an experiment that holds a value -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/PgOps.h"

using namespace mlir;
using namespace pg;

SlotList &pg::slotsOf(Operation *container) {
  if (auto object = dyn_cast<ObjectOp>(container))
    return object.getProperties().slots;
  if (auto list = dyn_cast<ListOp>(container))
    return list.getProperties().slots;
  if (auto dict = dyn_cast<DictOp>(container))
    return dict.getProperties().slots;
  if (auto tuple = dyn_cast<TupleOp>(container))
    return tuple.getProperties().slots;
  if (auto ref = dyn_cast<RefOp>(container))
    return ref.getProperties().slots;
  if (auto constant = dyn_cast<ConstantOp>(container))
    return constant.getProperties().slots;
  return cast<ReturnOp>(container).getProperties().slots;
}

ShapeAttr pg::shapeOf(Operation *container) {
  if (auto object = dyn_cast<ObjectOp>(container))
    return object.getShape();
  if (auto dict = dyn_cast<DictOp>(container))
    return dict.getShape();
  return {};
}

StringRef Field::getName() const {
  ShapeAttr shape = shapeOf(owner);
  return shape ? shape.getNames()[index].getValue() : StringRef();
}

const Slot &Field::getSlot() const { return slotsOf(owner)[index]; }
Slot &Field::getSlot() { return slotsOf(owner)[index]; }

Value Field::getValue() const {
  const Slot &slot = getSlot();
  return slot.isChild() ? owner->getOperand(slot.getChild()) : Value();
}

Operation *Field::getChild() const {
  Value value = getValue();
  return value ? value.getDefiningOp() : nullptr;
}

ObjectOp Field::getComponent() const {
  return dyn_cast_or_null<ObjectOp>(getChild());
}

std::optional<bool> Field::getBool() const {
  return isConstant() ? boolOf(getSlot()) : std::nullopt;
}
std::optional<int64_t> Field::getInt() const {
  const Slot &slot = getSlot();
  return slot.isChild() ? std::nullopt : intOf(slot);
}
std::optional<int64_t> Field::getWholeNumber() const {
  return isConstant() ? wholeNumberOf(getSlot()) : std::nullopt;
}
std::optional<double> Field::getNumber() const {
  return isConstant() ? numberOf(getSlot()) : std::nullopt;
}
std::optional<std::string> Field::getString() const {
  return isConstant() ? stringOf(getSlot()) : std::nullopt;
}
Attribute Field::getAttr() const {
  return getSlot().toAttribute(owner->getContext());
}

unsigned Field::getRule() const {
  unsigned mark = getSlot().getMark();
  return mark
             ? owner->getParentOfType<ExperimentOp>().getHistory().getRule(mark)
             : 0;
}

Location Field::getLoc() const {
  const Slot &slot = getSlot();
  if (Operation *child = getChild())
    return child->getLoc();
  if (slot.isText()) {
    auto *dialect = owner->getContext()->getLoadedDialect<PgDialect>();
    if (Source *source = dialect->findSource(slot.getText().data()))
      return Location(
          source->getLoc(owner->getContext(), slot.getText().data()));
  }
  return owner->getLoc();
}

//===----------------------------------------------------------------------===//
// Paths
//===----------------------------------------------------------------------===//

Field pg::dereference(Field field) {
  while (Operation *child = field.getChild()) {
    if (!isa<RefOp, ConstantOp>(child))
      break;
    field = Field(child, 0);
  }
  return field;
}

/// The use that stands first: a value that references share has several. Of
/// very many, only some are looked at, so that a path costs what it is long.
static OpOperand &firstUse(Value value) {
  constexpr unsigned maxUses = 64;
  OpOperand *first = &*value.use_begin();
  if (value.hasOneUse())
    return *first;
  unsigned seen = 0;
  for (OpOperand &use : value.getUses()) {
    if (++seen > maxUses)
      break;
    if (use.getOwner()->isBeforeInBlock(first->getOwner()))
      first = &use;
  }
  return *first;
}

Field pg::getHolder(Operation *child) {
  if (child->getNumResults() == 0 || child->getResult(0).use_empty())
    return {};
  return getHolder(firstUse(child->getResult(0)));
}

Field pg::getHolder(OpOperand &use) {
  if (!isa<ContainerOpInterface>(use.getOwner()))
    return {};
  // Children count upwards, so the place is at the operand or behind it.
  const SlotList &slots = slotsOf(use.getOwner());
  unsigned index = use.getOperandNumber();
  for (; index < slots.size(); ++index)
    if (slots[index].isChild() &&
        slots[index].getChild() == use.getOperandNumber())
      return Field(use.getOwner(), index);
  // What the verifier rejects may be printed all the same.
  return {};
}

void pg::appendStep(std::string &path, StringRef name, bool isFirst) {
  if (name.find_first_of("[].") != StringRef::npos) {
    ((path += '[') += name) += ']';
    return;
  }
  // The first key may be empty: `.x` is x in it.
  if (!isFirst)
    path += '.';
  path += name;
}

void pg::appendStep(std::string &path, uint64_t index) {
  ((path += '[') += std::to_string(index)) += ']';
}

/// Appends the step from a container to its field. The root has none, nor has
/// what a reference refers to.
static void appendField(std::string &path, Field field) {
  Operation *owner = field.getOwner();
  if (isa<ReturnOp, RefOp, ConstantOp>(owner))
    return;
  Field holder = getHolder(owner);
  while (holder && isa<RefOp>(holder.getOwner()))
    holder = getHolder(holder.getOwner());
  bool isFirst = !holder || isa<ReturnOp>(holder.getOwner());
  if (shapeOf(owner))
    appendStep(path, field.getName(), isFirst);
  else
    appendStep(path, uint64_t(field.getIndex()));
}

static SmallVector<Field> stepsTo(Operation *container) {
  SmallVector<Field> steps;
  for (Field holder = getHolder(container); holder;
       holder = getHolder(holder.getOwner()))
    steps.push_back(holder);
  std::reverse(steps.begin(), steps.end());
  return steps;
}

std::string pg::getPath(Operation *container) {
  std::string path;
  for (Field step : stepsTo(container))
    appendField(path, step);
  return path;
}

std::string Field::getPath() const {
  std::string path = pg::getPath(owner);
  appendField(path, *this);
  return path;
}
