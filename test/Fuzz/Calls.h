//===- Calls.h - Compares rules as they are spelled -------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_TEST_FUZZ_CALLS_H
#define PG_TEST_FUZZ_CALLS_H

#include "pg/Pipeline/RuleCall.h"
#include <algorithm>

namespace pg::fuzz {

/// Whether two calls mean the same, wherever they stand in their texts.
inline bool sameCall(const RuleCall &a, const RuleCall &b) {
  auto sameArgument = [](const RuleArgument &x, const RuleArgument &y) {
    return x.key == y.key && x.value == y.value && x.hasValue == y.hasValue;
  };
  return a.name == b.name && a.anchor == b.anchor && a.isUri == b.isUri &&
         std::equal(a.arguments.begin(), a.arguments.end(), b.arguments.begin(),
                    b.arguments.end(), sameArgument);
}

} // namespace pg::fuzz

#endif // PG_TEST_FUZZ_CALLS_H
