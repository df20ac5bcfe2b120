//===- PgTest.h - Tries rules on their own fixtures -------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_PGTEST_H
#define PG_PIPELINE_PGTEST_H

#include "pg/RuleFiles/RuleFile.h"

namespace pg {

struct PgTestOptions {
  /// Rule files, or folders with such.
  std::vector<std::string> inputs;
  /// Folders with rules that a recipe may name.
  std::vector<std::string> rulesPath;
  /// Names the fixtures that passed, too.
  bool verbose = false;
};

/// Runs the fixtures of rule files, one line each on stdout:
///
///   - passed;
///   - wrong: the result is another one, or there is none, or a rule that says
///     so of itself is not idempotent;
///   - missing: the rule changed nothing where it should have;
///   - noisy: the rule changed what it must not.
///
/// What a file says that it needs is compared with what its patterns ask for.
/// Fails if anything did not pass.
mlir::LogicalResult runPgTest(const PgTestOptions &options,
                              const RuleCatalogue &catalogue);

int pgTestMain(int argc, char **argv, const RuleCatalogue &catalogue);

} // namespace pg

#endif // PG_PIPELINE_PGTEST_H
