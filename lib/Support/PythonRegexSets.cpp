//===- PythonRegexSets.cpp - Escapes and sets of Python's expressions -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PythonRegexTranslator.h"
#include "pg/Support/PythonText.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace pg;
using llvm::ArrayRef;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Escapes
//===----------------------------------------------------------------------===//

static bool isOctal(StringRef token) {
  return token.size() == 1 && token[0] >= '0' && token[0] <= '7';
}

static bool isHex(StringRef token) {
  return token.size() == 1 && llvm::isHexDigit(token[0]);
}

/// The value of exactly \p count hexadecimal digits.
static std::optional<RegexEscape> parseHexEscape(RegexTokens &tokens,
                                                 size_t start, unsigned count) {
  size_t digitsStart = tokens.position();
  for (unsigned i = 0; i != count && isHex(tokens.next()); ++i)
    tokens.get();
  StringRef digits = tokens.from(digitsStart);
  RegexEscape escape;
  if (digits.size() != count) {
    tokens.fail(start, "incomplete escape " + tokens.from(start));
    return std::nullopt;
  }
  if (digits.getAsInteger(16, escape.character) ||
      escape.character > 0x10ffff) {
    tokens.fail(start, "bad escape " + tokens.from(start));
    return std::nullopt;
  }
  if (escape.character >= 0xd800 && escape.character <= 0xdfff) {
    tokens.unsupported(start, "the surrogate " + tokens.from(start));
    return std::nullopt;
  }
  return escape;
}

/// An octal number whose first digit was just taken.
static std::optional<RegexEscape> parseOctalEscape(RegexTokens &tokens,
                                                   size_t start) {
  for (unsigned i = 0; i != 2 && isOctal(tokens.next()); ++i)
    tokens.get();
  RegexEscape escape;
  if (tokens.from(start).drop_front().getAsInteger(8, escape.character) ||
      escape.character > 0377) {
    tokens.fail(start, "octal escape value " + tokens.from(start) +
                           " outside of range 0-0o377");
    return std::nullopt;
  }
  return escape;
}

std::optional<RegexEscape> pg::parseRegexEscape(RegexTokens &tokens,
                                                StringRef token, bool inSet) {
  size_t start = tokens.position() - token.size();
  StringRef rest = token.drop_front();
  std::optional<uint32_t> character = takeCharacter(rest);
  switch (uint32_t c = *character) {
  case 'd':
  case 's':
  case 'w':
    return RegexEscape{0, {char(c), false}};
  case 'D':
  case 'S':
  case 'W':
    return RegexEscape{0, {llvm::toLower(char(c)), true}};
  case 'a':
    return RegexEscape{'\a', {}};
  case 'f':
    return RegexEscape{'\f', {}};
  case 'n':
    return RegexEscape{'\n', {}};
  case 'r':
    return RegexEscape{'\r', {}};
  case 't':
    return RegexEscape{'\t', {}};
  case 'v':
    return RegexEscape{'\v', {}};
  case 'b':
    if (inSet)
      return RegexEscape{'\b', {}};
    break;
  case 'x':
    return parseHexEscape(tokens, start, 2);
  case 'u':
    return parseHexEscape(tokens, start, 4);
  case 'U':
    return parseHexEscape(tokens, start, 8);
  case 'N':
    tokens.unsupported(start, "a character's name (\\N{...})");
    return std::nullopt;
  case '0':
    return parseOctalEscape(tokens, start);
  default:
    if (inSet && c >= '1' && c <= '7')
      return parseOctalEscape(tokens, start);
    if (c > 0x7f || !llvm::isAlnum(char(c)))
      return RegexEscape{c, {}};
  }
  tokens.fail(start, "bad escape " + token);
  return std::nullopt;
}

void pg::appendRegexCharacter(uint32_t character, std::string &out) {
  if (character < 0x80 && llvm::isAlnum(char(character)))
    out += char(character);
  else
    out += "\\x{" + llvm::utohexstr(character, /*LowerCase=*/true) + "}";
}

//===----------------------------------------------------------------------===//
// Sets
//===----------------------------------------------------------------------===//

namespace {
/// One of the RE2 sets whose union is a category. Its complement is spelled as
/// well: RE2 has union and complement, of which intersections are made.
struct Part {
  const char *items;
  const char *complement;
};
} // namespace

