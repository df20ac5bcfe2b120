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
      shape(op ? &classes.getShape(op.getProperties().shape) : nullptr) {}

StringRef Component::getClassName() const { return op.getClassName(); }

/// What the field that holds a component says of it, or of the placeholder
/// whose candidate it is.
static StringRef roleOfHolder(ObjectOp op, const ClassTable &classes) {
  while (op) {
    Field holder = getHolder(op);
    if (!holder)
      break;
    if (auto owner = dyn_cast<ObjectOp>(holder.getOwner()))
      return classes.getShape(owner.getShape()).roles[holder.getIndex()];
    Field outer =
        isa<ListOp>(holder.getOwner()) ? getHolder(holder.getOwner()) : Field();
    op = outer ? dyn_cast<ObjectOp>(outer.getOwner()) : ObjectOp();
    if (op && classes.getShape(op.getShape()).placeholder == Placeholder::None)
      break;
  }
  return {};
}

StringRef Component::getRoleInHolder() const {
  return roleInHolder ? *roleInHolder : roleOfHolder(op, *classes);
}

bool Component::plays(StringRef concept_) const { return playsAny(concept_); }

bool Component::playsAny(ArrayRef<StringRef> concepts) const {
  const ClassDecl *decl = getDecl();
  if (decl && llvm::any_of(concepts, [&](StringRef concept_) {
        return decl->plays(concept_);
      }))
    return true;
  StringRef role = getRoleInHolder();
  return !role.empty() && llvm::any_of(concepts, [&](StringRef concept_) {
    return conceptImplies(role, concept_);
  });
}

StringRef Component::roleOf(Field field) const {
  return shape->roles[field.getIndex()];
}

Field Component::field(StringRef name) const {
  if (name.empty())
    return {};
  return cast<ContainerOpInterface>(*op).getField(name);
}

Field Component::fieldWithRole(StringRef role) const {
  const ClassDecl *decl = getDecl();
  if (!decl)
    return {};
  for (auto [entry, place] : llvm::zip(decl->getRoles(), shape->rolePlaces))
    if (place && sameName(entry.second, role))
      return Field(op, *place);
  return {};
}

StringRef Component::nameWithRole(StringRef role) const {
  if (Field spelled = fieldWithRole(role))
    return spelled.getName();
  if (const ClassDecl *decl = getDecl())
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

const FieldDecl *Component::declaredField(StringRef name) const {
  const ClassDecl *decl = getDecl();
  return decl ? decl->getField(name) : nullptr;
}

Attribute Component::constant(StringRef name) const {
  if (Field spelled = field(name))
    return spelled.isConstant() ? spelled.getAttr() : Attribute();
  const FieldDecl *declared = declaredField(name);
  return declared ? declared->parts.defaultValue : Attribute();
}

Attribute Component::constantOfRole(StringRef role) const {
  StringRef name = nameWithRole(role);
  return name.empty() ? Attribute() : constant(name);
}

StringRef Component::roleOrName(StringRef role) const {
  if (StringRef name = nameWithRole(role); !name.empty())
    return name;
  for (Field field : cast<ContainerOpInterface>(*op).getFields())
    if (roleOf(field).empty() && sameName(field.getName(), role))
      return field.getName();
  if (const ClassDecl *decl = getDecl())
    for (const FieldDecl &field : decl->getFields())
      if (!field.pattern && decl->getRole(field.name).empty() &&
          sameName(field.name, role))
        return field.name;
  return {};
}

Attribute Component::fact(StringRef name) const {
  const ClassDecl *decl = getDecl();
  FactOp stated = decl ? decl->getFact(name) : FactOp();
  if (!stated)
    return {};
  std::optional<StringRef> bound = stated.getField();
  return bound ? constant(*bound) : *stated.getValue();
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

bool pg::plays(Field field, StringRef concept_, const ClassTable &classes) {
  if (field.isNone())
    return false;
  auto owner = dyn_cast<ObjectOp>(field.getOwner());
  if (owner &&
      conceptImplies(Component(owner, classes).roleOf(field), concept_))
    return true;
  ObjectOp held = dereference(field).getComponent();
  const ClassDecl *decl = held ? Component(held, classes).getDecl() : nullptr;
  return decl && decl->plays(concept_);
}

bool pg::takesComponent(Type type, StringRef className,
                        const ClassTable &classes) {
  Type spec = splitType(type).spec;
  if (auto any = dyn_cast<UnionType>(spec))
    return llvm::any_of(any.getCandidates(), [&](Type candidate) {
      return takesComponent(candidate, className, classes);
    });
  if (auto object = dyn_cast<ObjectType>(spec))
    return classes.isSubclass(className, object.getClassName());
  return isa<AnyType, CallableType>(spec);
}

std::string pg::describePath(Field field) {
  for (Field holder = field; holder; holder = getHolder(holder.getOwner()))
    if (isa<RefOp>(holder.getOwner()))
      return field.getPath() +
             " (behind a reference, which rules do not enter)";
  return field.getPath();
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
