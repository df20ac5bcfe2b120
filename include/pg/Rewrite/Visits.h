//===- Visits.h - What a rule visits, in order ------------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_VISITS_H
#define PG_REWRITE_VISITS_H

#include "pg/IR/ClassTable.h"

namespace pg {

/// A component, list or dictionary as a rule found it.
struct Visit {
  mlir::Operation *op;
  /// What is known of a component's shape; null for a list or dictionary.
  const ShapeDecl *shape;
  /// The visit of what holds it (the root is its own parent), and in which
  /// field.
  uint32_t parent, index;
  /// The first visit that is not at or below it.
  uint32_t end;
};

/// The components, lists and dictionaries of an experiment, in pre-order. What
/// is in a tuple or behind a reference is left out: they are leaves for rules.
class Visits {
public:
  Visits(ExperimentOp experiment, const ClassTable &classes);

  size_t size() const { return visits.size(); }
  const Visit &operator[](size_t number) const { return visits[number]; }

  /// The field that holds a visited value.
  Field getHolder(const Visit &visit) const;
  /// What that field says of it; empty if it has no role. A candidate stands
  /// where its placeholder does.
  llvm::StringRef getRole(const Visit &visit) const;
  /// Whether it is a component that plays a concept, by its class or by the
  /// field that holds it.
  bool plays(const Visit &visit, llvm::StringRef concept_) const;

  /// Whether something stands behind references, and is not visited.
  bool hasReferences() const { return hasRefs; }

  /// The components that are not visited, in the order of the block: behind
  /// references, or in tuples.
  llvm::SmallVector<ObjectOp> findHidden() const;

  /// The experiments of a file, as the visits of their roots. A file can hold a
  /// list or dictionary of experiments: each of its components that has a
  /// dataset inside is one, and all the others together are another.
  std::vector<std::vector<size_t>> splitExperiments() const;

private:
  mlir::Operation *root;
  bool hasRefs = false;
  llvm::SmallVector<Visit, 0> visits;
};

} // namespace pg

#endif // PG_REWRITE_VISITS_H
