//===- PythonRegexTranslator.h - From Python's syntax to RE2's -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_SUPPORT_PYTHONREGEXTRANSLATOR_H
#define PG_LIB_SUPPORT_PYTHONREGEXTRANSLATOR_H

#include "pg/Support/ParseError.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace pg {

/// RE2's spelling of an expression, which decides the same prefix matches.
/// Groups do not capture and quantifiers are greedy: neither shows in them.
struct TranslatedRegex {
  std::string pattern;
  /// For texts that end with a line break; empty if it makes no difference.
  std::string patternBeforeNewline;
};

std::optional<TranslatedRegex> translatePythonRegex(llvm::StringRef pattern,
                                                    ParseError &error);

/// Splits an expression as Python does: a character, or a backslash with the
/// character after it.
class RegexTokens {
public:
  RegexTokens(llvm::StringRef pattern, ParseError &error)
      : pattern(pattern), error(error) {
    seek(0);
  }

  bool atEnd() const { return token.empty(); }
  /// The next token, empty at the end.
  llvm::StringRef next() const { return token; }
  llvm::StringRef get();
  bool match(llvm::StringRef expected);
  void seek(size_t offset);
  size_t position() const { return offset; }
  llvm::StringRef from(size_t start) const {
    return pattern.slice(start, offset);
  }

  /// Reports \p message "at position" \p position and returns false.
  bool fail(size_t position, const llvm::Twine &message);
  /// The same for what Python accepts.
  bool unsupported(size_t position, const llvm::Twine &what);

private:
  llvm::StringRef pattern;
  ParseError &error;
  size_t offset = 0;
  llvm::StringRef token;
};

/// A character class such as `\w`, or its complement.
struct RegexCategory {
  char letter = 0; ///< One of 'd', 's' and 'w'.
  bool negated = false;
};

/// What an escape stands for: a character or a category.
struct RegexEscape {
  uint32_t character = 0;
  RegexCategory category;
};

/// Reads the character or category that \p token, which was just taken, begins.
/// Back-references, and the assertions outside of sets, are the caller's.
std::optional<RegexEscape> parseRegexEscape(RegexTokens &tokens,
                                            llvm::StringRef token, bool inSet);

/// Reads a set whose `[` was just taken and appends it to \p out.
bool translateRegexSet(RegexTokens &tokens, bool ascii, std::string &out);

void appendRegexCharacter(uint32_t character, std::string &out);
void appendRegexCategory(RegexCategory category, bool ascii, std::string &out);

/// The inline flags that matter here.
struct RegexFlags {
  bool ascii = false;
  bool dotAll = false;
  bool ignoreCase = false;
  bool multiline = false;
  bool unicode = false; ///< Asked for; it is the default.
  bool verbose = false;
};

/// What a quantifier would apply to.
enum class RegexLast { Nothing, Assertion, Atom, Repeated };

/// A `$` that is not of a multi-line expression, by its place in the output.
struct RegexDollar {
  size_t offset;
  bool isLast = true; ///< Nothing can match after it.
};

/// Translates one expression. Functions return whether they succeeded.
class RegexTranslator {
public:
  RegexTranslator(llvm::StringRef pattern, ParseError &error)
      : pattern(pattern), tokens(pattern, error) {}
  std::optional<TranslatedRegex> run();

private:
  bool parseAlternatives(RegexFlags &flags, unsigned depth);
  bool parseBranch(RegexFlags &flags, unsigned depth, bool isFirst);
  bool skipVerbose(llvm::StringRef token);
  bool parseQuantifier(llvm::StringRef token, RegexLast &last,
                       size_t firstDollar, bool &isLiteral);
  bool parseBackslash(llvm::StringRef token, const RegexFlags &flags,
                      RegexLast &last);

  bool parseParenthesis(RegexFlags &flags, unsigned depth, bool mayBeGlobal,
                        RegexLast &last);
  bool parsePythonExtension(size_t start);
  bool parseGroupName(size_t start);
  bool skipComment(size_t start);
  bool parseFlags(size_t start, llvm::StringRef token, RegexFlags &flags,
                  bool &isGlobal);
  bool addFlags(size_t start, llvm::StringRef &token, RegexFlags &flags,
                std::string &letters);
  bool removeFlags(size_t start, RegexFlags &flags, llvm::StringRef added);
  bool parseGroup(size_t start, RegexFlags flags, const RegexFlags &outer,
                  unsigned depth);

  std::string assemble(bool beforeNewline) const;

  llvm::StringRef pattern;
  RegexTokens tokens;
  std::string out;
  llvm::SmallVector<RegexDollar> dollars;
  llvm::StringMap<unsigned> groupNumbers;
  unsigned numGroups = 0;
};

} // namespace pg

#endif // PG_LIB_SUPPORT_PYTHONREGEXTRANSLATOR_H
