//===- ListAlignment.h - Which elements of two lists belong together ------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_ANALYSIS_LISTALIGNMENT_H
#define PG_LIB_ANALYSIS_LISTALIGNMENT_H

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>
#include <vector>

namespace pg {

/// Elements of two lists that differ: one that changed, or one that only one
/// of them has.
struct AlignedPair {
  static constexpr uint32_t none = ~0u;
  uint32_t left = none, right = none;
};

/// What differs between two lists, in order. An element is two numbers: its
/// hash, and its kind (equal for elements whose fields can be compared).
///
/// Lists of equal length with equal kinds at every place are compared place by
/// place, as PyGlove does. Otherwise equal elements are found as in a diff of
/// lines; between them, elements of one kind are found in the same way, and
/// what is still left is paired in order. Near-linear for few changes; past a
/// bound it is the result that suffers and not the time.
std::vector<AlignedPair> alignLists(llvm::ArrayRef<uint64_t> leftHashes,
                                    llvm::ArrayRef<uint64_t> rightHashes,
                                    llvm::ArrayRef<uint64_t> leftKinds,
                                    llvm::ArrayRef<uint64_t> rightKinds);

} // namespace pg

#endif // PG_LIB_ANALYSIS_LISTALIGNMENT_H
