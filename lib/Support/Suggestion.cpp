//===- Suggestion.cpp - Names: comparing and suggesting them -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Support/Suggestion.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace pg;
using llvm::ArrayRef;
using llvm::StringRef;

std::string pg::kebab(StringRef name) {
  std::string result = name.str();
  llvm::replace(result, '_', '-');
  return result;
}

bool pg::sameNameIgnoringCase(StringRef a, StringRef b) {
  return sameName(a.lower(), b.lower());
}

StringRef pg::lastPart(StringRef name) {
  return name.drop_front(name.rfind('.') + 1);
}

std::optional<StringRef> pg::closest(StringRef word,
                                     ArrayRef<StringRef> candidates) {
  std::string wanted = kebab(word.lower());
  if (wanted.empty())
    return std::nullopt;
  for (StringRef candidate : candidates)
    if (kebab(candidate.lower()) == wanted)
      return candidate;
  StringRef last = lastPart(wanted);
  for (StringRef candidate : candidates)
    if (!last.empty() && kebab(lastPart(candidate).lower()) == last)
      return candidate;

  // Half a word is no resemblance: a single letter resembles nothing.
  size_t limit = std::min((wanted.size() + 2) / 3, wanted.size() - 1);
  std::optional<StringRef> best;
  for (StringRef candidate : candidates) {
    std::string name = kebab(candidate.lower());
    size_t edits = StringRef(wanted).edit_distance(name, true, limit);
    if (!StringRef(wanted).contains('.'))
      edits = std::min<size_t>(
          edits, StringRef(wanted).edit_distance(lastPart(name), true, limit));
    if (edits > limit)
      continue;
    best = candidate;
    if (edits == 0)
      break;
    // The first of equals stays.
    limit = edits - 1;
  }
  return best;
}

std::string pg::didYouMean(StringRef word, ArrayRef<StringRef> candidates) {
  if (std::optional<StringRef> candidate = closest(word, candidates))
    return ("; did you mean '" + *candidate + "'?").str();
  return "";
}
