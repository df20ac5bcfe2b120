//===- PythonRegex.cpp - Python's regular expressions on RE2 -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Support/PythonRegex.h"
#include "PythonRegexTranslator.h"
#include <re2/re2.h>

using namespace pg;
using llvm::StringRef;

/// Enough for a few hundred repeated Unicode classes, each of which takes
/// hundreds of RE2's instructions.
static constexpr int64_t kMemoryBudget = 64 << 20;

static std::shared_ptr<const re2::RE2>
compileQuietly(const std::string &pattern, ParseError &error) {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_max_mem(kMemoryBudget);
  options.set_never_capture(true);
  auto regex = std::make_shared<const re2::RE2>(pattern, options);
  if (regex->ok())
    return regex;
  // The translation is well-formed: only its size can be too much.
  error = {0,
           "the regular expression is too large (RE2: " + regex->error() + ")"};
  return nullptr;
}

std::optional<PythonRegex> PythonRegex::compile(StringRef pattern,
                                                ParseError &error) {
  std::optional<TranslatedRegex> translated =
      translatePythonRegex(pattern, error);
  if (!translated)
    return std::nullopt;
  PythonRegex result;
  result.pattern = pattern.str();
  result.regex = compileQuietly(translated->pattern, error);
  if (!result.regex)
    return std::nullopt;
  if (translated->patternBeforeNewline.empty())
    return result;
  result.regexBeforeNewline =
      compileQuietly(translated->patternBeforeNewline, error);
  if (!result.regexBeforeNewline)
    return std::nullopt;
  return result;
}

bool PythonRegex::matchPrefix(StringRef text) const {
  const re2::RE2 &matcher =
      regexBeforeNewline && text.ends_with('\n') ? *regexBeforeNewline : *regex;
  return matcher.Match(re2::StringPiece(text.data(), text.size()), 0,
                       text.size(), re2::RE2::ANCHOR_START, nullptr, 0);
}
