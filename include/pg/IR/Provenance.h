//===- Provenance.h - What was read, and which rules ran -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_PROVENANCE_H
#define PG_IR_PROVENANCE_H

#include "pg/IR/Slot.h"
#include "llvm/ADT/DenseMap.h"
#include <functional>
#include <string>
#include <vector>

namespace pg {

/// One application of a rule, as diagnostics name it.
struct RuleRun {
  std::string name;
  /// As in a pipeline: `scale=2 path=model`; empty without arguments.
  std::string arguments;
  /// Places where it applied, and those whose value is another one since.
  uint64_t matched = 0, changed = 0;

  /// `scale-width{scale=2}`.
  std::string str() const;
};

/// What a rule found where it wrote.
struct ReplacedValue {
  /// The constant, or a child (then `child` says what it was).
  Slot slot;
  std::string child;
};

/// The rules that ran on an experiment, and what the last one replaced. It is
/// about the experiment and no part of its value.
struct Provenance {
  /// Rule N of a slot is rules[N - 1].
  std::vector<RuleRun> rules;
  /// What the rules promised: asked again at the end of the chain.
  std::vector<std::function<mlir::LogicalResult(mlir::Operation *)>>
      postconditions;
  /// By owner and index of the field, for the last rule.
  llvm::DenseMap<std::pair<mlir::Operation *, unsigned>, ReplacedValue>
      replaced;
};

} // namespace pg

#endif // PG_IR_PROVENANCE_H