/// The parts of \d, \s and \w: what str.isdecimal(), isspace() and isalnum()
/// accept, and `_`.
static ArrayRef<Part> partsOf(char letter, bool ascii) {
  static const Part digit[] = {{"\\p{Nd}", "\\P{Nd}"}};
  static const Part space[] = {
      {"\\p{Z}", "\\P{Z}"},
      {"\\x09-\\x0d\\x1c-\\x1f\\x85",
       "\\x00-\\x08\\x0e-\\x1b\\x20-\\x84\\x86-\\x{10ffff}"}};
  static const Part word[] = {{"\\p{L}", "\\P{L}"},
                              {"\\p{N}", "\\P{N}"},
                              {"_", "\\x00-\\x5e\\x60-\\x{10ffff}"}};
  static const Part asciiDigit[] = {{"0-9", "\\x00-\\x2f\\x3a-\\x{10ffff}"}};
  static const Part asciiSpace[] = {
      {"\\x09-\\x0d\\x20", "\\x00-\\x08\\x0e-\\x1f\\x21-\\x{10ffff}"}};
  static const Part asciiWord[] = {
      {"0-9A-Z_a-z",
       "\\x00-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\x{10ffff}"}};
  if (letter == 'd')
    return ascii ? ArrayRef(asciiDigit) : ArrayRef(digit);
  if (letter == 's')
    return ascii ? ArrayRef(asciiSpace) : ArrayRef(space);
  return ascii ? ArrayRef(asciiWord) : ArrayRef(word);
}

static std::string itemsOf(char letter, bool ascii) {
  std::string items;
  for (const Part &part : partsOf(letter, ascii))
    items += part.items;
  return items;
}

void pg::appendRegexCategory(RegexCategory category, bool ascii,
                             std::string &out) {
  out += category.negated ? "[^" : "[";
  out += itemsOf(category.letter, ascii) + ']';
}

/// Appends the set of \p items and the complements of the categories in
/// \p negated, as an alternation of RE2's sets.
static void appendUnion(StringRef items, StringRef negated, bool ascii,
                        std::string &out) {
  llvm::SmallVector<std::string> sets;
  if (!items.empty())
    sets.push_back(("[" + items + "]").str());
  for (char letter : negated)
    sets.push_back("[^" + itemsOf(letter, ascii) + "]");
  out += "(?:" + llvm::join(sets, "|") + ")";
}

/// Appends the complement of the same: what is in each of the categories and
/// not in \p items. One RE2 set for each choice of one part per category.
static void appendComplement(StringRef items, StringRef negated, bool ascii,
                             std::string &out) {
  llvm::SmallVector<std::string> choices = {""};
  for (char letter : negated) {
    llvm::SmallVector<std::string> longer;
    for (const std::string &choice : choices)
      for (const Part &part : partsOf(letter, ascii))
        longer.push_back(choice + part.complement);
    choices = std::move(longer);
  }
  for (std::string &choice : choices)
    choice = (llvm::Twine("[^") + choice + items + "]").str();
  out += "(?:" + llvm::join(choices, "|") + ")";
}

/// One end of a range, or a member of its own.
static std::optional<RegexEscape> parseMember(RegexTokens &tokens,
                                              StringRef token) {
  if (token.front() == '\\')
    return parseRegexEscape(tokens, token, /*inSet=*/true);
  return RegexEscape{*takeCharacter(token), {}};
}

bool pg::translateRegexSet(RegexTokens &tokens, bool ascii, std::string &out) {
  size_t start = tokens.position() - 1;
  bool complement = tokens.match("^");
  std::string items, negated;
  auto add = [&](const RegexEscape &member) {
    char letter = member.category.letter;
    if (!letter)
      appendRegexCharacter(member.character, items);
    else if (!member.category.negated)
      items += itemsOf(letter, ascii);
    else if (!StringRef(negated).contains(letter))
      negated += letter;
  };

  for (bool first = true;; first = false) {
    size_t memberStart = tokens.position();
    StringRef token = tokens.get();
    if (token.empty())
      return tokens.fail(start, "unterminated character set");
    if (token == "]" && !first)
      break;
    std::optional<RegexEscape> low = parseMember(tokens, token);
    if (!low)
      return false;
    if (!tokens.match("-")) {
      add(*low);
      continue;
    }
    token = tokens.get();
    if (token.empty())
      return tokens.fail(start, "unterminated character set");
    if (token == "]") {
      add(*low);
      add(RegexEscape{'-', {}});
      break;
    }
    std::optional<RegexEscape> high = parseMember(tokens, token);
    if (!high)
      return false;
    if (low->category.letter || high->category.letter ||
        high->character < low->character)
      return tokens.fail(memberStart,
                         "bad character range " + tokens.from(memberStart));
    appendRegexCharacter(low->character, items);
    items += '-';
    appendRegexCharacter(high->character, items);
  }

  if (complement)
    appendComplement(items, negated, ascii, out);
  else
    appendUnion(items, negated, ascii, out);
  return true;
}
