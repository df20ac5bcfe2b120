//===- DefaultCheck.cpp - Whether defaults fit their types ----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DefaultCheck.h"
#include "mlir/IR/Builders.h"
#include "pg/IR/NewValue.h"
#include "pg/IR/TypeCheck.h"

using namespace mlir;
using namespace pg;

void pg::checkDefaults(ModuleOp module, ArrayRef<DeclaredDefault> defaults) {
  if (defaults.empty())
    return;
  ClassTable classes(module);
  const DeclaredDefault *current = nullptr;
  auto report = [&](Field, StringRef suffix, const Twine &message) {
    emitWarning(current->loc)
        << current->subject << "the default does not fit"
        << (suffix.empty() ? "" : (", " + suffix).str()) << ": " << message;
  };
  TypeChecker checker(classes, report);
  // Values stand in a list of one.
  OwningOpRef<ModuleOp> scratch = ModuleOp::create(module.getLoc());
  OpBuilder builder = OpBuilder::atBlockEnd(scratch->getBody());
  for (const DeclaredDefault &declared : defaults) {
    current = &declared;
    Operation *list =
        buildLiteral(builder, declared.loc,
                     ArrayAttr::get(module.getContext(), declared.value))
            .child.getDefiningOp();
    checker.check(Field(list, 0), declared.type);
    // Users come after what they use.
    while (!scratch->getBody()->empty())
      scratch->getBody()->back().erase();
  }
}
