//===- LiteralBuilder.cpp - Literals as operations ------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/NewValue.h"
#include "pg/IR/PgOps.h"

using namespace mlir;
using namespace pg;

Operation *pg::buildContainer(OpBuilder &builder, Location loc,
                              StringRef opName, ShapeAttr shape,
                              ArrayRef<NewValue> values) {
  SlotList slots;
  SmallVector<Value> children;
  for (const NewValue &value : values) {
    slots.push_back(value.child ? Slot::child(children.size())
                                : value.constant);
    if (value.child)
      children.push_back(value.child);
  }
  OperationState state(loc, opName);
  state.addOperands(children);
  state.addTypes(AnyType::get(builder.getContext()));
  Operation *op = builder.create(state);
  slotsOf(op) = std::move(slots);
  if (auto object = dyn_cast<ObjectOp>(op))
    object.getProperties().shape = shape;
  else if (auto dict = dyn_cast<DictOp>(op))
    dict.getProperties().shape = shape;
  return op;
}

void pg::cloneWithShared(OpBuilder &builder, Operation *root,
                         IRMapping &copies) {
  SmallVector<std::pair<Operation *, unsigned>> stack = {{root, 0}};
  while (!stack.empty()) {
    auto &[op, next] = stack.back();
    if (copies.contains(op->getResult(0))) {
      stack.pop_back();
    } else if (next == op->getNumOperands()) {
      builder.clone(*op, copies);
      stack.pop_back();
    } else {
      stack.push_back({op->getOperand(next++).getDefiningOp(), 0});
    }
  }
}

NewValue pg::buildLiteral(OpBuilder &builder, Location loc, Attribute literal) {
  auto build = [&](StringRef opName, ArrayRef<Attribute> elements,
                   ShapeAttr shape = {}) {
    SmallVector<NewValue> values;
    for (Attribute element : elements)
      values.push_back(buildLiteral(builder, loc, element));
    return buildContainer(builder, loc, opName, shape, values);
  };
  if (auto list = dyn_cast<ArrayAttr>(literal))
    return build(ListOp::getOperationName(), list.getValue());
  auto tuple = dyn_cast<TupleAttr>(literal);
  if (tuple && !isFieldLiteral(tuple))
    return build(TupleOp::getOperationName(), tuple.getElements());
  auto record = dyn_cast<RecordAttr>(literal);
  if (!record)
    return Slot::get(literal);
  return build(record.getShape().isDict() ? DictOp::getOperationName()
                                          : ObjectOp::getOperationName(),
               record.getValues(), record.getShape());
}
