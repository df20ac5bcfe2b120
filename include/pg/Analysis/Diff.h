//===- Diff.h - What differs between two experiments ------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_ANALYSIS_DIFF_H
#define PG_ANALYSIS_DIFF_H

#include "pg/IR/PgOps.h"
#include "llvm/Support/raw_ostream.h"

namespace pg {

/// Prints what differs between two values of one context, as `str(pg.diff(…))`
/// does, and the end of the line; `No diff` if nothing does. Returns whether
/// something differs.
///
/// Components of one class (an alias is the same class), lists and dictionaries
/// are compared field by field; all else, tuples too, is compared whole and
/// printed as `Diff(left = …, right = …)`, with MISSING for a side that is
/// absent. As in PyGlove, the order of keys is no difference. What is not as in
/// PyGlove:
///   - 1, 1.0 and true are three values, NaN equals itself, and a reference
///     equals one that is written alike;
///   - lists of different lengths, or whose elements are of other classes at
///     some place, are aligned: an element that was inserted at the front is
///     one difference. An index is one of \p after, but for what was removed,
///     `i = Diff(left = …, right = MISSING)`, which has only the one of
///     \p before;
///   - descriptions of fields are left out, and values that are carried
///     verbatim show as JSON.
///
/// With \p colour, left values are red and right ones green. Linear in equal
/// values and in what is printed, near-linear in lists with few differences;
/// not recursive.
bool diffValues(Field before, Field after, llvm::raw_ostream &os,
                bool colour = false);

/// The same for two experiments. What their references share is compared whole,
/// and shows as a last entry `__context__ = Diff(…)`.
bool diffExperiments(ExperimentOp before, ExperimentOp after,
                     llvm::raw_ostream &os, bool colour = false);

} // namespace pg

#endif // PG_ANALYSIS_DIFF_H
