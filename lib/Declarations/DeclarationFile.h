//===- DeclarationFile.h - One file of declarations -------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_DECLARATIONS_DECLARATIONFILE_H
#define PG_LIB_DECLARATIONS_DECLARATIONFILE_H

#include "mlir/IR/Diagnostics.h"
#include "pg/Declarations/JsonTree.h"
#include "pg/Declarations/Vocabulary.h"
#include "pg/IR/ClassTable.h"
#include "pg/IR/Source.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Allocator.h"
#include <deque>

namespace pg {

class DeclarationFile;

/// What one file says of one class. Names are decoded; the parts that only a
/// class's fields need are slices of the text, empty where there is none.
struct Entry {
  DeclarationFile *file = nullptr;
  llvm::StringRef key;
  const char *position = nullptr;
  llvm::ArrayRef<llvm::StringRef> aliases, bases, concepts;
  llvm::StringRef schema, roles, facts, checks, fields;
  std::optional<bool> isAbstract;
  std::optional<Callability> callability;

  /// Whether it is for the class of that name.
  bool claims(llvm::StringRef name) const {
    return key == name || llvm::is_contained(aliases, name);
  }
};

class DeclarationFile {
public:
  /// What is `shipped` with pg is known to be well-formed, and gives way where
  /// the user's files speak of other classes.
  DeclarationFile(mlir::MLIRContext *context, Source &source, bool shipped)
      : context(context), source(source), shipped(shipped) {}

  /// Finds the entries; what is wrong is reported.
  mlir::LogicalResult scan();
  bool isShipped() const { return shipped; }

  mlir::Location locate(const char *position) {
    return mlir::Location(source.getLoc(context, position));
  }
  mlir::InFlightDiagnostic error(const char *position) {
    return mlir::emitError(locate(position));
  }
  mlir::InFlightDiagnostic warning(const char *position) {
    return mlir::emitWarning(locate(position));
  }

  /// In the order of the text; they stay where they are.
  std::deque<Entry> entries;

private:
  /// Reports what a rule would stumble over in the small parts of an entry.
  mlir::LogicalResult checkRoles(const Entry &entry);
  mlir::LogicalResult checkFacts(const Entry &entry);
  mlir::LogicalResult checkFields(const Entry &entry);
  mlir::LogicalResult checkChecks(const Entry &entry);
  /// Warns, once in a file, of a name that no rule knows.
  void checkWord(WordKind kind, llvm::StringRef name, const char *position);
  friend class FileScanner;

  mlir::MLIRContext *context;
  Source &source;
  bool shipped;
  llvm::BumpPtrAllocator allocator;
  llvm::StringSet<> warned;
};

} // namespace pg

#endif // PG_LIB_DECLARATIONS_DECLARATIONFILE_H
