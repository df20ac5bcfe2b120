//===- Cycles.cpp - Refuses edits that put a component into itself --------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An experiment is a tree, with references that lead into trees of their own:
// every walk relies on it. So what holds itself is found before an edit takes
// effect, among what every container will hold then.
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/RuleRewriter.h"

using namespace mlir;
using namespace pg;

/// Walks what containers will hold, each once.
class RuleRewriter::CycleFinder {
public:
  explicit CycleFinder(const EditsByOwner &byOwner) : byOwner(byOwner) {}

  /// Whether \p value will hold itself. Then `cycle` is what does, each in the
  /// one before, and `closing` the last edit that puts something there.
  bool find(Operation *value);

  SmallVector<Operation *> cycle;
  const Edit *closing = nullptr;

private:
  struct Held {
    Operation *value;
    /// What puts it there; null if it is there already.
    const Edit *edit;
  };
  struct Step {
    Operation *container;
    SmallVector<Held, 4> held;
    unsigned next = 0;
  };
  /// What a container will hold. Of edits to one place, the last stands.
  SmallVector<Held, 4> heldBy(Operation *container) const;

  const EditsByOwner &byOwner;
  SmallVector<Step> steps;
  /// What was entered, and whether it is left again.
  DenseMap<Operation *, bool> isLeft;
};

auto RuleRewriter::CycleFinder::heldBy(Operation *container) const
    -> SmallVector<Held, 4> {
  SmallVector<Held, 4> held;
  auto edits = byOwner.find(container);
  if (edits == byOwner.end()) {
    for (Value child : container->getOperands())
      held.push_back({child.getDefiningOp(), nullptr});
    return held;
  }
  DenseMap<unsigned, const Edit *> byIndex;
  auto add = [&](const Edit *edit) {
    if (edit->kind != Edit::Erase && edit->value.child)
      held.push_back({edit->value.child.getDefiningOp(), edit});
  };
  for (const Edit *edit : edits->second) {
    if (edit->kind == Edit::Set || edit->kind == Edit::Erase)
      byIndex[edit->index] = edit;
    else
      add(edit);
  }
  for (Field field : cast<ContainerOpInterface>(container).getFields()) {
    auto edit = byIndex.find(field.getIndex());
    if (edit != byIndex.end())
      add(edit->second);
    else if (Operation *child = field.getChild())
      held.push_back({child, nullptr});
  }
  return held;
}

bool RuleRewriter::CycleFinder::find(Operation *value) {
  auto enter = [&](Operation *op) {
    // Most hold nothing, and need not be remembered.
    if (op->getNumOperands() == 0 && !byOwner.contains(op))
      return;
    if (isLeft.try_emplace(op, false).second)
      steps.push_back({op, heldBy(op)});
  };
  enter(value);
  while (!steps.empty()) {
    Step &step = steps.back();
    if (step.next == step.held.size()) {
      isLeft[step.container] = true;
      steps.pop_back();
      continue;
    }
    Held held = step.held[step.next++];
    auto known = isLeft.find(held.value);
    if (known == isLeft.end() || known->second) {
      enter(held.value);
      continue;
    }
    // It is entered and not left: what was entered since holds it.
    closing = held.edit;
    auto *start = llvm::find_if(steps, [&](const Step &entered) {
      return entered.container == held.value;
    });
    for (Step &entered : llvm::make_range(start, steps.end())) {
      cycle.push_back(entered.container);
      if (const Edit *edit = entered.held[entered.next - 1].edit)
        closing = edit;
    }
    return true;
  }
  return false;
}

std::string RuleRewriter::pathAsFound(Operation *container) {
  SmallVector<Field> steps;
  while (container && container->getNumResults() != 0) {
    Field holder;
    for (OpOperand &use : container->getUses())
      if (!fresh.contains(use.getOwner()))
        holder = getHolder(use);
    container = holder ? holder.getOwner() : nullptr;
    if (holder && isa<ContainerOpInterface>(container) &&
        !isa<ReturnOp, RefOp, ConstantOp>(container))
      steps.push_back(holder);
  }
  std::string path;
  for (Field step : llvm::reverse(steps)) {
    if (shapeOf(step.getOwner()))
      appendStep(path, step.getName(), path.empty());
    else
      appendStep(path, uint64_t(step.getIndex()));
  }
  return path;
}

std::string RuleRewriter::describePlace(const Edit &edit) {
  std::string path = pathAsFound(edit.owner);
  StringAttr name = edit.name;
  if (ShapeAttr shape = shapeOf(edit.owner); shape && !name)
    name = shape.getNames()[edit.index];
  if (name)
    appendStep(path, name, path.empty());
  else if (!isa<ReturnOp, RefOp>(edit.owner))
    appendStep(path, uint64_t(edit.index));
  return path.empty() ? "the root" : "'" + path + "'";
}

void RuleRewriter::reportCycle(LocationAttr said, Operation *component,
                               const std::string &where) {
  auto object = dyn_cast<ObjectOp>(component);
  // What is new stands nowhere yet: it was made for what is visited.
  Operation *known = fresh.contains(component) ? getVisited() : component;
  InFlightDiagnostic diag =
      emitError(said ? Location(said) : component->getLoc());
  if (known) {
    std::string path = pathAsFound(known);
    diag << (path.empty() ? "the root" : path) << ": ";
  }
  diag << "the rule puts "
       << (object ? "'" + object.getClassName().str() + "'" : "it")
       << " into itself, at " << where
       << "; to have it there as well, put a copy of it there";
  if (said)
    diag.attachNote(component->getLoc()) << "this is the component";
  diag.report();
  (void)fail();
}

bool RuleRewriter::isIn(Operation *begun, Value value) {
  // Nothing holds a new component mostly, and only new ones hold it.
  SmallVector<Operation *> holders = {begun};
  llvm::SmallPtrSet<Operation *, 8> seen;
  while (!holders.empty()) {
    Operation *holder = holders.pop_back_val();
    if (holder == value.getDefiningOp())
      return true;
    if (seen.insert(holder).second)
      llvm::append_range(holders, holder->getUsers());
  }
  return false;
}

LogicalResult RuleRewriter::checkCycles(const EditsByOwner &byOwner) {
  CycleFinder finder(byOwner);
  for (const Edit &edit : edits) {
    if (!edit.value.child || !finder.find(edit.value.child.getDefiningOp()))
      continue;
    // A component that is there already has a path to tell.
    Operation *culprit = finder.cycle.front();
    for (Operation *op : finder.cycle)
      if (isa<ObjectOp>(op) &&
          (!isa<ObjectOp>(culprit) ||
           (fresh.contains(culprit) && !fresh.contains(op))))
        culprit = op;
    const Edit *closing = finder.closing ? finder.closing : &edit;
    reportCycle(closing->place, culprit, describePlace(*closing));
    return failure();
  }
  return success();
}
