//===- PrintDiff.cpp - Shows what differs, in the form asked for ----------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/PrintDiff.h"
#include "pg/Analysis/Changes.h"
#include "pg/Analysis/Diff.h"
#include "pg/Pipeline/Diagnostics.h"

using namespace mlir;
using namespace pg;

void pg::printDiff(ExperimentOp before, ExperimentOp after, DiffForm form,
                   raw_ostream &os) {
  if (form == DiffForm::Json)
    printChanges(findChanges(before, after), before.getContext(), os);
  else
    diffExperiments(before, after, os, wantsColour(os));
}
