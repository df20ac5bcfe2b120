//===- SelectPart.h - A part of an experiment as one of its own -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_SELECTPART_H
#define PG_REWRITE_SELECTPART_H

#include "pg/IR/PgOps.h"

namespace pg {

/// Makes what stands at a path, in PyGlove's spelling, the root of the
/// experiment; all else goes. A declared default that is not spelled can be
/// selected as well. Fails, with an error and what is near, if there is nothing
/// at the path.
mlir::LogicalResult selectPart(ExperimentOp experiment, llvm::StringRef path);

} // namespace pg

#endif // PG_REWRITE_SELECTPART_H
