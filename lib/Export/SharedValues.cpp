//===- SharedValues.cpp - What several references refer to ----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SharedValues.h"
#include "pg/IR/Prefetch.h"

using namespace mlir;
using namespace pg;

static bool hasReferences(Field root) {
  // Of a whole experiment, in the order of the block; of a part, only there.
  if (isa<ReturnOp>(root.getOwner()))
    return llvm::any_of(*root.getOwner()->getBlock(), [](Operation &op) {
      prefetchBehind(&op);
      return isa<RefOp>(op);
    });
  SmallVector<Operation *> stack = {root.getChild()};
  while (!stack.empty()) {
    Operation *op = stack.pop_back_val();
    if (isa<RefOp>(op))
      return true;
    for (Value child : op->getOperands())
      stack.push_back(child.getDefiningOp());
  }
  return false;
}

SharedValues::SharedValues(Field root) {
  if (!root.getChild() || !hasReferences(root))
    return;
  // Each value is entered once, by the first reference that leads to it.
  llvm::MapVector<Operation *, unsigned> uses;
  SmallVector<Operation *> completed;
  SmallVector<std::pair<Operation *, unsigned>> stack = {{root.getChild(), 0}};
  while (!stack.empty()) {
    auto &[op, next] = stack.back();
    if (next == op->getNumOperands()) {
      if (uses.contains(op))
        completed.push_back(op);
      stack.pop_back();
      continue;
    }
    bool isReference = isa<RefOp>(op);
    Operation *child = op->getOperand(next++).getDefiningOp();
    if (!isReference || ++uses[child] == 1)
      stack.push_back({child, 0});
  }
  for (Operation *op : completed)
    if (uses.lookup(op) > 1)
      numbers.insert({op, numbers.size()});
}

std::optional<unsigned> SharedValues::find(RefOp ref) const {
  auto found = numbers.find(ref.getReferent().getChild());
  if (found == numbers.end())
    return std::nullopt;
  return found->second;
}
