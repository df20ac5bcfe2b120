//===- Import.h - PyGlove's JSON into the pg dialect ------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IMPORT_IMPORT_H
#define PG_IMPORT_IMPORT_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "pg/IR/NewValue.h"
#include "pg/IR/PgOps.h"

namespace pg {

/// Lists, dictionaries and components nested deeper than this are refused:
/// Python's own loader gives up long before.
inline constexpr unsigned maxNesting = 10000;

/// Reads an experiment from a PyGlove JSON text to the end of \p module. Linear
/// in the text; nothing is imported from Python, unpickled or run. What is
/// wrong is reported at its place, and then the module is as it was.
mlir::FailureOr<ExperimentOp>
importExperiment(Source &source, mlir::ModuleOp module, llvm::StringRef name);

/// Reads one JSON value and builds its components before the insertion point.
/// The constants are slices of \p source.
mlir::FailureOr<NewValue> importValue(Source &source, mlir::OpBuilder &builder);

} // namespace pg

#endif // PG_IMPORT_IMPORT_H
