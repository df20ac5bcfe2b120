//===- CheckReader.h - The checks of a declaration file ---------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_DECLARATIONS_CHECKREADER_H
#define PG_LIB_DECLARATIONS_CHECKREADER_H

#include "pg/Declarations/JsonTree.h"
#include "pg/IR/Condition.h"

namespace pg {

/// `{"<=": ["minimum", "maximum"]}`
struct ReadCheck {
  Comparison comparison;
  mlir::Attribute left, right;
};

class CheckReader {
public:
  /// \p onError is told what is not of the format; \p onField of each field,
  /// and whether its length is meant.
  CheckReader(mlir::MLIRContext *context,
              llvm::function_ref<void(JsonView, const llvm::Twine &)> onError,
              llvm::function_ref<void(JsonView, llvm::StringRef, bool)> onField)
      : context(context), onError(onError), onField(onField) {}

  /// Nothing after an error.
  std::optional<ReadCheck> read(JsonView check);

private:
  /// What may stand there: a field, a number or a length; also a product; also
  /// a sum.
  enum Level { Factor, Product, Sum };
  /// Null after an error.
  mlir::Attribute readSide(JsonView side, Level level);
  mlir::Attribute readField(JsonView name, bool isLength);
  mlir::Attribute fail(JsonView at, const llvm::Twine &message) {
    onError(at, message);
    return {};
  }

  mlir::MLIRContext *context;
  llvm::function_ref<void(JsonView, const llvm::Twine &)> onError;
  llvm::function_ref<void(JsonView, llvm::StringRef, bool)> onField;
  bool hasField = false;
};

} // namespace pg

#endif // PG_LIB_DECLARATIONS_CHECKREADER_H
