//===- Slot.h - The compact form of a field's value -------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How an operation stores its fields. Rules never see it: they read and write
// through pg::Field. Uniquing an attribute per value is what would make reading
// a large experiment slow, so a constant stays a slice of the text that it was
// read from until somebody asks for more.
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_SLOT_H
#define PG_IR_SLOT_H

#include "mlir/IR/Attributes.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace mlir {
class DialectBytecodeReader;
class InFlightDiagnostic;
} // namespace mlir

namespace pg {

/// 16 bytes: what a field holds, and a mark that says which rule wrote it.
class Slot {
public:
  enum class Kind : uint8_t { None, Bool, Int, Float, Text, Attr, Child };

  Slot() : Slot(Kind::None) {}
  static Slot none() { return Slot(Kind::None); }
  static Slot get(bool value) {
    Slot slot(Kind::Bool);
    slot.payload.boolean = value;
    return slot;
  }
  static Slot get(int64_t value) {
    Slot slot(Kind::Int);
    slot.payload.integer = value;
    return slot;
  }
  static Slot get(double value) {
    Slot slot(Kind::Float);
    slot.payload.real = value;
    return slot;
  }
  /// A slice of a Source's text: one JSON scalar, a tuple of constants in
  /// PyGlove's spelling, or a value that is carried verbatim.
  static Slot text(llvm::StringRef text) {
    Slot slot(Kind::Text);
    slot.payload.text = text.data();
    slot.length = text.size();
    return slot;
  }
  /// A constant: a string, #pg.tuple or #pg.json, or what the other kinds hold
  /// (then it becomes one of them).
  static Slot get(mlir::Attribute value);
  /// The operand at \p index of the same operation.
  static Slot child(unsigned index) {
    Slot slot(Kind::Child);
    slot.payload.child = index;
    return slot;
  }

  Kind getKind() const { return static_cast<Kind>(kind); }
  bool isChild() const { return getKind() == Kind::Child; }
  bool isText() const { return getKind() == Kind::Text; }

  bool getBool() const { return payload.boolean; }
  int64_t getInt() const { return payload.integer; }
  double getFloat() const { return payload.real; }
  llvm::StringRef getText() const { return {payload.text, length}; }
  mlir::Attribute getAttr() const {
    return mlir::Attribute::getFromOpaquePointer(payload.attr);
  }
  unsigned getChild() const { return payload.child; }

  /// How it came there, to the history of the experiment (see
  /// Provenance::getRule); 0 for what was read.
  unsigned getMark() const { return mark; }
  Slot withMark(unsigned number) const {
    Slot slot = *this;
    slot.mark = number;
    return slot;
  }

  /// The attribute that says the same (a child has none).
  mlir::Attribute toAttribute(mlir::MLIRContext *context) const;

  friend bool operator==(const Slot &a, const Slot &b);

private:
  explicit Slot(Kind kind)
      : length(0), kind(static_cast<uint32_t>(kind)), mark(0) {
    payload.integer = 0;
  }

  union {
    bool boolean;
    int64_t integer;
    double real;
    const char *text;
    const void *attr;
    uint32_t child;
  } payload;
  uint32_t length;
  uint32_t kind : 4;
  uint32_t mark : 28;
};
static_assert(sizeof(Slot) == 16);

/// The fields of one operation, in order; its children count 0, 1, 2, …
class SlotList : public llvm::SmallVector<Slot, 0> {
public:
  using llvm::SmallVector<Slot, 0>::SmallVector;
};

llvm::hash_code hash_value(const SlotList &slots);
mlir::Attribute convertToAttribute(mlir::MLIRContext *context,
                                   const SlotList &slots);
mlir::LogicalResult
convertFromAttribute(SlotList &slots, mlir::Attribute attr,
                     llvm::function_ref<mlir::InFlightDiagnostic()> emitError);
mlir::LogicalResult readFromMlirBytecode(mlir::DialectBytecodeReader &reader,
                                         SlotList &slots);

} // namespace pg

#endif // PG_IR_SLOT_H
