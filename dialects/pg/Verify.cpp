//===- Verify.cpp - Every component against its class -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "QuickCheck.h"
#include "SpecWords.h"
#include "pg/IR/Condition.h"
#include "pg/IR/Prefetch.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

/// Past this many errors a person reads no further.
static constexpr unsigned maxErrors = 20;

/// Where the value that the last rule replaced was read; null if it was not.
static LocationAttr placeOfOld(ExperimentOp experiment, Field field) {
  std::optional<ReplacedValue> old =
      experiment.getHistory().findReplaced(field.getOwner(), field.getIndex());
  if (!field.getSlot().getMark() || !old)
    return {};
  if (!old->slot.isText())
    return old->childLoc;
  auto *dialect = experiment.getContext()->getLoadedDialect<PgDialect>();
  const char *position = old->slot.getText().data();
  Source *source = dialect->findSource(position);
  return source ? source->getLoc(experiment.getContext(), position)
                : LocationAttr();
}

static std::string describe(Field field) {
  field = dereference(field);
  if (field.isConstant())
    return showValue(field.getSlot());
  if (ObjectOp object = field.getComponent())
    return object.getClassName().str() + "(…)";
  return field.getChild()->getName().stripDialect().str();
}

/// Says which rule wrote a value (`it`, or what \p subject calls it), and what
/// stood there before.
static void explainOrigin(InFlightDiagnostic &diag, ExperimentOp experiment,
                          Field field, LocationAttr oldPlace,
                          StringRef subject = "it") {
  Provenance &history = experiment.getHistory();
  unsigned rule = field.getRule();
  if (!rule || rule > history.rules.size())
    return;
  const RuleRun &run = history.rules[rule - 1];
  Location loc = run.loc ? Location(run.loc) : field.getOwner()->getLoc();
  Diagnostic &note = diag.attachNote(loc)
                     << run.describe(rule) << ", wrote " << subject;
  std::optional<ReplacedValue> old =
      history.findReplaced(field.getOwner(), field.getIndex());
  if (!old)
    return;
  note << ": " << (old->child ? old->child.str() : showValue(old->slot))
       << " → " << describe(field);
  if (isa_and_nonnull<SourceLocAttr>(oldPlace))
    note << "; the old value was written at "
         << describePlace(Location(oldPlace));
}

std::optional<ReplacedValue> Provenance::findReplaced(Operation *owner,
                                                      unsigned index) const {
  auto isHere = [&](const auto &old) {
    return old.owner == owner && old.index == index;
  };
  for (const ReplacedValue &old : llvm::reverse(replaced))
    if (isHere(old))
      return old;
  for (const FieldConstant &old : llvm::reverse(replacedConstants))
    if (isHere(old))
      return ReplacedValue{owner, index, old.constant, {}, {}};
  return std::nullopt;
}

void Provenance::reportFailure(Location experiment) {
  if (rules.empty() || isFailureReported)
    return;
  isFailureReported = true;
  const RuleRun &run = rules.back();
  emitError(run.loc ? Location(run.loc) : experiment)
      << run.describe(rules.size()) << ", failed; nothing is written";
}

LogicalResult pg::verifyClasses(ExperimentOp experiment) {
  return verifyClasses(experiment, ClassTable(experiment));
}

