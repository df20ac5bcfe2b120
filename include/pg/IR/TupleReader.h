//===- TupleReader.h - Constant tuples of any depth -------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_TUPLEREADER_H
#define PG_IR_TUPLEREADER_H

#include "pg/IR/PgAttrs.h"
#include "pg/IR/Slot.h"

namespace pg {

/// Reads the elements of a constant tuple one by one. Whoever reads tuples in
/// tuples keeps a stack of readers, and the whole is read once, whatever the
/// depth: `forEachElement` would look for the end of each first.
class TupleReader {
public:
  explicit TupleReader(const Slot &tuple);

  /// The next element, nothing at the end. A tuple must be read to its end by a
  /// reader of its own, which is then given to `leave`.
  std::optional<Slot> next();
  void leave(const TupleReader &nested) {
    if (at)
      at = nested.at;
  }

private:
  /// In a text: where the next element is.
  const char *at = nullptr;
  /// In an attribute.
  llvm::ArrayRef<mlir::Attribute> rest;
};

} // namespace pg

#endif // PG_IR_TUPLEREADER_H
