//===- Explanation.h - What a rule did, component by component --*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_EXPLANATION_H
#define PG_REWRITE_EXPLANATION_H

#include "pg/IR/NewValue.h"
#include "pg/IR/PgOps.h"
#include "llvm/Support/raw_ostream.h"

namespace pg {

/// What one rule did with each component that it found, and why not more: the
/// answer to `--explain`. A rule that was not asked has none.
class Explanation {
public:
  /// \p label is printed for the number in the chain, unless it is empty.
  explicit Explanation(llvm::StringRef label = "") : label(label.str()) {}

  /// Notes the components of an experiment as a rule finds them, in its order
  /// of visits, then those that it does not enter.
  void begin(ExperimentOp experiment);
  /// Why the rule leaves alone what it says nothing of.
  void setOtherwise(llvm::StringRef reason) { otherwise = reason.str(); }
  /// That the rule asks its patterns.
  void setHasPatterns() { hasPatterns = true; }
  /// That a pattern matched a component.
  void fire(mlir::Operation *component);
  /// Why a pattern declined the component that it visits or, without a visit,
  /// that stands at a location.
  void decline(mlir::Operation *visited, mlir::Location loc,
               llvm::StringRef reason);
  /// The same for a pattern of a rule file, which calls constraints one after
  /// the other: the last one decided, whether the pattern asks for it or for
  /// its contrary.
  void beginCall() {
    isInCall = true;
    lastReason.clear();
  }
  void endCall(const std::string &call, bool holds);
  /// That the pattern did not match after all its calls.
  void endPattern(mlir::Operation *visited);

  /// What was written. It is told of the component that was visited or,
  /// without a visit, of the innermost one that holds the place.
  void write(mlir::Operation *visited, Field place, const NewValue &value);
  void erase(mlir::Operation *visited, Field place);
  void insert(mlir::Operation *visited, mlir::Operation *list, unsigned index,
              const NewValue &value);
  void add(mlir::Operation *visited, mlir::Operation *container,
           llvm::StringRef name, const NewValue &value);

  /// That an operation is gone, and its address may be another's.
  void forget(mlir::Operation *op) { byOperation.erase(op); }
  /// Says which rule it was.
  void finish(const RuleRun &run, size_t number);

  /// Prints a headline, and a line for each component: its place and class,
  /// and `fired: ` with what was written or `declined: ` with the reason. Of
  /// many that say the same only the first ten, and how many more there are,
  /// unless \p all are asked for.
  void print(llvm::raw_ostream &os, bool all) const;

private:
  struct Entry {
    std::string place, path, className;
    bool isFired = false;
    /// Whether no rule enters it.
    bool isOutside = false;
    /// Whether it was in a value that was written over.
    bool isReplaced = false;
    /// What was written, and how often in a row.
    llvm::SmallVector<std::pair<std::string, unsigned>, 1> writes;
    llvm::SmallVector<std::string, 1> reasons;
  };

  void addEntry(mlir::Operation *op, llvm::StringRef path, mlir::Location loc);
  Entry *find(mlir::Operation *op);
  mlir::Operation *whomToTell(mlir::Operation *visited, Field place);
  void note(mlir::Operation *op, llvm::StringRef path, llvm::StringRef what);
  void markReplaced(mlir::Operation *value);
  std::string describe(const Entry &entry) const;

  std::string label, headline, hint, otherwise;
  std::vector<Entry> entries;
  llvm::DenseMap<mlir::Operation *, size_t> byOperation;
  /// The first component at each.
  llvm::DenseMap<mlir::Attribute, size_t> byLocation;
  mlir::Operation *root = nullptr;
  bool hasPatterns = false;
  /// Of the pattern that is being tried: the reason that its last call gives.
  std::string lastReason;
  bool isInCall = false;
};

} // namespace pg

#endif // PG_REWRITE_EXPLANATION_H
