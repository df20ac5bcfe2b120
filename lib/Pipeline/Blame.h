//===- Blame.h - Where every value comes from -------------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_PIPELINE_BLAME_H
#define PG_LIB_PIPELINE_BLAME_H

#include "pg/IR/PgOps.h"
#include "llvm/Support/raw_ostream.h"

namespace pg {

/// A rule that set values, in this run or in an earlier one.
struct BlamedRule {
  /// As in a pipeline.
  std::string call;
  /// The recipe that it was a step of; empty for none.
  std::string recipe;
  /// `pg/scale-width 1.0`
  std::string version;
  /// In its chain, from 1.
  unsigned number = 0;
  /// Runs are counted from 1, the earliest.
  unsigned run = 0;
};

/// How a value came where it is.
struct Origin {
  struct Step {
    /// Which of the rules.
    unsigned rule;
    /// What it replaced; nothing if it built the value.
    std::optional<std::string> old;
  };
  /// The last first.
  std::vector<Step> steps;
  /// `file:line:col` where the value, or what was replaced first, was read;
  /// empty for what a rule built.
  std::string place;
};

/// The origins of all values of an experiment, in the order of `walkAll`.
struct Origins {
  std::vector<BlamedRule> rules;
  struct Entry {
    /// For people: of a very long one, the end.
    std::string path;
    Origin origin;
  };
  std::vector<Entry> values;
};

/// Visits a value and all that is in it, also in tuples and behind references:
/// what is shared once, where it is referred to first. \p path is that of the
/// value, in PyGlove's spelling. A document that is written and read again is
/// visited in the same order. Not recursive.
void walkAll(Field root, std::string path,
             llvm::function_ref<void(Field, llvm::StringRef path)> visit);

/// Knows where the values of an experiment come from, if it is told before the
/// first rule.
class Blame {
public:
  /// Begins to record in an experiment that was just read. False if \p earlier,
  /// what earlier runs knew of it, is not of this experiment: it is not used.
  bool begin(ExperimentOp experiment, Origins earlier);
  /// The origins of all values, of this run and earlier ones. \p experiment may
  /// be a copy of the one that rules ran on.
  Origins collect(ExperimentOp experiment) const;
  struct Place {
    Field field;
    std::string path;
    /// Of a field that is not spelled: what its class has by default, in words.
    std::string byDefault = {};
  };
  /// The value that somebody asks for. Fails, with an error and what is near,
  /// if the path leads nowhere.
  static mlir::FailureOr<Place> find(ExperimentOp experiment,
                                     llvm::StringRef path);
  /// Prints a line for a value, and for all that is in it.
  void print(ExperimentOp experiment, const Place &place,
             llvm::raw_ostream &os) const;

private:
  std::vector<BlamedRule> listRules(const Provenance &history) const;
  Origin trace(Field field, const Provenance &history) const;

  Origins earlier;
  unsigned run = 1;
};

} // namespace pg

#endif // PG_LIB_PIPELINE_BLAME_H
