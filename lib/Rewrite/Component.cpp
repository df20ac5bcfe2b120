//===- Component.cpp - A component as a rule sees it -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Component.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

Component::Component(ObjectOp op, const ClassTable &classes)
    : op(op), classes(&classes),
      decl(op ? classes.getShape(op.getShape()).decl : nullptr) {}

StringRef Component::getClassName() const { return op.getClassName(); }

/// What the field that holds a component says of it.
static StringRef roleOfHolder(ObjectOp op, const ClassTable &classes) {
  Field holder = getHolder(op);
  auto owner = holder ? dyn_cast<ObjectOp>(holder.getOwner()) : ObjectOp();
  return owner ? classes.getShape(owner.getShape()).roles[holder.getIndex()]
               : StringRef();
}

bool Component::plays(StringRef concept_) const { return playsAny({concept_}); }

bool Component::playsAny(std::initializer_list<StringRef> concepts) const {
  if (decl && llvm::any_of(concepts, [&](StringRef concept_) {
        return decl->plays(concept_);
      }))
    return true;
  StringRef role = roleOfHolder(op, *classes);
  return !role.empty() && llvm::any_of(concepts, [&](StringRef concept_) {
    return conceptImplies(role, concept_);
  });
}

StringRef Component::roleOf(Field field) const {
  return classes->getShape(op.getShape()).roles[field.getIndex()];
}

Field Component::field(StringRef name) const {
  if (name.empty())
    return {};
  return cast<ContainerOpInterface>(*op).getField(name);
}

Field Component::fieldWithRole(StringRef role) const {
  if (!decl)
    return {};
  for (auto [name, known] : decl->getRoles())
    if (sameName(known, role))
      if (Field found = field(name))
        return found;
  return {};
}

StringRef Component::nameWithRole(StringRef role) const {
  if (Field spelled = fieldWithRole(role))
    return spelled.getName();
  if (decl)
    for (auto [name, known] : decl->getRoles())
      if (const FieldDecl *field = decl->getField(name))
        if (sameName(known, role) && !field->pattern)
          return name;
  return {};
}

SmallVector<Field> Component::fieldsWithRole(StringRef role) const {
  SmallVector<Field> found;
  for (Field field : cast<ContainerOpInterface>(*op).getFields())
    if (sameName(roleOf(field), role))
      found.push_back(field);
  return found;
}

Attribute Component::fact(StringRef name) const {
  FactOp stated = decl ? decl->getFact(name) : FactOp();
  if (!stated)
    return {};
  std::optional<StringRef> bound = stated.getField();
  if (!bound)
    return *stated.getValue();
  if (Field holder = field(*bound))
    return holder.isConstant() ? holder.getAttr() : Attribute();
  const FieldDecl *declared = decl->getField(*bound);
  return declared ? declared->parts.defaultValue : Attribute();
}

std::optional<int64_t> Component::intFact(StringRef name) const {
  Attribute value = fact(name);
  return value ? intOf(Slot::get(value)) : std::nullopt;
}

Component Component::child(Field field) const {
  ObjectOp held = field ? dereference(field).getComponent() : ObjectOp();
  return held ? Component(held, *classes) : Component();
}

bool Component::holds(StringRef concept_) const {
  SmallVector<Value> pending(op->getOperands());
  while (!pending.empty()) {
    Operation *held = pending.pop_back_val().getDefiningOp();
    if (isa<ListOp, DictOp>(held))
      llvm::append_range(pending, held->getOperands());
    else if (auto object = dyn_cast<ObjectOp>(held))
      if (Component(object, *classes).plays(concept_))
        return true;
  }
  return false;
}

Component Component::parent() const {
  for (Field holder = getHolder(op); holder;
       holder = getHolder(holder.getOwner()))
    if (auto owner = dyn_cast<ObjectOp>(holder.getOwner()))
      return Component(owner, *classes);
  return {};
}

//===----------------------------------------------------------------------===//
// Walks
//===----------------------------------------------------------------------===//

void pg::walkComponents(ExperimentOp experiment,
                        llvm::function_ref<bool(ObjectOp)> visit) {
  SmallVector<Operation *> pending;
  if (Operation *root = experiment.getRoot().getChild())
    pending.push_back(root);
  while (!pending.empty()) {
    Operation *container = pending.pop_back_val();
    if (auto object = dyn_cast<ObjectOp>(container))
      if (!visit(object))
        return;
    if (isa<TupleOp, RefOp>(container))
      continue;
    for (Value child : llvm::reverse(container->getOperands()))
      pending.push_back(child.getDefiningOp());
  }
}

/// Whether a component lies in a sequence.
static bool isInSequence(Component component) {
  for (Component outer = component.parent(); outer; outer = outer.parent())
    if (outer.plays("sequence"))
      return true;
  return false;
}

/// The last dense component at or below a sequence, in pre-order: the first one
/// in the reversed order, which comes to a component after what it holds.
static Operation *lastDense(Component sequence, const ClassTable &classes) {
  struct Visit {
    Operation *container;
    bool isLeft;
  };
  SmallVector<Visit> pending = {{sequence.getOp(), false}};
  while (!pending.empty()) {
    auto [container, isLeft] = pending.pop_back_val();
    if (isLeft) {
      auto object = dyn_cast<ObjectOp>(container);
      if (object && Component(object, classes).plays("dense"))
        return object;
      continue;
    }
    pending.push_back({container, true});
    if (!isa<TupleOp, RefOp>(container))
      for (Value child : container->getOperands())
        pending.push_back({child.getDefiningOp(), false});
  }
  return nullptr;
}

llvm::DenseSet<Operation *> pg::findHeads(ExperimentOp experiment,
                                          const ClassTable &classes) {
  llvm::DenseSet<Operation *> heads;
  walkComponents(experiment, [&](ObjectOp op) {
    if (op->getNumOperands() == 0)
      return true;
    Component component(op, classes);
    for (Field field : cast<ContainerOpInterface>(*op).getFields()) {
      ObjectOp held = field.getComponent();
      if (!held)
        continue;
      StringRef role = component.roleOf(field);
      if ((role.empty() ? field.getName() : role) != "head")
        continue;
      // A head of several layers puts out what its last one does.
      bool isOne = !Component(held, classes).nameWithRole("width").empty();
      Operation *last =
          isOne ? nullptr : lastDense(Component(held, classes), classes);
      heads.insert(last ? last : held.getOperation());
    }
    return true;
  });
  if (!heads.empty())
    return heads;
  walkComponents(experiment, [&](ObjectOp op) {
    Component component(op, classes);
    if (component.plays("sequence") && !isInSequence(component))
      if (Operation *head = lastDense(component, classes))
        heads.insert(head);
    return true;
  });
  return heads;
}
