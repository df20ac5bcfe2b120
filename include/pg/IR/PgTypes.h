//===- PgTypes.h - Value specs as types -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_PGTYPES_H
#define PG_IR_PGTYPES_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "pg/IR/PgDialect.h"

namespace pg {

/// A key of a dictionary with a schema: a name, or a regular expression that
/// names match from their beginning.
struct KeyType {
  mlir::StringAttr name;
  bool pattern;
  mlir::Type type;

  friend bool operator==(const KeyType &a, const KeyType &b) {
    return a.name == b.name && a.pattern == b.pattern && a.type == b.type;
  }
  friend llvm::hash_code hash_value(const KeyType &key) {
    return llvm::hash_combine(key.name, key.pattern, key.type);
  }
};

/// The parts of a type that a value meets in order: its default and whether it
/// is frozen, whether it may be None, and the spec itself.
struct TypeParts {
  mlir::Attribute defaultValue;
  bool frozen = false;
  bool noneable = false;
  mlir::Type spec;

  /// Whether only the default value fits.
  bool isFrozen() const { return frozen && defaultValue; }
};
TypeParts splitType(mlir::Type type);

/// The type of an element of a list or tuple of that spec; null if there is
/// none.
mlir::Type elementType(mlir::Type spec, unsigned index);

/// Whether a default has all required keys: that of a dictionary is made of
/// what its keys have, and may lack some.
bool isWhole(mlir::Attribute defaultValue, mlir::Type type);
/// Whether a value can be left out: there is a default, and it is whole, or all
/// that can be.
bool hasWholeDefault(const TypeParts &parts);

/// The values of an enum, or of those among the alternatives of a union.
llvm::SmallVector<mlir::Attribute> choicesOf(mlir::Type type);

} // namespace pg

#define GET_TYPEDEF_CLASSES
#include "dialects/pg/PgTypes.h.inc"

namespace pg {

/// Whether a spec, or one of its alternatives, is of one of these kinds; Any is
/// of every kind.
template <typename... Specs> bool takes(mlir::Type type) {
  mlir::Type spec = splitType(type).spec;
  if (auto any = mlir::dyn_cast<UnionType>(spec))
    return llvm::any_of(any.getCandidates(), takes<Specs...>);
  return mlir::isa<AnyType, Specs...>(spec);
}

} // namespace pg

#endif // PG_IR_PGTYPES_H
