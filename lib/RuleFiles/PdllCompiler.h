//===- PdllCompiler.h - From PDLL to PDL ------------------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_RULEFILES_PDLLCOMPILER_H
#define PG_LIB_RULEFILES_PDLLCOMPILER_H

#include "pg/RuleFiles/RuleFile.h"

namespace pg {

/// The PDL of a rule file in PDLL. MLIR's mlir-pdll makes it, once: the result
/// is kept by content in the folder `pg` of the user's cache (PG_CACHE,
/// XDG_CACHE_HOME, ~/.cache). PG_MLIR_PDLL names another mlir-pdll.
mlir::FailureOr<std::string> compilePdll(mlir::MLIRContext *context,
                                         const RuleFile &file);

/// Shows what mlir-pdll said, each error in its place in the file. Whether the
/// rule is of no use: also where mlir-pdll itself goes on.
bool reportCompilerErrors(mlir::MLIRContext *context, const RuleFile &file,
                          llvm::StringRef errors, bool hasFailed);

} // namespace pg

#endif // PG_LIB_RULEFILES_PDLLCOMPILER_H
