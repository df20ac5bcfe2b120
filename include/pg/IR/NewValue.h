//===- NewValue.h - A value that no field holds yet -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_NEWVALUE_H
#define PG_IR_NEWVALUE_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "pg/IR/PgAttrs.h"
#include "pg/IR/Slot.h"

namespace pg {

/// A constant, or the result of a component, list, dictionary or tuple that was
/// built and is not held by a field yet.
struct NewValue {
  /// Null for a constant.
  mlir::Value child;
  Slot constant;

  NewValue(mlir::Value child) : child(child) {}
  NewValue(mlir::Operation *op);
  NewValue(Slot constant) : constant(constant) {}
  NewValue(int64_t value) : constant(Slot::get(value)) {}
  NewValue(double value) : constant(Slot::get(value)) {}
  NewValue(bool value) : constant(Slot::get(value)) {}
  static NewValue none() { return Slot::none(); }
  static NewValue string(mlir::MLIRContext *context, llvm::StringRef text);
};

/// Builds a component, dictionary, list or tuple; \p shape is null for the last
/// two.
mlir::Operation *buildContainer(mlir::OpBuilder &builder, mlir::Location loc,
                                llvm::StringRef opName, ShapeAttr shape,
                                llvm::ArrayRef<NewValue> values);
/// What a literal stands for: a constant, or what is built for it.
NewValue buildLiteral(mlir::OpBuilder &builder, mlir::Location loc,
                      mlir::Attribute literal);

/// Clones a value, children first, and what its references share, but for what
/// \p copies has already. Not recursive.
void cloneWithShared(mlir::OpBuilder &builder, mlir::Operation *root,
                     mlir::IRMapping &copies);

} // namespace pg

#endif // PG_IR_NEWVALUE_H
