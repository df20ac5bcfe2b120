//===- Heads.h - The heads of an experiment ---------------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_HEADS_H
#define PG_REWRITE_HEADS_H

#include "pg/Rewrite/Visits.h"
#include "llvm/ADT/DenseSet.h"

namespace pg {

/// The heads of an experiment, whose width belongs to the task and not to the
/// model: the components in a field of role (or name) `head`, or the last dense
/// one in such a component that has no width itself; if there is none, the last
/// dense component of each sequence that is in no other sequence. Where a
/// placeholder stands, that is so for each of its candidates.
struct Heads {
  llvm::DenseSet<mlir::Operation *> components;
  /// The fields that hold one behind a reference: rules do not enter it.
  llvm::SmallVector<Field> shared;

  bool contains(mlir::Operation *op) const { return components.contains(op); }
};

Heads findHeads(const Visits &visits, const ClassTable &classes);

inline Heads findHeads(ExperimentOp experiment, const ClassTable &classes) {
  return findHeads(Visits(experiment, classes), classes);
}

} // namespace pg

#endif // PG_REWRITE_HEADS_H
