//===- RuleName.h - Which names a rule and its options have -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_PIPELINE_RULENAME_H
#define PG_LIB_PIPELINE_RULENAME_H

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

namespace pg {

/// The name that \p text begins with: a letter or `_`, then also digits, `-`
/// and `.`.
inline llvm::StringRef ruleNamePrefix(llvm::StringRef text) {
  if (text.empty() || !(llvm::isAlpha(text[0]) || text[0] == '_'))
    return text.take_front(0);
  return text.take_while([](char c) {
    return llvm::isAlnum(c) || c == '_' || c == '-' || c == '.';
  });
}

inline bool isRuleName(llvm::StringRef text) {
  return !text.empty() && ruleNamePrefix(text).size() == text.size();
}

} // namespace pg

#endif // PG_LIB_PIPELINE_RULENAME_H
