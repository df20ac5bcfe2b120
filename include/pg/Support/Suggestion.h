//===- Suggestion.h - Names: comparing and suggesting them -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_SUPPORT_SUGGESTION_H
#define PG_SUPPORT_SUGGESTION_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <algorithm>
#include <optional>
#include <string>

namespace pg {

/// The normal form of a rule's, option's, concept's, role's or fact's name:
/// `scale_up` is `scale-up`.
std::string kebab(llvm::StringRef name);

/// Whether two names are the same: `_` and `-` are.
inline bool sameName(llvm::StringRef a, llvm::StringRef b) {
  if (a.size() != b.size())
    return false;
  auto same = [](char x, char y) {
    return x == y || (x == '_' && y == '-') || (x == '-' && y == '_');
  };
  return std::equal(a.begin(), a.end(), b.begin(), same);
}

/// Whether two names are the same, ignoring case as well.
bool sameNameIgnoringCase(llvm::StringRef a, llvm::StringRef b);

/// The part of a dotted name after its last dot.
llvm::StringRef lastPart(llvm::StringRef name);

/// The candidate that someone who wrote \p word probably meant. In order: the
/// same but for case, `_` and `-`; the same last part of a dotted name; the
/// fewest edits, up to a third of the word. Of equals, the first.
std::optional<llvm::StringRef>
closest(llvm::StringRef word, llvm::ArrayRef<llvm::StringRef> candidates);

/// `; did you mean 'x'?` for the end of a message, or nothing.
std::string didYouMean(llvm::StringRef word,
                       llvm::ArrayRef<llvm::StringRef> candidates);

/// The same for any range of strings.
template <typename Range>
std::string didYouMean(llvm::StringRef word, const Range &candidates) {
  llvm::SmallVector<llvm::StringRef> names;
  for (const auto &candidate : candidates)
    names.push_back(candidate);
  return didYouMean(word, llvm::ArrayRef<llvm::StringRef>(names));
}

} // namespace pg

#endif // PG_SUPPORT_SUGGESTION_H
