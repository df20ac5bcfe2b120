//===- DiffFile.h - A diff as apply-diff reads it ---------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_PASSES_APPLYDIFF_DIFFFILE_H
#define PG_PASSES_APPLYDIFF_DIFFFILE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "pg/Analysis/Changes.h"
#include "pg/IR/PgOps.h"

namespace pg {

/// A change as the file spells it.
struct DiffEntry {
  Change::Kind kind;
  std::string path;
  /// Null where there is none.
  Field oldValue, newValue;
  /// Of a new field: the one that it goes in front of. Null in the second is
  /// the end; no pair leaves it to the class.
  std::optional<std::optional<std::string>> before;
  mlir::Location loc;
};

/// A value that stays where it is, and that new values refer to.
struct SharedEntry {
  std::string path;
  /// What the references in new values refer to.
  mlir::Operation *value;
  mlir::Location loc;
};

/// What `--diff=json` printed. The document is an experiment of its own, so
/// that its values keep their spelling and their places.
class DiffFile {
public:
  /// Opens and reads a file; `-` is stdin. What is wrong is reported at its
  /// place.
  static mlir::FailureOr<std::shared_ptr<DiffFile>>
  read(mlir::MLIRContext *context, llvm::StringRef path);

  llvm::ArrayRef<DiffEntry> getEntries() const { return entries; }
  llvm::ArrayRef<SharedEntry> getShared() const { return shared; }
  llvm::StringRef getText() const { return text; }

private:
  mlir::LogicalResult readDocument(ExperimentOp document);
  mlir::LogicalResult readEntry(Field field);
  mlir::LogicalResult readShared(Field field);

  mlir::OwningOpRef<mlir::ModuleOp> module;
  llvm::StringRef text;
  std::vector<DiffEntry> entries;
  std::vector<SharedEntry> shared;
};

} // namespace pg

#endif // PG_PASSES_APPLYDIFF_DIFFFILE_H