LogicalResult pg::verifyClasses(ExperimentOp experiment,
                                const ClassTable &classes) {
  if (classes.getClasses().empty())
    return success();
  unsigned errors = 0;
  auto report = [&](Field field, StringRef suffix, const Twine &message) {
    if (++errors > maxErrors)
      return;
    std::string path = field.getPath();
    LocationAttr oldPlace = placeOfOld(experiment, field);
    InFlightDiagnostic diag =
        emitError(oldPlace ? Location(oldPlace) : field.getLoc());
    diag << (path.empty() ? "the root" : path) << suffix << ": " << message;
    explainOrigin(diag, experiment, field, oldPlace);
  };
  auto reportBroken = [&](BrokenCheck broken, ObjectOp object) {
    if (++errors > maxErrors)
      return;
    // What was written last is to blame.
    auto rule = [](Field field) { return field.getRule(); };
    auto blamed = llvm::max_element(
        broken.fields, [&](Field a, Field b) { return rule(a) < rule(b); });
    bool isSpelled = blamed != broken.fields.end();
    LocationAttr place =
        isSpelled ? placeOfOld(experiment, *blamed) : LocationAttr();
    InFlightDiagnostic diag = emitError(place       ? Location(place)
                                        : isSpelled ? blamed->getLoc()
                                                    : object.getLoc());
    std::string path = getPath(object);
    diag << (path.empty() ? "the root" : path) << ": the check '"
         << broken.check.getName()
         << "' fails: " << describeCondition(broken.check) << ", but "
         << broken.values;
    for (Field field : broken.fields)
      explainOrigin(diag, experiment, field, placeOfOld(experiment, field),
                    field.getName());
    diag.attachNote(broken.check.getLoc()) << "the check is declared here";
  };
  bool checkSizes = !experiment.getPartialRun();
  QuickCheck quick(classes, checkSizes);
  TypeChecker checker(classes, report, checkSizes);
  for (Operation &op : experiment.getBody().front()) {
    prefetchBehind(&op);
    auto object = dyn_cast<ObjectOp>(op);
    if (!object)
      continue;
    QuickCheck::Shape &shape = quick.getShape(object.getProperties().shape);
    if (shape.placeholder != Placeholder::None) {
      std::string wrong = checkPlaceholder(object, shape.placeholder);
      if (!wrong.empty())
        report(getHolder(object), "", wrong);
    }
    if (!shape.decl)
      continue;
    ArrayRef<Slot> slots = object.getProperties().slots;
    prefetchText(slots);
    size_t index = 0;
    for (; (index = quick.findDoubtful(object, slots, shape, index)) !=
           slots.size();
         ++index) {
      Field field(object, index);
      if (const FieldDecl *decl = shape.decl->fields[index]) {
        checker.check(field, decl->parts);
        continue;
      }
      auto names = llvm::map_range(
          shape.decl->decl->getFields(),
          [](const FieldDecl &field) { return field.name.getValue(); });
      report(field, "",
             "Key '" + field.getName() + "' is not allowed for <class '" +
                 object.getClassName() + "'>" +
                 didYouMean(field.getName(), names));
    }
    if (shape.hasChecks && checkSizes)
      checkConditions(
          object, *shape.decl->decl,
          [&](const BrokenCheck &broken) { reportBroken(broken, object); });
    if (errors > maxErrors)
      break;
  }
  if (errors > maxErrors)
    emitError(experiment.getLoc()) << "more errors follow";
  return success(errors == 0);
}

LogicalResult pg::verifyWritten(ExperimentOp experiment,
                                const ClassTable &classes,
                                ArrayRef<FieldConstant> written) {
  if (classes.getClasses().empty())
    return success();
  QuickCheck quick(classes, /*checkSizes=*/true);
  for (size_t i = 0; i != written.size(); ++i) {
    if (i + prefetchDistance < written.size())
      prefetchOperation(written[i + prefetchDistance].owner);
    // What is in a list or dictionary is for the spec of the field that holds
    // it, a placeholder for its own holder, a check for several fields.
    auto object = dyn_cast<ObjectOp>(written[i].owner);
    if (!object)
      return verifyClasses(experiment, classes);
    QuickCheck::Shape &shape = quick.getShape(object.getProperties().shape);
    if (shape.placeholder != Placeholder::None || shape.hasChecks ||
        (shape.decl && !quick.fits(object, object.getProperties().slots, shape,
                                   written[i].index)))
      return verifyClasses(experiment, classes);
  }
  return success();
}

LogicalResult ExperimentOp::verifyRegions() {
  if (!isa<ReturnOp>(getBody().front().back()))
    return emitOpError("ends without pg.return");
  return verifyClasses(*this);
}
