//===- ApplyEdits.cpp - Lets what a rule recorded take effect -------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Equality.h"
#include "pg/IR/Prefetch.h"
#include "pg/Rewrite/RuleRewriter.h"

using namespace mlir;
using namespace pg;

LogicalResult RuleRewriter::checkListStart(Operation *owner) {
  auto list = dyn_cast<ListOp>(owner);
  if (!list || slotsOf(list).empty())
    return success();
  Field first(list, 0);
  if (first.getChild() || first.getString() != "__tuple__")
    return success();
  emitError(first.getLoc())
      << first.getPath()
      << ": a list that begins with '__tuple__' is a tuple when PyGlove reads "
         "it back";
  return fail();
}

LogicalResult RuleRewriter::apply() {
  Provenance &history = experiment.getHistory();
  bool isInPlace = edits.empty() && !structureChanged;
  // Mostly a rule writes constants over constants: that is done in place, and
  // nothing that was visited has moved.
  if (isInPlace) {
    for (auto [number, edit] : llvm::enumerate(constants)) {
      if (number + prefetchDistance < constants.size())
        prefetchOperation(constants[number + prefetchDistance].owner);
      prefetchText(slotsOf(edit.owner));
      writeConstant(edit);
      if (edit.index == 0)
        (void)checkListStart(edit.owner);
    }
    if (history.replacedConstants.empty())
      history.replacedConstants = std::exchange(constants, {});
    else
      llvm::append_range(history.replacedConstants,
                         std::exchange(constants, {}));
    return failure(hasError);
  }
  structureChanged = true;
  spillConstants();
  EditsByOwner byOwner;
  byOwner.reserve(edits.size());
  for (const Edit &edit : edits)
    byOwner[edit.owner].push_back(&edit);
  if (failed(checkCycles(byOwner)))
    return failure();
  // What was replaced before may not be where it was any more.
  history.replaced.clear();
  history.replacedConstants.clear();
  history.replaced.reserve(edits.size());
  for (auto &[owner, ownEdits] : byOwner) {
    applyTo(owner, ownEdits);
    (void)checkListStart(owner);
  }
  edits.clear();
  copyLate();
  places.clear();
  unshare(eraseDead());
  written.clear();
  fresh.clear();
  return failure(hasError);
}

/// What stands in a field that is about to be written; afterwards, that is the
/// field at \p index.
static ReplacedValue describeOld(Field field, unsigned index) {
  ReplacedValue old{field.getOwner(), index, field.getSlot(), {}, {}};
  if (Operation *child = field.getChild()) {
    auto object = dyn_cast<ObjectOp>(child);
    old.child = StringAttr::get(child->getContext(),
                                object ? object.getClassName() + "(…)"
                                       : child->getName().stripDialect());
    old.childLoc = child->getLoc();
  }
  return old;
}

bool RuleRewriter::isChange(Field field, const NewValue &value) {
  Operation *old = field.getChild();
  if (!value.child || !old)
    return value.child || old || !sameConstant(field.getSlot(), value.constant);
  return !sameValue(old, value.child.getDefiningOp());
}

/// Whether a place of that type takes a constant as it is.
static bool takesAsIs(const Slot &constant, const TypeParts &parts) {
  if (parts.frozen)
    return false;
  return isa<AnyType>(parts.spec) ||
         (constant.getKind() == Slot::Kind::Int && isa<IntType>(parts.spec)) ||
         (constant.getKind() == Slot::Kind::Float && isa<RealType>(parts.spec));
}

void RuleRewriter::writeConstant(FieldConstant &edit) {
  Field field(edit.owner, edit.index);
  Slot value = edit.constant;
  const FieldDecl *decl = nullptr;
  if (auto object = dyn_cast<ObjectOp>(edit.owner))
    decl = classes.getShape(object.getProperties().shape).fields[edit.index];
  if (!decl || !takesAsIs(value, decl->parts))
    value = convert(value, typeOf(field)).constant;
  Slot &slot = field.getSlot();
  edit.constant = slot;
  changed += !sameConstant(slot, value);
  Provenance &history = experiment.getHistory();
  slot = value.withMark(
      history.recordsWrites()
          ? history.markWritten({edit.owner, edit.index, edit.constant, {}, {}})
          : history.markBuilt());
}

