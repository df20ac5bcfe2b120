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
/// and `.`. What an option, or a rule without its team, is called.
inline llvm::StringRef namePrefix(llvm::StringRef text) {
  if (text.empty() || !(llvm::isAlpha(text[0]) || text[0] == '_'))
    return text.take_front(0);
  return text.take_while([](char c) {
    return llvm::isAlnum(c) || c == '_' || c == '-' || c == '.';
  });
}

/// The same for a rule, whose team may stand before it: `team/rule`.
inline llvm::StringRef ruleNamePrefix(llvm::StringRef text) {
  size_t team = namePrefix(text).size();
  if (team == 0 || !text.substr(team).starts_with("/"))
    return text.take_front(team);
  size_t rule = namePrefix(text.drop_front(team + 1)).size();
  return text.take_front(rule == 0 ? team : team + 1 + rule);
}

inline bool isName(llvm::StringRef text) {
  return !text.empty() && namePrefix(text).size() == text.size();
}

inline bool isRuleName(llvm::StringRef text) {
  return !text.empty() && ruleNamePrefix(text).size() == text.size();
}

} // namespace pg

#endif // PG_LIB_PIPELINE_RULENAME_H
