//===- DeclarationIndex.h - What files say of classes -----------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Component declarations and annotations (components.json), found by name. A
// file is scanned once and its schemas are skipped over; a class becomes IR,
// `pg.class` with its fields, when somebody needs it.
//
//===----------------------------------------------------------------------===//

#ifndef PG_DECLARATIONS_DECLARATIONINDEX_H
#define PG_DECLARATIONS_DECLARATIONINDEX_H

#include "mlir/IR/BuiltinOps.h"
#include "pg/IR/Source.h"
#include <memory>
#include <optional>
#include <string>

namespace pg {

/// The entries of several declaration files, merged by class.
///
/// A class is what entries share a key or an alias for; every lookup takes any
/// of its names. Its own name, which the lookups return, is the key of the
/// entry that has its schema (of the nearest entry, if none has).
///
/// All that is const may be called from several threads.
class DeclarationIndex {
public:
  /// Locations and attributes will be those of \p context; so the sources must
  /// live as long as it does (PgDialect::addSource).
  explicit DeclarationIndex(mlir::MLIRContext *context);
  ~DeclarationIndex();

  //===--------------------------------------------------------------------===//
  // Files: each is nearer, and so wins over, those that were added before it
  //===--------------------------------------------------------------------===//

  /// Adds what pg knows of public frameworks. It describes classes and never
  /// makes one constructible. Add it first.
  mlir::LogicalResult addBuiltin();
  /// The names of the files that addBuiltin adds, as messages spell them.
  static llvm::SmallVector<std::string> getBuiltinNames();
  /// Adds a file of the user. What is wrong with it is reported at its place;
  /// the index is then of no further use.
  mlir::LogicalResult addFile(Source &source);
  /// Opens and adds a file of the user.
  mlir::LogicalResult addFile(llvm::StringRef path);
  /// The same for a text that is there; messages name it so.
  mlir::LogicalResult addText(llvm::StringRef text, llvm::StringRef name);

  //===--------------------------------------------------------------------===//
  // Lookups: by key or alias, inherited concepts and bases included
  //===--------------------------------------------------------------------===//

  /// The class's own name; empty if there is no entry for it.
  llvm::StringRef getName(llvm::StringRef name) const;
  bool contains(llvm::StringRef name) const { return !getName(name).empty(); }
  /// Whether a file of the user has the schema.
  bool isDeclared(llvm::StringRef name) const;
  bool isAbstract(llvm::StringRef name) const;

  /// The classes that a person may mean by \p argument: the one of that name or
  /// alias, else all with a name that ends with those parts, ignoring case, `_`
  /// and `-`.
  llvm::SmallVector<llvm::StringRef>
  answeringTo(llvm::StringRef argument) const;
  /// The classes that play a concept or one that implies it.
  llvm::SmallVector<llvm::StringRef> playing(llvm::StringRef concept_) const;
  /// The class, if there is an entry for it, and its subclasses.
  llvm::SmallVector<llvm::StringRef> subclassesOf(llvm::StringRef base) const;
  /// The own names of all classes, in the order of the files.
  llvm::SmallVector<llvm::StringRef> getClasses() const;
  /// Every key and alias, for suggestions.
  llvm::SmallVector<llvm::StringRef> getNames() const;

  //===--------------------------------------------------------------------===//
  // IR
  //===--------------------------------------------------------------------===//

  /// Makes the classes of these names, and those that they need (bases, and
  /// what their default values construct), in a library of \p module. Names
  /// without an entry, and classes that the module has already, are skipped.
  /// Errors in their schemas are reported.
  mlir::LogicalResult materialize(mlir::ModuleOp module,
                                  llvm::ArrayRef<llvm::StringRef> names) const;
  /// The same for the classes of all components in \p module.
  mlir::LogicalResult materializeUsed(mlir::ModuleOp module) const;

  struct Storage;

private:
  std::unique_ptr<Storage> storage;
};

/// The declarations of an experiment, found as clang-format finds its style:
/// the nearest `components.json` in the folder of \p inputPath or in one above
/// it. An empty path or `-` (stdin) stands for the current folder.
std::optional<std::string> findComponents(llvm::StringRef inputPath);

} // namespace pg

#endif // PG_DECLARATIONS_DECLARATIONINDEX_H
