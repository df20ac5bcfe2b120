//===- RuleRewriter.cpp - Records what a rule changes -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/RuleRewriter.h"
#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Matchers.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

RuleRewriter::RuleRewriter(ExperimentOp experiment, const ClassTable &classes)
    : PatternRewriter(experiment.getContext()), experiment(experiment),
      classes(classes) {
  setListener(this);
}

bool RuleRewriter::isHead(Component component) {
  if (!heads)
    heads = findHeads(getVisits(), classes);
  return heads->contains(component.getOp());
}

bool RuleRewriter::remember(const ShapeDecl &shape, Attribute question,
                            llvm::function_ref<bool()> answer) {
  auto [known, isNew] = answers.try_emplace({&shape, question});
  if (isNew)
    known->second = answer();
  return known->second;
}

bool RuleRewriter::isA(Component component, StringRef name) {
  auto [known, isNew] = resolved.try_emplace(name);
  if (isNew) {
    std::string hint;
    auto wanted = resolveClass(experiment, classes, name, hint);
    if (failed(wanted))
      return (void)fail(), false;
    known->second = wanted->value_or("");
    if (!*wanted)
      setHint(hint);
  }
  return !known->second.empty() &&
         classes.isSubclass(component.getClassName(), known->second);
}

const Visits &RuleRewriter::getVisits() {
  if (!visits)
    visits.emplace(experiment, classes);
  return *visits;
}

Component RuleRewriter::getComponent(ObjectOp op) {
  // A pattern may ask about another component than the one it visits.
  if (!current || current->op != op || structureChanged)
    return Component(op, classes);
  return Component(op, classes, *current->shape, visits->getRole(*current));
}

void RuleRewriter::notifyOperationInserted(Operation *op, InsertPoint) {
  structureChanged = true;
  fresh.insert(op);
}

void RuleRewriter::notifyOperationErased(Operation *op) {
  structureChanged = true;
  fresh.erase(op);
  erased.insert(op);
  ++changed;
}

void RuleRewriter::notifyMatchFailure(
    Location loc, llvm::function_ref<void(Diagnostic &)> reason) {
  if (!explanation)
    return;
  Diagnostic text(loc, DiagnosticSeverity::Remark);
  reason(text);
  explanation->decline(getVisited(), loc, text.str());
}

void RuleRewriter::setHint(const Twine &hint) {
  std::string &known = experiment.getHistory().rules.back().hint;
  if (known.empty())
    known = hint.str();
}

//===----------------------------------------------------------------------===//
// Recording
//===----------------------------------------------------------------------===//

bool RuleRewriter::isRewritten(Field field) const {
  return !written.empty() &&
         written.contains({field.getOwner(), field.getIndex()});
}

void RuleRewriter::markWritten(Field field) {
  // A constant holds nothing that could be entered.
  if (!field.isConstant())
    written.insert({field.getOwner(), field.getIndex()});
}

LogicalResult RuleRewriter::rebind(Field field, NewValue value) {
  if (explanation)
    explanation->write(getVisited(), field, value);
  if (!value.child && edits.empty() && field.isConstant()) {
    constants.push_back({field.getOwner(), field.getIndex(), value.constant});
    return success();
  }
  markWritten(field);
  record({field.getOwner(), field.getIndex(), Edit::Set, StringAttr(), value});
  return success();
}

void RuleRewriter::record(Edit edit) {
  spillConstants();
  edit.place = place;
  edits.push_back(edit);
}

void RuleRewriter::spillConstants() {
  for (const FieldConstant &edit : std::exchange(constants, {}))
    edits.push_back(
        {edit.owner, edit.index, Edit::Set, StringAttr(), edit.constant});
}

/// The number that a field has by default, if it has one.
static std::optional<Slot> defaultNumber(const FieldDecl *field) {
  if (!field || field->pattern ||
      !isa_and_nonnull<IntegerAttr, FloatAttr>(field->parts.defaultValue))
    return std::nullopt;
  return Slot::get(field->parts.defaultValue);
}

void RuleRewriter::remarkIfUnscalable(Field field, StringRef role) {
  ObjectOp held = field.getComponent();
  bool isPlaceholder = held && classes.getShape(held.getShape()).placeholder !=
                                   Placeholder::None;
  if (!isPlaceholder &&
      (!field.isConstant() || field.isNone() || field.getWholeNumber()))
    return;
  remark(
      field.getLoc(), [&] { return field.getPath(); },
      experiment.getHistory().rules.back().name + " leaves this '" + role +
          (isPlaceholder ? "' alone: a placeholder stands there"
                         : "' alone: it is no whole number"));
}

