//===- ExactMatch.h - Whether values are written alike ----------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_ANALYSIS_EXACTMATCH_H
#define PG_LIB_ANALYSIS_EXACTMATCH_H

#include "pg/Analysis/ValueHash.h"

namespace pg {

/// Whether two constants are written alike; false if one is none.
bool sameSpelling(const ValueRef &a, const ValueRef &b);

/// Whether two values are containers whose fields can be compared one by one,
/// and paths lead into both: components of one class, lists or dictionaries.
bool mayEnter(mlir::Operation *a, mlir::Operation *b);

/// Which of the values that references share are one and the same in two
/// experiments.
class ReferencePairs {
public:
  void add(mlir::Operation *a, mlir::Operation *b) {
    partners[a] = b;
    partners[b] = a;
  }
  /// Whether either has a partner.
  bool isKnown(mlir::Operation *a, mlir::Operation *b) const {
    return partners.contains(a) || partners.contains(b);
  }
  bool isPaired(mlir::Operation *op) const { return partners.contains(op); }
  bool arePaired(mlir::Operation *a, mlir::Operation *b) const {
    return partners.lookup(a) == b;
  }
  /// Whether two values are written alike and refer to pairs. Those that are
  /// new are added, if so.
  bool match(const ValueRef &a, const ValueRef &b);

private:
  llvm::DenseMap<mlir::Operation *, mlir::Operation *> partners;
};

} // namespace pg

#endif // PG_LIB_ANALYSIS_EXACTMATCH_H
