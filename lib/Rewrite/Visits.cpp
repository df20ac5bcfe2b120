//===- Visits.cpp - What a rule visits, in order --------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Visits.h"
#include "pg/IR/Prefetch.h"
#include "pg/Rewrite/Component.h"

using namespace mlir;
using namespace pg;

Visits::Visits(ExperimentOp experiment, const ClassTable &classes)
    : root(experiment.getRoot().getOwner()) {
  struct Frame {
    Operation *op;
    ArrayRef<Slot> slots;
    uint32_t next, visit;
  };
  SmallVector<Frame, 16> stack;
  auto enter = [&](Operation *op, uint32_t parent, uint32_t index) {
    hasRefs |= isa_and_nonnull<RefOp>(op);
    if (!op || isa<TupleOp, RefOp>(op))
      return;
    auto object = dyn_cast<ObjectOp>(op);
    uint32_t visit = visits.size();
    visits.push_back(
        {op, object ? &classes.getShape(object.getProperties().shape) : nullptr,
         parent, index, visit + 1});
    if (op->getNumOperands() != 0)
      stack.push_back({op, slotsOf(op), 0, visit});
  };
  enter(experiment.getRoot().getChild(), 0, 0);
  while (!stack.empty()) {
    Frame &frame = stack.back();
    while (frame.next != frame.slots.size() &&
           !frame.slots[frame.next].isChild())
      ++frame.next;
    if (frame.next == frame.slots.size()) {
      visits[frame.visit].end = visits.size();
      stack.pop_back();
      continue;
    }
    uint32_t index = frame.next++;
    unsigned child = frame.slots[index].getChild();
    prefetchOperand(frame.op, child);
    enter(frame.op->getOperand(child).getDefiningOp(), frame.visit, index);
  }
}

Field Visits::getHolder(const Visit &visit) const {
  bool isRoot = &visit == visits.data();
  return Field(isRoot ? root : visits[visit.parent].op, visit.index);
}

StringRef Visits::getRole(const Visit &visit) const {
  const Visit *at = &visit;
  while (at != visits.data()) {
    const Visit &holder = visits[at->parent];
    if (holder.shape)
      return holder.shape->roles[at->index];
    // A candidate stands where its placeholder does.
    at = &visits[holder.parent];
    if (!at->shape || at->shape->placeholder == Placeholder::None)
      break;
  }
  return {};
}

SmallVector<ObjectOp> Visits::findHidden() const {
  llvm::DenseSet<Operation *> visited;
  for (const Visit &visit : visits)
    visited.insert(visit.op);
  SmallVector<ObjectOp> hidden;
  for (auto op : root->getBlock()->getOps<ObjectOp>())
    if (!visited.contains(op))
      hidden.push_back(op);
  return hidden;
}

std::vector<std::vector<size_t>> Visits::splitExperiments() const {
  if (!visits.empty() && visits.front().shape)
    return {{0}};
  std::vector<std::vector<size_t>> experiments;
  std::vector<size_t> rest;
  for (size_t i = 0; i < visits.size();) {
    // Through lists and dictionaries to the components.
    if (!visits[i].shape) {
      ++i;
      continue;
    }
    // A dataset that wraps another is no experiment.
    auto isDataset = [&](const Visit &visit) {
      return plays(visit, "dataset");
    };
    auto inside = ArrayRef(visits).slice(i + 1, visits[i].end - i - 1);
    if (!isDataset(visits[i]) && llvm::any_of(inside, isDataset))
      experiments.push_back({i});
    else
      rest.push_back(i);
    i = visits[i].end;
  }
  if (!rest.empty())
    experiments.push_back(std::move(rest));
  return experiments;
}

bool Visits::plays(const Visit &visit, StringRef concept_) const {
  if (!visit.shape)
    return false;
  if (visit.shape->decl && visit.shape->decl->plays(concept_))
    return true;
  StringRef role = getRole(visit);
  return !role.empty() && conceptImplies(role, concept_);
}