void RuleRewriter::applyTo(Operation *owner, ArrayRef<const Edit *> ownEdits) {
  SlotList &slots = slotsOf(owner);
  ShapeAttr shape = shapeOf(owner);
  Provenance &history = experiment.getHistory();
  bool isPlain = llvm::all_of(ownEdits, [&](const Edit *edit) {
    return edit->kind == Edit::Set && !edit->value.child &&
           !slots[edit->index].isChild();
  });
  if (isPlain) {
    for (const Edit *edit : ownEdits) {
      FieldConstant constant = {owner, edit->index, edit->value.constant};
      writeConstant(constant);
      history.replaced.push_back(
          {owner, edit->index, constant.constant, {}, {}});
    }
    return;
  }
  // Of edits to one place, the last stands; indices are those of the input.
  DenseMap<unsigned, const Edit *> byIndex;
  SmallVector<const Edit *> inserts, appends;
  for (const Edit *edit : ownEdits) {
    if (edit->kind == Edit::Insert)
      inserts.push_back(edit);
    else if (edit->kind == Edit::Append || edit->kind == Edit::Place)
      appends.push_back(edit);
    else
      byIndex[edit->index] = edit;
  }
  // Of inserts at one place, the first recorded comes first.
  llvm::sort(inserts, [](const Edit *a, const Edit *b) {
    return a->index != b->index ? a->index < b->index : a < b;
  });

  auto *object = isa<ObjectOp>(owner) ? owner : nullptr;
  const ClassDecl *decl =
      object ? Component(cast<ObjectOp>(object), classes).getDecl() : nullptr;
  DictType schema = schemaOf(owner);
  auto positionOf = [&](StringAttr name) -> size_t {
    if (decl && decl->isDeclared())
      return decl->getPosition(name);
    const KeyType *key = schema ? regexes.findKey(schema, name) : nullptr;
    return key ? key - schema.getKeys().begin() : SIZE_MAX;
  };
  // Of new fields, too, the schema says which comes first.
  auto isNamed = [](const Edit *edit) { return edit->kind == Edit::Append; };
  if (llvm::all_of(appends, isNamed))
    llvm::sort(appends, [&](const Edit *a, const Edit *b) {
      size_t left = positionOf(a->name), right = positionOf(b->name);
      return left != right ? left < right : a < b;
    });
  SlotList newSlots;
  SmallVector<Value> children;
  SmallVector<StringAttr> names;
  auto add = [&](NewValue value, Type type, StringAttr name, unsigned mark) {
    if (value.child) {
      Operation *child = value.child.getDefiningOp();
      bool isOld = !fresh.contains(child) && !placed.contains(child);
      if (isOld) {
        // What else holds it may keep it: that is seen when all is done.
        holders.insert(owner);
        if (!isBefore(child, owner))
          late.push_back({owner, child});
      } else {
        if (!fresh.contains(child)) {
          setInsertionPoint(owner);
          value = copy(value);
        }
        moveBefore(value.child, owner);
      }
    }
    value = convert(value, type);
    Slot slot = value.child ? Slot::child(children.size()) : value.constant;
    if (value.child)
      children.push_back(value.child);
    newSlots.push_back(slot.withMark(mark));
    if (shape)
      names.push_back(name);
    return value;
  };
  auto addAppends = [&](unsigned index) {
    // New fields of a declared class take their place in the schema.
    for (const Edit *&edit : appends) {
      if (!edit)
        continue;
      bool isDue =
          index >= slots.size() ||
          (edit->kind == Edit::Place
               ? edit->index <= index
               : positionOf(edit->name) < positionOf(shape.getNames()[index]));
      if (!isDue)
        continue;
      const FieldDecl *field = decl ? decl->getField(edit->name) : nullptr;
      const KeyType *key =
          schema ? regexes.findKey(schema, edit->name) : nullptr;
      add(edit->value,
          field ? field->type
          : key ? key->type
                : Type(),
          edit->name, history.markBuilt());
      ++changed;
      edit = nullptr;
    }
  };

  auto nextInsert = inserts.begin();
  for (unsigned index = 0; index <= slots.size(); ++index) {
    for (; nextInsert != inserts.end() && (*nextInsert)->index <= index;
         ++nextInsert, ++changed)
      add((*nextInsert)->value, elementTypeOf(owner), {}, history.markBuilt());
    if (shape)
      addAppends(index);
    if (index == slots.size())
      break;
    Field field(owner, index);
    auto edit = byIndex.find(index);
    if (edit == byIndex.end()) {
      Slot slot = slots[index];
      if (slot.isChild()) {
        slot = Slot::child(children.size()).withMark(slot.getMark());
        children.push_back(field.getValue());
      }
      newSlots.push_back(slot);
      if (shape)
        names.push_back(shape.getNames()[index]);
      continue;
    }
    if (Operation *old = field.getChild())
      orphans.insert(old);
    if (edit->second->kind == Edit::Erase) {
      ++changed;
      continue;
    }
    ReplacedValue old = describeOld(field, newSlots.size());
    history.replaced.push_back(old);
    NewValue value = add(edit->second->value, typeOf(field),
                         shape ? shape.getNames()[index] : StringAttr(),
                         history.recordsWrites() ? history.markWritten(old)
                                                 : history.markBuilt());
    changed += isChange(field, value);
  }
  slots = std::move(newSlots);
  owner->setOperands(children);
  if (!shape || (!appends.empty() || names.size() != shape.getNames().size())) {
    if (auto component = dyn_cast<ObjectOp>(owner))
      component.setShapeAttr(
          ShapeAttr::get(getContext(), shape.getClassName(), names));
    else if (auto dict = dyn_cast<DictOp>(owner))
      dict.setShapeAttr(
          ShapeAttr::get(getContext(), shape.getClassName(), names));
  }
}

