//===- ClassBuilder.h - Merged entries to pg.class --------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_DECLARATIONS_CLASSBUILDER_H
#define PG_LIB_DECLARATIONS_CLASSBUILDER_H

#include "DefaultCheck.h"
#include "IndexStorage.h"
#include "SpecReader.h"
#include "mlir/IR/Builders.h"
#include "pg/IR/PgOps.h"
#include "llvm/ADT/MapVector.h"

namespace pg {

/// Makes the operation of one class.
class ClassBuilder {
public:
  /// \p onNeed is told of each class that this one needs; \p defaults gets the
  /// default values of its fields, which are checked when all classes are made.
  ClassBuilder(DeclarationIndex::Storage &storage, const MergedClass &merged,
               llvm::function_ref<void(llvm::StringRef)> onNeed,
               std::vector<DeclaredDefault> &defaults);

  /// Puts it at the insertion point, or reports what is wrong.
  mlir::LogicalResult build(mlir::OpBuilder &builder);

private:
  /// What the nearest entry says under a name of `roles`, `facts`, `checks` or
  /// `fields`.
  struct Item {
    JsonView value;
    DeclarationFile *file;
  };
  class Listener;
  using Items = llvm::MapVector<mlir::StringAttr, Item>;
  Items mergeItems(llvm::StringRef Entry::*part, bool kebabNames = false);

  ClassOp buildClass(mlir::OpBuilder &builder);
  void buildFields(mlir::OpBuilder &builder);
  void buildField(mlir::OpBuilder &builder, const ReadField &field,
                  DeclarationFile *file, bool isKeyword);
  void buildFacts(mlir::OpBuilder &builder);
  void buildChecks(mlir::OpBuilder &builder, ClassOp op);
  /// The role of a field, normalized; null if nothing is said of it. Each role
  /// is given once.
  mlir::StringAttr takeRole(mlir::StringAttr field);
  mlir::ArrayAttr symbols(llvm::ArrayRef<llvm::StringRef> names);
  void error(DeclarationFile &file, JsonView at, const llvm::Twine &message);
  JsonView parse(llvm::StringRef text) {
    return trees.emplace_back(text).root();
  }

  DeclarationIndex::Storage &storage;
  const MergedClass &merged;
  llvm::function_ref<void(llvm::StringRef)> onNeed;
  std::vector<DeclaredDefault> &defaults;
  mlir::MLIRContext *context;
  std::deque<JsonTree> trees;
  Items roles, tightened;
  bool isValid = true;
};

} // namespace pg

#endif // PG_LIB_DECLARATIONS_CLASSBUILDER_H
