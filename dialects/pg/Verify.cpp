//===- Verify.cpp - Every component against its class -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/TypeCheck.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

/// Past this many errors a person reads no further.
static constexpr unsigned maxErrors = 20;

/// Says which rule wrote a value, and what stood there before.
static void explainOrigin(InFlightDiagnostic &diag, ExperimentOp experiment,
                          Field field) {
  Provenance &history = experiment.getHistory();
  unsigned rule = field.getRule();
  if (!rule || rule > history.rules.size())
    return;
  auto replaced = history.replaced.find({field.getOwner(), field.getIndex()});
  Diagnostic &note = diag.attachNote(field.getOwner()->getLoc())
                     << "rule " << rule << ", '"
                     << history.rules[rule - 1].str() << "', wrote it";
  if (replaced == history.replaced.end())
    return;
  const ReplacedValue &old = replaced->second;
  note << "; it was "
       << (old.slot.isChild() ? old.child : pythonRepr(old.slot));
  if (!old.slot.isText())
    return;
  auto *dialect = experiment.getContext()->getLoadedDialect<PgDialect>();
  const char *position = old.slot.getText().data();
  if (Source *source = dialect->findSource(position))
    diag.attachNote(Location(source->getLoc(experiment.getContext(), position)))
        << "the old value was written here";
}

LogicalResult pg::verifyClasses(ExperimentOp experiment) {
  ClassTable classes(experiment);
  if (classes.getClasses().empty())
    return success();
  unsigned errors = 0;
  auto report = [&](Field field, StringRef suffix, const Twine &message) {
    if (++errors > maxErrors)
      return;
    std::string path = field.getPath();
    InFlightDiagnostic diag = emitError(field.getLoc());
    diag << (path.empty() ? "the root" : path) << suffix << ": " << message;
    explainOrigin(diag, experiment, field);
  };
  TypeChecker checker(classes, report, !experiment.getPartialRun());
  for (Operation &op : experiment.getBody().front()) {
    auto object = dyn_cast<ObjectOp>(op);
    if (!object)
      continue;
    const ShapeDecl &shape = classes.getShape(object.getShape());
    if (!shape.decl || !shape.decl->isDeclared())
      continue;
    for (auto [index, decl] : llvm::enumerate(shape.fields)) {
      Field field(object, index);
      if (decl) {
        checker.check(field, decl->parts);
        continue;
      }
      auto names =
          llvm::map_range(shape.decl->getFields(), [](const FieldDecl &field) {
            return field.name.getValue();
          });
      report(field, "",
             "Key '" + field.getName() + "' is not allowed for <class '" +
                 object.getClassName() + "'>" +
                 didYouMean(field.getName(), names));
    }
    if (errors > maxErrors)
      break;
  }
  if (errors > maxErrors)
    emitError(experiment.getLoc()) << "more errors follow";
  return success(errors == 0);
}

LogicalResult ExperimentOp::verifyRegions() {
  if (!isa<ReturnOp>(getBody().front().back()))
    return emitOpError("ends without pg.return");
  return verifyClasses(*this);
}
