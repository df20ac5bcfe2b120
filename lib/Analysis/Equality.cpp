//===- Equality.cpp - Whether two values are the same ---------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Equality.h"

using namespace mlir;
using namespace pg;

namespace {
/// Pairs of values that remain to be compared.
class Comparison {
public:
  /// Whether two fields agree as far as they can be compared at once.
  bool add(Operation *ownerA, const Slot &a, Operation *ownerB, const Slot &b) {
    if (a.isChild() != b.isChild())
      return false;
    if (!a.isChild())
      return sameConstant(a, b);
    Operation *childA = ownerA->getOperand(a.getChild()).getDefiningOp();
    Operation *childB = ownerB->getOperand(b.getChild()).getDefiningOp();
    // What references share is compared once, and is shared on both sides.
    if (isa<RefOp>(ownerA)) {
      auto [known, isNew] = partners.try_emplace(childA, childB);
      auto [back, isNewBack] = partners.try_emplace(childB, childA);
      if (!isNew || !isNewBack)
        return known->second == childB;
    }
    if (childA != childB)
      pending.push_back({childA, childB});
    return true;
  }

  void add(Operation *a, Operation *b) { pending.push_back({a, b}); }

  /// Compares pairs until none is left.
  bool run() {
    while (!pending.empty()) {
      auto [x, y] = pending.pop_back_val();
      const SlotList &slotsX = slotsOf(x), &slotsY = slotsOf(y);
      if (x->getName() != y->getName() || shapeOf(x) != shapeOf(y) ||
          slotsX.size() != slotsY.size())
        return false;
      for (size_t i = 0, e = slotsX.size(); i != e; ++i)
        if (!add(x, slotsX[i], y, slotsY[i]))
          return false;
    }
    return true;
  }

private:
  SmallVector<std::pair<Operation *, Operation *>, 16> pending;
  DenseMap<Operation *, Operation *> partners;
};
} // namespace

bool pg::sameValue(Operation *a, Operation *b) {
  Comparison comparison;
  comparison.add(a, b);
  return comparison.run();
}
