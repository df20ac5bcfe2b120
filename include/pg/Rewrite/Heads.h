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
/// model: the components in a field of role (or name) `head`, or in a list
/// there, or the last dense one in such a component that has no width itself;
/// if there is none, the last dense component of each sequence that is in no
/// other sequence. Where a placeholder stands, that is so for each of its
/// candidates. Of a file with several experiments, each has its own.
struct Heads {
  llvm::DenseSet<mlir::Operation *> components;
  /// The fields that hold one behind a reference: rules do not enter it.
  llvm::SmallVector<Field> shared;

  bool contains(mlir::Operation *op) const { return components.contains(op); }
};

/// Those of the experiment that has its roots there; see
/// Visits::splitExperiments.
Heads findHeads(const Visits &visits, llvm::ArrayRef<size_t> roots,
                const ClassTable &classes);
/// Those of all experiments of a file.
Heads findHeads(const Visits &visits, const ClassTable &classes);

} // namespace pg

#endif // PG_REWRITE_HEADS_H