LogicalResult RuleRewriter::rebindRole(
    Component component, StringRef role,
    llvm::function_ref<std::optional<NewValue>(int64_t)> compute) {
  const ClassDecl *decl = component.getDecl();
  bool found = false;
  if (!decl)
    return notifyMatchFailure(component.getOp(), "nothing is declared of it");
  for (auto [entry, place] :
       llvm::zip(decl->getRoles(), component.getShape().rolePlaces)) {
    auto [name, known] = entry;
    if (!sameName(known, role))
      continue;
    Field field = place ? Field(component.getOp(), *place) : Field();
    std::optional<Slot> standing;
    if (!field)
      standing = defaultNumber(decl->getField(name));
    else if (field.isConstant())
      standing = field.getSlot();
    std::optional<int64_t> value =
        standing ? wholeNumberOf(*standing) : std::nullopt;
    if (!value) {
      if (field)
        remarkIfUnscalable(field, role);
      continue;
    }
    found = true;
    std::optional<NewValue> computed = compute(*value);
    if (!computed) {
      emitError(field ? field.getLoc() : component.getOp().getLoc())
          << component.getPlace() << ": '" << name << "' is " << *value
          << "; what the rule makes of it does not fit 64 bits";
      return fail();
    }
    if (std::optional<int64_t> number =
            computed->child ? std::nullopt : intOf(computed->constant))
      computed = wholeNumberLike(*standing, *number);
    if (failed(field ? rebind(field, *computed)
                     : rebind(component.getOp(), name, *computed)))
      return failure();
  }
  return found
             ? success()
             : notifyMatchFailure(component.getOp(),
                                  "has no whole number of role '" + role + "'");
}

LogicalResult RuleRewriter::rebind(Operation *container, StringRef name,
                                   NewValue value) {
  if (Field field = cast<ContainerOpInterface>(container).getField(name))
    return rebind(field, value);
  if (failed(checkFieldName(*this, container, name)))
    return fail();
  std::optional<Declared> declared = declarationOf(container, name);
  Operation *child = value.child ? value.child.getDefiningOp() : nullptr;
  // A frozen field is not written; another value is refused where it stands.
  if (declared && isUnwritten(value.constant, child, declared->parts))
    return success();
  if (explanation)
    explanation->add(getVisited(), container, name, value);
  record(
      {container, 0, Edit::Append, StringAttr::get(getContext(), name), value});
  return success();
}

LogicalResult RuleRewriter::replace(Operation *component, NewValue value) {
  FailureOr<Field> holder = findHolder(component);
  return failed(holder) ? failure() : rebind(*holder, value);
}

FailureOr<Field> RuleRewriter::findHolder(Operation *component) {
  // What the rule has built around the component holds it as well. Which use
  // stands first is asked only of what references share: the block would be
  // numbered anew each time.
  Field found;
  unsigned numFound = 0;
  for (OpOperand &use : component->getUses())
    if (!fresh.contains(use.getOwner())) {
      found = getHolder(use);
      if (++numFound > 1)
        break;
    }
  if (numFound != 1) {
    Field first = getHolder(component);
    if (!found || !fresh.contains(first.getOwner()))
      found = first;
  }
  if (found)
    return found;
  emitError(place ? Location(place) : component->getLoc())
      << "a new component that is put nowhere cannot be replaced or removed, "
         "and has nothing beside it";
  return FailureOr<Field>(fail());
}

LogicalResult RuleRewriter::erase(Field field) {
  Operation *owner = field.getOwner();
  std::optional<Declared> declared = declarationOf(owner, field.getName());
  if (declared && !declared->isPattern && hasWholeDefault(declared->parts)) {
    setInsertionPoint(owner);
    return rebind(field, build(field.getLoc(), declared->parts.defaultValue));
  }
  auto object = dyn_cast<ObjectOp>(owner);
  const ClassDecl *decl =
      object ? Component(object, classes).getDecl() : nullptr;
  // The arguments of a functor may be left to the call.
  if (declared && !declared->isPattern && !(decl && decl->isFunctor())) {
    InFlightDiagnostic diag = emitError(field.getLoc());
    diag << field.getPath() << ": Required value is not specified; "
         << (object ? object.getClassName() : "the dictionary")
         << " has no default for it";
    return diag;
  }
  if (isa<ReturnOp>(owner))
    return emitError(field.getLoc()) << "the root cannot be deleted";
  remove(field);
  return success();
}

void RuleRewriter::remove(Field field) {
  if (explanation)
    explanation->erase(getVisited(), field);
  markWritten(field);
  record({field.getOwner(), field.getIndex(), Edit::Erase, StringAttr(),
          Slot::none()});
}

void RuleRewriter::add(Operation *container, unsigned index, StringRef name,
                       NewValue value) {
  if (explanation)
    explanation->add(getVisited(), container, name, value);
  record({container, index, Edit::Place, StringAttr::get(getContext(), name),
          value});
}

void RuleRewriter::insert(ListOp list, unsigned index, NewValue value) {
  unsigned size = slotsOf(list).size();
  if (explanation)
    explanation->insert(getVisited(), list, std::min(index, size), value);
  record({list, std::min(index, size), Edit::Insert, StringAttr(), value});
}
