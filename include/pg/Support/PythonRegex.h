//===- PythonRegex.h - Python's regular expressions on RE2 -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_SUPPORT_PYTHONREGEX_H
#define PG_SUPPORT_PYTHONREGEX_H

#include "pg/Support/ParseError.h"
#include "llvm/ADT/StringRef.h"
#include <memory>
#include <optional>

namespace re2 {
class RE2;
} // namespace re2

namespace pg {

/// A regular expression in the syntax of Python's `re` (3.11), compiled to one
/// of RE2, which matches in linear time.
///
/// An expression that Python refuses is refused, with Python's words; so are
/// back-references, look-around, conditionals, atomic groups, possessive
/// quantifiers, `\N{...}`, surrogates and counts above 1000, which RE2 lacks,
/// and groups nested more than 250 deep.
/// What remains means what it means in Python, but for:
///   - `\b` and `\B` know the word characters of ASCII only, and `\B` matches
///     in an empty text;
///   - ignoring case follows Unicode's simple folding, under `(?a)` too;
///   - in a text that ends with a line break and has others before it, a `$`
///     with more of the expression after it also matches before those.
class PythonRegex {
public:
  static std::optional<PythonRegex> compile(llvm::StringRef pattern,
                                            ParseError &error);

  /// Whether `re.match` would match: at the start of \p text, not up to its
  /// end. Safe to call from several threads.
  bool matchPrefix(llvm::StringRef text) const;

  /// The expression as it was given.
  llvm::StringRef getPattern() const { return pattern; }

private:
  std::string pattern;
  std::shared_ptr<const re2::RE2> regex;
  /// What `$` means depends on how the text ends; null if there is none.
  std::shared_ptr<const re2::RE2> regexBeforeNewline;
};

} // namespace pg

#endif // PG_SUPPORT_PYTHONREGEX_H
