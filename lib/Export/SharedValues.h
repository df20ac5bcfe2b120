//===- SharedValues.h - What several references refer to --------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_EXPORT_SHAREDVALUES_H
#define PG_LIB_EXPORT_SHAREDVALUES_H

#include "pg/IR/PgOps.h"
#include "llvm/ADT/MapVector.h"

namespace pg {

/// The values below a root that more than one reference refers to, numbered as
/// PyGlove's `__context__` does: each before those that hold it, otherwise in
/// the order in which they are met. One that has a single reference is written
/// where that stands.
class SharedValues {
public:
  /// Costs one look at each operation below \p root where there is no
  /// reference, and a walk over them where there is.
  explicit SharedValues(Field root);

  bool empty() const { return numbers.empty(); }
  /// In the order of their numbers.
  llvm::ArrayRef<std::pair<mlir::Operation *, unsigned>> inOrder() const {
    return numbers.getArrayRef();
  }
  /// The number of what \p ref refers to; nullopt if it is not shared.
  std::optional<unsigned> find(RefOp ref) const;

private:
  llvm::MapVector<mlir::Operation *, unsigned> numbers;
};

} // namespace pg

#endif // PG_LIB_EXPORT_SHAREDVALUES_H
