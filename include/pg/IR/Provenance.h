//===- Provenance.h - What was read, and which rules ran -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_PROVENANCE_H
#define PG_IR_PROVENANCE_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Location.h"
#include "pg/IR/Slot.h"
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pg {

/// One application of a rule, as diagnostics name it.
struct RuleRun {
  std::string name;
  /// With its team, and its version: `pg/scale-width 1.0`; empty for a pass
  /// that nobody listed.
  std::string version;
  /// The recipe that it is a step of; empty for one that somebody named.
  std::string recipe;
  /// As in a pipeline: `scale=2 path=model`; empty without arguments.
  std::string arguments;
  /// Where it was asked for; null if nobody spelled it.
  mlir::LocationAttr loc;
  /// Why it matched nothing, if it can tell: a name that is close to another.
  std::string hint;
  /// Places where it applied, and those whose value is another one since.
  uint64_t matched = 0, changed = 0;

  /// `scale-width{scale=2}`.
  std::string str() const;
  /// `'scale-width{scale=2}' of 'lamda'`.
  std::string describe() const;
  /// How messages name it: `rule 2, 'scale-width{scale=2}' of 'lamda'`.
  std::string describe(size_t number) const;
};

/// A field of an operation, and a constant for it or from it.
struct FieldConstant {
  mlir::Operation *owner;
  unsigned index;
  Slot constant;
};

/// What a rule found where it wrote.
struct ReplacedValue {
  /// The field.
  mlir::Operation *owner;
  unsigned index;
  /// The constant, or a child (then `child` says what it was).
  Slot slot;
  mlir::StringAttr child;
  /// Where a child was written; a constant's text tells for itself.
  mlir::LocationAttr childLoc;
};

/// One writing of a value, where writings are recorded.
struct WriteRecord {
  /// The rule, from 1; 0 for what was read.
  unsigned rule = 0;
  /// Of what was read: what is known of it, a number that whoever began to
  /// record gave it.
  unsigned origin = 0;
  /// What stood there, with its own mark; nothing for what was built.
  std::optional<ReplacedValue> old = {};
};

/// The rules that ran on an experiment, and what the last one replaced. It is
/// about the experiment and no part of its value.
class Provenance {
public:
  /// Rule N is rules[N - 1].
  std::vector<RuleRun> rules;

  /// From now on every writing is recorded with what it replaced: marks are
  /// numbers of records then, and of rules otherwise.
  void recordWrites() { isRecording = true; }
  bool recordsWrites() const { return isRecording; }
  /// The mark of what the last rule builds.
  unsigned markBuilt();
  /// The mark of what the last rule writes over something; only if writes are
  /// recorded.
  unsigned markWritten(ReplacedValue old);
  /// The mark of what was read, of which more is known.
  unsigned markRead(unsigned origin);
  /// The rule that a mark stands for, from 1; 0 for what was read.
  unsigned getRule(unsigned mark) const {
    return isRecording && mark ? records[mark - 1].rule : mark;
  }
  /// The record of a mark that is not 0.
  const WriteRecord &getRecord(unsigned mark) const {
    return records[mark - 1];
  }

  /// Says that the last rule failed, where it was asked for; once.
  void reportFailure(mlir::Location experiment);
  bool isFailureReported = false;
  /// What the rules promised: asked again at the end of the chain.
  std::vector<std::function<mlir::LogicalResult(mlir::Operation *)>>
      postconditions;
  /// What the last rule, or run of edits, found where it wrote, in that order.
  /// Only a message looks into it.
  std::vector<ReplacedValue> replaced;
  /// The same of a rule that wrote nothing but constants over constants.
  llvm::SmallVector<FieldConstant, 0> replacedConstants;
  /// What stood in a field; nullopt if the last rule, or run of
  /// edits, did not write it.
  std::optional<ReplacedValue> findReplaced(mlir::Operation *owner,
                                            unsigned index) const;

private:
  bool isRecording = false;
  std::vector<WriteRecord> records;
  /// Of the last rule: the record of what it builds; 0 if there is none yet.
  unsigned built = 0;
};

} // namespace pg

#endif // PG_IR_PROVENANCE_H
