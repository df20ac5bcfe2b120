//===- Equality.h - Whether two values are the same -------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_ANALYSIS_EQUALITY_H
#define PG_ANALYSIS_EQUALITY_H

#include "pg/IR/PgOps.h"

namespace pg {

/// Whether two components, lists, dictionaries or tuples are the same value,
/// all the way down: what "changed" means for a rule. It is stricter than
/// `pg.eq`:
///   - 1, 1.0 and true are three values (but 1.50 is 1.5, and NaN is itself);
///   - the order of keys and fields counts, as it does in the file (a diff does
///     not show it);
///   - a class is what is written, an alias of it is another.
/// Neither recursive nor dependent on the depth; linear.
bool sameValue(mlir::Operation *a, mlir::Operation *b);

} // namespace pg

#endif // PG_ANALYSIS_EQUALITY_H
