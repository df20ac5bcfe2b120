//===- Input.h - Reads experiments and their declarations -------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What every tool does before its own work. What is wrong is reported.
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_INPUT_H
#define PG_PIPELINE_INPUT_H

#include "pg/Declarations/DeclarationIndex.h"
#include "pg/IR/PgOps.h"
#include <string>
#include <vector>

namespace pg {

/// How an experiment is written down. Auto: as its name or content says.
enum class Format { Auto, Json, Mlir, Python };

/// How differences are shown: not at all, for people, or as changes that
/// `--apply-diff` applies.
enum class DiffForm { None, Text, Json };

/// The text of an experiment, not read yet.
struct Input {
  Source *source = nullptr;
  bool isMlir = false;
};

/// Opens a file; `-` is stdin. The text lives as long as \p context.
mlir::FailureOr<Input> openInput(mlir::MLIRContext *context,
                                 llvm::StringRef path, Format format);

/// The same for a text that is there; messages name it so.
Input openText(mlir::MLIRContext *context, llvm::StringRef text,
               llvm::StringRef name, Format format);

/// Reads a text into a module of its own: JSON as one experiment, MLIR as it
/// stands, verified unless it is known to be well formed. Null after an error.
mlir::OwningOpRef<mlir::ModuleOp>
readModule(mlir::MLIRContext *context, const Input &input, bool verify = true);

/// The one experiment of a module that was read from \p name; null, after an
/// error, if there are none or several. \p takesOne says what wants only one.
ExperimentOp getOnlyExperiment(mlir::ModuleOp module, llvm::StringRef name,
                               llvm::StringRef takesOne);

/// A text, and how messages name it.
struct NamedText {
  std::string name, text;
};

/// Where declarations come from.
struct DeclarationOptions {
  /// Of the user; they replace the search.
  std::vector<std::string> files;
  /// The same, read already.
  std::vector<NamedText> texts = {};
  /// Whether the built-in annotations are read, and files searched.
  bool defaults = true;
  /// Says on stderr what was read.
  bool verbose = false;
};

/// Reads the declarations for experiments that were read from \p inputs: the
/// nearest components.json of each, later ones winning, unless the options name
/// files. \p tool names who speaks.
mlir::LogicalResult readDeclarations(DeclarationIndex &index,
                                     const DeclarationOptions &options,
                                     llvm::ArrayRef<llvm::StringRef> inputs,
                                     llvm::StringRef tool);

} // namespace pg

#endif // PG_PIPELINE_INPUT_H
