//===- Condition.h - What has to hold between fields ------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pg.check compares two sides. A side is a field (a StringAttr), a number, or
// a TermAttr: the length of a field, a product of these, or a sum of all that.
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_CONDITION_H
#define PG_IR_CONDITION_H

#include "mlir/IR/OpImplementation.h"
#include "pg/IR/ClassTable.h"

namespace pg {

enum class Comparison : uint8_t { Less, LessEqual, Equal, NotEqual, Divides };
/// `lt`, `le`, `eq`, `ne` or `divides`, as the assembly spells it.
std::optional<Comparison> parseComparison(llvm::StringRef word);
/// `<`, `<=`, `==`, `!=` or `divides`, as declaration files and messages do.
std::optional<Comparison> parseComparisonSign(llvm::StringRef sign);
llvm::StringRef wordOf(Comparison comparison);
llvm::StringRef signOf(Comparison comparison);

/// Of the assembly of pg.check.
mlir::ParseResult parseSide(mlir::OpAsmParser &parser, mlir::Attribute &side);
void printSide(mlir::OpAsmPrinter &printer, mlir::Operation *op,
               mlir::Attribute side);
mlir::ParseResult parseComparison(mlir::OpAsmParser &parser,
                                  mlir::StringAttr &comparison);
void printComparison(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                     mlir::StringAttr comparison);

/// Whether an attribute is a number that a side can be.
bool isNumberLiteral(mlir::Attribute value);
/// Whether an attribute is a side.
bool isSide(mlir::Attribute side);

/// Whether a check has a condition, and one that is well formed.
bool compares(CheckOp check);
/// `num_heads divides width`, `2 * low <= high`.
std::string describeCondition(CheckOp check);

/// A check that a component fails.
struct BrokenCheck {
  CheckOp check;
  /// What its fields hold: `num_heads is 3 and width is 8`.
  std::string values;
  /// The fields that the component spells, in the order of the condition.
  llvm::SmallVector<Field> fields;
};

/// Calls \p report with each check of its class that a component fails. A field
/// that is left out has its default. A check is passed over when a field has no
/// number, or no length: None, a placeholder, a required field that is missing.
void checkConditions(ObjectOp object, const ClassDecl &decl,
                     llvm::function_ref<void(BrokenCheck)> report);

} // namespace pg

#endif // PG_IR_CONDITION_H
