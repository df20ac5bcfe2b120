//===- PartialCheck.h - What an experiment leaves open ----------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_PIPELINE_PARTIALCHECK_H
#define PG_LIB_PIPELINE_PARTIALCHECK_H

#include "mlir/IR/BuiltinOps.h"
#include "pg/IR/ClassTable.h"
#include "pg/Pipeline/Diagnostics.h"

namespace pg {

/// Reports required fields that are missing, as notes, or as errors: then it
/// fails.
mlir::LogicalResult checkPartial(ExperimentOp experiment,
                                 const ClassTable &classes, bool isError,
                                 DiagnosticPrinter &diagnostics);

/// Warns of each class that is used and that nobody declared.
void warnUndeclared(mlir::ModuleOp module, const ClassTable &classes);

} // namespace pg

#endif // PG_LIB_PIPELINE_PARTIALCHECK_H
