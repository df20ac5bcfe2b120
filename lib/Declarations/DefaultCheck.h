//===- DefaultCheck.h - Whether defaults fit their types --------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_DECLARATIONS_DEFAULTCHECK_H
#define PG_LIB_DECLARATIONS_DEFAULTCHECK_H

#include "mlir/IR/BuiltinOps.h"

namespace pg {

/// A default value that a declaration file gives.
struct DeclaredDefault {
  mlir::Location loc;
  /// What messages begin with: `class 'm.A': field 'x': `.
  std::string subject;
  mlir::Type type;
  mlir::Attribute value;
};

/// Warns of defaults that do not fit their types: a component that leaves such
/// a field out is not checked, and a rule that writes it will fail.
void checkDefaults(mlir::ModuleOp module,
                   llvm::ArrayRef<DeclaredDefault> defaults);

} // namespace pg

#endif // PG_LIB_DECLARATIONS_DEFAULTCHECK_H
