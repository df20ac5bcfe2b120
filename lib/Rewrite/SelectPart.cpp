//===- SelectPart.cpp - A part of an experiment as one of its own ---------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/SelectPart.h"
#include "pg/Rewrite/Edits.h"

using namespace mlir;
using namespace pg;

LogicalResult pg::selectPart(ExperimentOp experiment, StringRef path) {
  ClassTable classes(experiment);
  RuleRewriter rewriter(experiment, classes);
  FailureOr<Field> place = findValue(rewriter, path);
  if (failed(place))
    return failure();
  // What a reference refers to is a part like any other.
  Field part = dereference(*place);
  Operation *root = experiment.getRoot().getOwner();
  Slot slot = part.getSlot();
  SmallVector<Value> children;
  if (part.getChild()) {
    children.push_back(part.getValue());
    slot = Slot::child(0).withMark(slot.getMark());
  }
  slotsOf(root) = {slot};
  root->setOperands(children);
  // What nothing uses goes, users before what they use.
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(*root->getBlock())))
    if (&op != root && op.use_empty())
      op.erase();
  return success();
}
