//===- PrintDiff.h - Shows what differs, in the form asked for --*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_PRINTDIFF_H
#define PG_PIPELINE_PRINTDIFF_H

#include "pg/Pipeline/Input.h"

namespace pg {

/// Prints what makes one experiment another: for people, in colour where that
/// is wanted, or as JSON.
void printDiff(ExperimentOp before, ExperimentOp after, DiffForm form,
               llvm::raw_ostream &os);

} // namespace pg

#endif // PG_PIPELINE_PRINTDIFF_H
