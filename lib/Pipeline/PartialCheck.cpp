//===- PartialCheck.cpp - What an experiment leaves open ------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PartialCheck.h"
#include "pg/IR/TypeCheck.h"
#include "pg/Support/PyGloveNames.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace pg;

/// PyGlove does not look into tuples for placeholders.
static void warnPlaceholders(TupleOp tuple, const ClassTable &classes) {
  for (Field element : cast<ContainerOpInterface>(*tuple).getFields())
    if (ObjectOp object = element.getComponent())
      if (classes.getShape(object.getShape()).placeholder != Placeholder::None)
        emitWarning(object.getLoc())
            << element.getPath() << ": a placeholder in a tuple is no part of "
            << "the search space; PyGlove never decides it";
}

LogicalResult pg::checkPartial(ExperimentOp experiment,
                               const ClassTable &classes, bool isError,
                               DiagnosticPrinter &diagnostics) {
  constexpr unsigned maxNotes = 5;
  unsigned partial = 0;
  for (Operation &op : experiment.getBody().front()) {
    if (auto tuple = dyn_cast<TupleOp>(op))
      warnPlaceholders(tuple, classes);
    auto object = dyn_cast<ObjectOp>(op);
    if (!object)
      continue;
    if (isError && object.getClassName() == names::missing) {
      if (++partial <= maxNotes)
        emitError(object.getLoc())
            << getPath(object) << ": the value is missing";
      continue;
    }
    const ShapeDecl &shape = classes.getShape(object.getShape());
    if (shape.missing.empty() || !shape.decl->isDeclared())
      continue;
    if (++partial > maxNotes)
      continue;
    std::string path = getPath(object);
    std::string problem = ((path.empty() ? "the root" : path) +
                           ": required field '" + shape.missing.front() +
                           "' of " + object.getClassName() + " is missing")
                              .str();
    if (isError)
      emitError(object.getLoc()) << problem;
    else
      diagnostics.printNote(object.getLoc(), problem + "; carried as partial");
  }
  auto ignore = [](Field, StringRef, const Twine &) {};
  auto onMissing = [&](Field field, StringRef key) {
    if (++partial <= maxNotes)
      emitError(field.getLoc())
          << field.getPath() << ": required key '" << key << "' is missing";
  };
  TypeChecker checker(classes, ignore);
  checker.setOnMissing(onMissing);
  for (Operation &op : experiment.getBody().front()) {
    auto object = dyn_cast<ObjectOp>(op);
    if (!object || !isError)
      continue;
    for (auto [index, decl] :
         llvm::enumerate(classes.getShape(object.getShape()).fields))
      if (decl)
        checker.check(Field(object, index), decl->parts);
  }
  if (partial > maxNotes)
    llvm::errs() << "pg-opt: note: " << partial - maxNotes
                 << " more components are partial\n";
  return success(!isError || partial == 0);
}

void pg::warnUndeclared(ModuleOp module, const ClassTable &classes) {
  llvm::StringSet<> seen;
  module.walk([&](ObjectOp object) {
    const ClassDecl *decl = classes.getShape(object.getShape()).decl;
    if ((!decl || !decl->isDeclared()) &&
        seen.insert(object.getClassName()).second)
      emitWarning(object.getLoc()) << "class '" << object.getClassName()
                                   << "' is not declared: its fields are not "
                                      "checked";
  });
}
