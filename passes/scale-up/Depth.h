//===- Depth.h - What gets longer when a model gets deeper -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_PASSES_SCALEUP_DEPTH_H
#define PG_PASSES_SCALEUP_DEPTH_H

#include "pg/Rewrite/Component.h"
#include "pg/Rewrite/Visits.h"

namespace pg {

/// A place that says how deep a model is: a list of layers, or a count of them.
struct DepthPlace {
  ObjectOp owner;
  /// Null where the role `num-layers` of the owner counts.
  ListOp list = nullptr;
  /// The part of the list that depth repeats; never empty.
  unsigned first = 0, count = 0;

  /// Of places in each other, depth multiplies one only.
  enum class Choice : uint8_t {
    Scaled,
    /// A place around it is scaled.
    LeftToOuter,
    /// Places in it are scaled.
    LeftToInner
  } choice = Choice::Scaled;
};

struct Depths {
  /// In pre-order.
  std::vector<DepthPlace> places;
  /// Lists that a count beside them repeats, which is a place then, each with
  /// the name of the count.
  std::vector<std::pair<ListOp, llvm::StringRef>> besideCount;
  /// Fields of the roles `num-layers` and `children` where neither a number
  /// nor a list stands; None is left out.
  llvm::SmallVector<Field> unknown;
};

/// The depths of an experiment. The layer is the block: of places in each
/// other, the one that holds blocks with no other place between is chosen;
/// where there are no blocks, the innermost one. (So of stages, each gets
/// longer, and a stack within a block stays.)
Depths findDepths(const Visits &visits, const ClassTable &classes);

} // namespace pg

#endif // PG_PASSES_SCALEUP_DEPTH_H
