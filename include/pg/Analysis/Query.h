//===- Query.h - Prints selected values and their paths ---------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_ANALYSIS_QUERY_H
#define PG_ANALYSIS_QUERY_H

#include "pg/IR/PgOps.h"
#include "llvm/Support/raw_ostream.h"

namespace pg {

/// Prints one JSON object on one line, and its end: the path and the value of
/// everything that \p selects accepts, in order; what is selected is not
/// entered. `{}` if nothing is. References are entered, each time anew: false
/// is returned if there are too many of them (see walkThroughReferences).
///
/// Two values can have one path (PyGlove spells the keys `a.` and `.b`, and the
/// key `a.][.b`, alike). As in PyGlove's dictionary the later value then stands
/// at the place of the earlier.
bool query(ExperimentOp experiment,
           llvm::function_ref<bool(Field, llvm::StringRef path)> selects,
           llvm::raw_ostream &os);

} // namespace pg

#endif // PG_ANALYSIS_QUERY_H
