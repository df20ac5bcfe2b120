//===- Field.h - A place in an experiment that holds a value -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_FIELD_H
#define PG_IR_FIELD_H

#include "mlir/IR/Location.h"
#include "mlir/IR/Value.h"
#include "pg/IR/Literal.h"

namespace pg {

class ObjectOp;
class ShapeAttr;

/// A field of a component, a key of a dictionary, an element of a list or of a
/// tuple, or the root. It stays valid as long as its owner's fields keep their
/// places.
class Field {
public:
  Field() = default;
  Field(mlir::Operation *owner, unsigned index) : owner(owner), index(index) {}

  explicit operator bool() const { return owner; }
  bool operator==(const Field &other) const {
    return owner == other.owner && index == other.index;
  }

  /// The component, list, dictionary or tuple; `pg.return` for the root.
  mlir::Operation *getOwner() const { return owner; }
  unsigned getIndex() const { return index; }
  /// The name in a component or dictionary; empty in a list or tuple.
  llvm::StringRef getName() const;
  /// From the root, in PyGlove's spelling: `model.layers[0].filters`.
  std::string getPath() const;
  /// Where the value was read; where its owner was read if a rule wrote it.
  mlir::Location getLoc() const;
  /// Which rule wrote it (from 1, in the experiment's history), 0 if it was
  /// read.
  unsigned getRule() const;

  /// The operation that defines the value; null for a constant.
  mlir::Operation *getChild() const;
  mlir::Value getValue() const;
  /// The component that it holds; null for anything else, a reference to a
  /// component among them.
  ObjectOp getComponent() const;

  bool isNone() const {
    return isConstant() && kindOf(getSlot()) == LiteralKind::None;
  }
  bool isConstant() const { return !getSlot().isChild(); }
  std::optional<bool> getBool() const;
  std::optional<int64_t> getInt() const;
  /// An int, or a float without a fraction (16.0).
  std::optional<int64_t> getWholeNumber() const;
  /// A float, or an int as a float.
  std::optional<double> getNumber() const;
  std::optional<std::string> getString() const;
  /// The constant as an attribute; null for a child.
  mlir::Attribute getAttr() const;

  /// The stored form, for import, export and the rewriter.
  const Slot &getSlot() const;
  Slot &getSlot();

private:
  mlir::Operation *owner = nullptr;
  unsigned index = 0;
};

/// Walks the fields of one container.
class FieldIterator
    : public llvm::iterator_facade_base<FieldIterator,
                                        std::random_access_iterator_tag, Field,
                                        std::ptrdiff_t, Field *, Field> {
public:
  FieldIterator(mlir::Operation *owner, unsigned index)
      : owner(owner), index(index) {}
  bool operator==(const FieldIterator &other) const {
    return index == other.index;
  }
  bool operator<(const FieldIterator &other) const {
    return index < other.index;
  }
  std::ptrdiff_t operator-(const FieldIterator &other) const {
    return std::ptrdiff_t(index) - std::ptrdiff_t(other.index);
  }
  FieldIterator &operator+=(std::ptrdiff_t n) {
    index += n;
    return *this;
  }
  FieldIterator &operator-=(std::ptrdiff_t n) {
    index -= n;
    return *this;
  }
  Field operator*() const { return Field(owner, index); }

private:
  mlir::Operation *owner;
  unsigned index;
};

/// The stored fields of a component, list, dictionary, tuple or `pg.return`.
SlotList &slotsOf(mlir::Operation *container);
/// The class and the names of a component or dictionary; null for the others.
ShapeAttr shapeOf(mlir::Operation *container);

/// The field that holds the result of \p child, or the first that refers to it;
/// null when nothing does.
Field getHolder(mlir::Operation *child);
/// The field that a use stands for.
Field getHolder(mlir::OpOperand &use);

/// Where the value stands that \p field refers to; \p field itself if it holds
/// no reference.
Field dereference(Field field);

/// The path of a component, list, dictionary or tuple; empty for the root. That
/// of a shared value leads through the first reference to it.
std::string getPath(mlir::Operation *container);

/// Appends one step of a path: `.name`, `[name.with.dots]` or `[3]`.
/// The first step of a path has no dot before it.
void appendStep(std::string &path, llvm::StringRef name, bool isFirst);
void appendStep(std::string &path, uint64_t index);

} // namespace pg

#endif // PG_IR_FIELD_H
