//===- Equality.cpp - Whether two values are the same ---------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Equality.h"

using namespace mlir;
using namespace pg;

/// Adds the children of two slots to \p pending if they have any.
static bool
compare(Operation *ownerA, const Slot &a, Operation *ownerB, const Slot &b,
        SmallVectorImpl<std::pair<Operation *, Operation *>> &pending) {
  if (a.isChild() != b.isChild())
    return false;
  if (!a.isChild())
    return sameConstant(a, b);
  Operation *childA = ownerA->getOperand(a.getChild()).getDefiningOp();
  Operation *childB = ownerB->getOperand(b.getChild()).getDefiningOp();
  if (childA != childB)
    pending.push_back({childA, childB});
  return true;
}

/// Compares pairs until none is left.
static bool
sameValues(SmallVectorImpl<std::pair<Operation *, Operation *>> &pending) {
  while (!pending.empty()) {
    auto [x, y] = pending.pop_back_val();
    const SlotList &slotsX = slotsOf(x), &slotsY = slotsOf(y);
    if (x->getName() != y->getName() || shapeOf(x) != shapeOf(y) ||
        slotsX.size() != slotsY.size())
      return false;
    for (size_t i = 0, e = slotsX.size(); i != e; ++i)
      if (!compare(x, slotsX[i], y, slotsY[i], pending))
        return false;
  }
  return true;
}

bool pg::sameValue(Field a, Field b) {
  SmallVector<std::pair<Operation *, Operation *>, 16> pending;
  if (!compare(a.getOwner(), a.getSlot(), b.getOwner(), b.getSlot(), pending))
    return false;
  return sameValues(pending);
}

bool pg::sameValue(Operation *a, Operation *b) {
  SmallVector<std::pair<Operation *, Operation *>, 16> pending = {{a, b}};
  return sameValues(pending);
}
