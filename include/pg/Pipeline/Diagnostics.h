//===- Diagnostics.h - Prints diagnostics at their places -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_DIAGNOSTICS_H
#define PG_PIPELINE_DIAGNOSTICS_H

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/raw_ostream.h"

namespace pg {

/// Prints `file:line:col: error: …` with the part of the line around the place,
/// for locations in experiments and for MLIR's own. What has no place begins
/// with the name of the tool.
class DiagnosticPrinter : public mlir::ScopedDiagnosticHandler {
public:
  DiagnosticPrinter(mlir::MLIRContext *context, llvm::raw_ostream &os,
                    llvm::StringRef tool);

  /// Prints a note of its own; MLIR knows them only below something else.
  void printNote(mlir::Location loc, const llvm::Twine &message);

private:
  void print(const mlir::Diagnostic &diagnostic);
  void printPlace(mlir::Location loc);

  llvm::raw_ostream &os;
  llvm::StringRef tool;
};

/// Whether a stream is coloured: on a terminal, and never with NO_COLOR.
bool wantsColour(const llvm::raw_ostream &os);

} // namespace pg

#endif // PG_PIPELINE_DIAGNOSTICS_H