/// Visits the operations below \p root that \p enter accepts, children first.
static void walkPostOrder(Operation *root,
                          llvm::function_ref<bool(Operation *)> enter,
                          llvm::function_ref<void(Operation *)> visit) {
  SmallVector<std::pair<Operation *, unsigned>> stack;
  if (enter(root))
    stack.push_back({root, 0});
  while (!stack.empty()) {
    auto &[op, next] = stack.back();
    if (next == op->getNumOperands()) {
      visit(op);
      stack.pop_back();
      continue;
    }
    Operation *child = op->getOperand(next++).getDefiningOp();
    if (enter(child))
      stack.push_back({child, 0});
  }
}

bool RuleRewriter::isBefore(Operation *op, Operation *anchor) {
  // The block numbers all its operations anew after each move: so they are
  // numbered here, once for all edits. What moves takes the place of its
  // anchor, and stands before it.
  if (places.empty()) {
    firstPlace = 0;
    for (auto [index, known] : llvm::enumerate(experiment.getBody().front()))
      places[&known] = index;
  }
  auto place = places.find(op);
  return place != places.end() && place->second <= places.lookup(anchor);
}

void RuleRewriter::moveBefore(Value tree, Operation *anchor) {
  // Only what this rule built moves; what was there is copied if it comes too
  // late to be used.
  auto isFresh = [&](Operation *op) { return fresh.contains(op); };
  llvm::SmallPtrSet<Operation *, 8> moved;
  walkPostOrder(tree.getDefiningOp(), isFresh, [&](Operation *op) {
    op->moveBefore(anchor);
    fresh.erase(op);
    placed.insert(op);
    moved.insert(op);
    if (auto place = places.find(anchor); place != places.end())
      places[op] = place->second;
    for (OpOperand &operand : op->getOpOperands()) {
      Operation *child = operand.get().getDefiningOp();
      if (moved.contains(child) || isBefore(child, anchor))
        continue;
      if (isa<RefOp>(op)) {
        hoist(child);
        continue;
      }
      setInsertionPoint(op);
      operand.set(copy(operand.get()));
    }
  });
}

void RuleRewriter::hoist(Operation *shared) {
  Operation *start = &experiment.getBody().front().front();
  llvm::DenseSet<Operation *> seen;
  SmallVector<Operation *> order;
  auto isNew = [&](Operation *op) { return seen.insert(op).second; };
  walkPostOrder(shared, isNew, [&](Operation *op) { order.push_back(op); });
  while (seen.contains(start))
    start = start->getNextNode();
  // In front of everything, each before what it is in.
  firstPlace -= order.size();
  for (auto [index, op] : llvm::enumerate(order)) {
    op->moveBefore(start);
    if (!places.empty())
      places[op] = firstPlace + index;
  }
}

llvm::DenseSet<Operation *> RuleRewriter::eraseDead() {
  llvm::DenseSet<Operation *> gone;
  // What a rule built and did not use goes as well.
  for (Operation *op : fresh)
    orphans.insert(op);
  setListener(nullptr);
  while (!orphans.empty()) {
    Operation *op = orphans.pop_back_val();
    if (!op->use_empty())
      continue;
    for (Value child : op->getOperands())
      orphans.insert(child.getDefiningOp());
    gone.insert(op);
    if (explanation)
      explanation->forget(op);
    op->erase();
  }
  setListener(this);
  return gone;
}

void RuleRewriter::copyLate() {
  for (auto [owner, child] : std::exchange(late, {}))
    for (OpOperand &operand : owner->getOpOperands()) {
      if (operand.get().getDefiningOp() != child)
        continue;
      setInsertionPoint(owner);
      operand.set(copy(operand.get()));
      moveBefore(operand.get(), owner);
      orphans.insert(child);
    }
}

void RuleRewriter::unshare(const llvm::DenseSet<Operation *> &gone) {
  // Each place has a value of its own: what was there and is held by something
  // else as well is copied for it.
  auto unshareIn = [&](Operation *op) {
    if (gone.contains(op) || isa<RefOp>(op))
      return;
    for (OpOperand &operand : op->getOpOperands())
      if (!operand.get().hasOneUse()) {
        setInsertionPoint(op);
        operand.set(copy(operand.get()));
      }
  };
  llvm::for_each(placed.takeVector(), unshareIn);
  llvm::for_each(holders.takeVector(), unshareIn);
}
