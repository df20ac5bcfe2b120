//===- Changes.h - What makes one experiment of another ---------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The difference between two experiments as edits of the first: what
// `--diff=json` prints and `apply-diff` applies.
//
//===----------------------------------------------------------------------===//

#ifndef PG_ANALYSIS_CHANGES_H
#define PG_ANALYSIS_CHANGES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "pg/Analysis/ValueHash.h"
#include "llvm/Support/raw_ostream.h"

namespace pg {

/// One edit. All paths are those of the experiment before; edits do not overlap
/// and take effect together, as those of one `pg.patch` do.
struct Change {
  enum Kind {
    /// Writes `after` where `before` stands.
    Rebind,
    /// Writes a new field or key, in front of `next`.
    Add,
    /// Inserts into a list, in front of the element at the path; several at one
    /// path in their order.
    Insert,
    Delete
  };
  Kind kind;
  std::string path;
  /// What was there, and what is there now; each unless it is absent.
  std::optional<ValueRef> before, after;
  /// Null for the end.
  mlir::StringAttr next = {};
};

/// A value that the references in new values share with what stays.
struct KeptValue {
  /// Where the experiment before has it.
  std::string path;
  /// What it is in the experiment after.
  mlir::Operation *after;
};

struct Changes {
  std::vector<Change> changes;
  std::vector<KeptValue> kept;
};

/// What makes \p before be written as \p after is, character by character but
/// for layout: the order of keys and the spelling of numbers count. Both are of
/// one context, and the result refers to them.
///
/// Lists are aligned (see Diff.h). A value changes as a whole where no path
/// leads into it (a tuple, a key that no path can spell), where the order of
/// its keys or its class is another, and the whole experiment does where
/// references make it that nothing less can be said. Near-linear; not
/// recursive.
Changes findChanges(ExperimentOp before, ExperimentOp after);

/// Prints changes as PyGlove's JSON, one a line:
///
///     {"version": 1, "changes": [
///       {"op": "rebind", "path": "a.b", "old": 1, "new": 2}, …
///
/// A new field is a rebind without "old", in front of the one that "before"
/// names (null: at the end). Kept values stand in "shared", each with its path.
void printChanges(const Changes &changes, mlir::MLIRContext *context,
                  llvm::raw_ostream &os);

} // namespace pg

#endif // PG_ANALYSIS_CHANGES_H
