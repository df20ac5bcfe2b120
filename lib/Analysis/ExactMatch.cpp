//===- ExactMatch.cpp - Whether values are written alike ------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ExactMatch.h"
#include "llvm/ADT/SmallString.h"

using namespace mlir;
using namespace pg;

bool pg::sameSpelling(const ValueRef &a, const ValueRef &b) {
  if (a.op || b.op)
    return false;
  SmallString<64> x, y;
  printJson(a.constant, x);
  printJson(b.constant, y);
  return x == y;
}

/// Whether two containers are alike but for their fields.
static bool sameForm(Operation *a, Operation *b) {
  if (a->getName() != b->getName())
    return false;
  if (auto list = dyn_cast<ListOp>(a))
    return list.getSymbolic() == cast<ListOp>(b).getSymbolic();
  if (auto dict = dyn_cast<DictOp>(a))
    return dict.getSymbolic() == cast<DictOp>(b).getSymbolic();
  if (auto ref = dyn_cast<RefOp>(a))
    return ref.getPlain() == cast<RefOp>(b).getPlain();
  if (auto object = dyn_cast<ObjectOp>(a))
    return object.getClassName() == cast<ObjectOp>(b).getClassName();
  return true;
}

bool pg::mayEnter(Operation *a, Operation *b) {
  return isa<ObjectOp, DictOp, ListOp>(a) && sameForm(a, b);
}

bool ReferencePairs::match(const ValueRef &a, const ValueRef &b) {
  SmallVector<Operation *> added;
  SmallVector<std::pair<ValueRef, ValueRef>> pending = {{a, b}};
  auto fail = [&] {
    for (Operation *op : added)
      partners.erase(op);
    return false;
  };
  while (!pending.empty()) {
    auto [x, y] = pending.pop_back_val();
    if (!x.op || !y.op) {
      if (!sameSpelling(x, y))
        return fail();
      continue;
    }
    const SlotList &slots = slotsOf(x.op), &others = slotsOf(y.op);
    if (!sameForm(x.op, y.op) || shapeOf(x.op) != shapeOf(y.op) ||
        slots.size() != others.size())
      return fail();
    if (isa<RefOp>(x.op)) {
      Operation *shared = ValueRef(x.op, slots.front()).op;
      Operation *other = ValueRef(y.op, others.front()).op;
      if (shared && other && isKnown(shared, other)) {
        if (!arePaired(shared, other))
          return fail();
        continue;
      }
      if (shared && other) {
        add(shared, other);
        added.append({shared, other});
      }
    }
    for (auto [slot, other] : llvm::zip_equal(slots, others))
      pending.push_back({ValueRef(x.op, slot), ValueRef(y.op, other)});
  }
  return true;
}
