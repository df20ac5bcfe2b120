//===- PgDiff.h - Shows what differs between two experiments ----*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_PGDIFF_H
#define PG_PIPELINE_PGDIFF_H

#include "pg/Pipeline/Input.h"

namespace pg {

/// What is asked of pg-diff.
struct PgDiffOptions {
  /// Files; one of them may be `-`, which is stdin.
  std::string left, right;
  /// Of both.
  Format from = Format::Auto;
  DeclarationOptions declarations;
  DiffForm form = DiffForm::Text;
};

/// Prints what differs between two experiments, `No diff` if nothing does. They
/// are not checked against their classes. What is wrong is said on stderr.
mlir::LogicalResult runPgDiff(const PgDiffOptions &options);

/// The command line: parses it and does what it asks. Returns the exit status:
/// 0 if the differences were printed, also when there are none.
int pgDiffMain(int argc, char **argv);

} // namespace pg

#endif // PG_PIPELINE_PGDIFF_H
