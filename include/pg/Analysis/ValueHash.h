//===- ValueHash.h - Values as numbers to compare ---------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_ANALYSIS_VALUEHASH_H
#define PG_ANALYSIS_VALUEHASH_H

#include "pg/IR/ClassTable.h"
#include "pg/IR/NewValue.h"

namespace pg {

/// What a field holds, or what an element of a constant tuple is.
struct ValueRef {
  /// Null for a constant.
  mlir::Operation *op = nullptr;
  Slot constant;

  ValueRef() = default;
  ValueRef(const Slot &constant) : constant(constant) {}
  ValueRef(const NewValue &value)
      : op(value.child ? value.child.getDefiningOp() : nullptr),
        constant(value.constant) {}
  ValueRef(Field field)
      : op(field.getChild()), constant(op ? Slot() : field.getSlot()) {}
  ValueRef(mlir::Operation *owner, const Slot &slot) {
    if (slot.isChild())
      op = owner->getOperand(slot.getChild()).getDefiningOp();
    else
      constant = slot;
  }
};

/// Hashes of the values of one experiment: 64 bits that stand for the value,
/// order of keys, spelling of numbers and aliases of classes aside; 1, 1.0 and
/// true are three. They are the same in every experiment that is asked about
/// the same classes.
class ValueHashes {
public:
  /// What counts: the value, or every character of the JSON but its layout and
  /// the numbers of shared values.
  enum class Precision { Value, Spelling };

  /// Hashes all operations beside \p root but its owner: linear, since children
  /// come before what holds them. The first of \p classes that
  /// knows an alias resolves it.
  ValueHashes(Field root, llvm::ArrayRef<const ClassTable *> classes,
              Precision precision = Precision::Value);

  uint64_t get(const ValueRef &value) const;
  /// Equal for values whose fields can be compared one by one: components of
  /// one class, two lists, two dictionaries, two constants of one kind.
  uint64_t getKind(ValueRef value) const;
  /// The name of the class, an alias resolved.
  llvm::StringRef getClassName(ShapeAttr shape) const;

private:
  struct ShapeHash {
    uint64_t className;
    llvm::SmallVector<uint64_t, 0> names;
  };
  const ShapeHash &getShape(ShapeAttr shape);
  uint64_t hash(mlir::Operation *container);
  uint64_t hashMembers(mlir::Operation *container, ShapeAttr attr);

  bool isExact;
  llvm::SmallVector<const ClassTable *, 2> classes;
  llvm::DenseMap<ShapeAttr, ShapeHash> shapes;
  llvm::DenseMap<mlir::Operation *, uint64_t> hashes;
};

} // namespace pg

#endif // PG_ANALYSIS_VALUEHASH_H
