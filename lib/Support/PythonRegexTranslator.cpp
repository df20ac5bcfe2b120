//===- PythonRegexTranslator.cpp - From Python's syntax to RE2's -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows Python's re/_parser.py: what it refuses is refused, in its words.
//
//===----------------------------------------------------------------------===//

#include "PythonRegexTranslator.h"
#include "pg/Support/PythonText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace pg;
using llvm::StringRef;
using llvm::Twine;

//===----------------------------------------------------------------------===//
// Tokens
//===----------------------------------------------------------------------===//

void RegexTokens::seek(size_t start) {
  offset = start;
  StringRef rest = pattern.drop_front(offset);
  StringRef before = rest;
  if (rest.consume_front("\\") && rest.empty()) {
    token = before; // refused before the first token is looked at
    return;
  }
  if (!rest.empty())
    takeCharacter(rest);
  token = before.drop_back(rest.size());
}

StringRef RegexTokens::get() {
  StringRef taken = token;
  seek(offset + taken.size());
  return taken;
}

bool RegexTokens::match(StringRef expected) {
  if (token != expected)
    return false;
  get();
  return true;
}

bool RegexTokens::fail(size_t position, const llvm::Twine &message) {
  size_t characters = countCharacters(pattern.take_front(position));
  error = {position,
           (message + " at position " + llvm::Twine(characters)).str()};
  return false;
}

bool RegexTokens::unsupported(size_t position, const llvm::Twine &what) {
  return fail(position, what + " cannot be translated");
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

/// Keeps the recursion small; RE2 itself allows 1000.
static constexpr unsigned kMaxDepth = 250;
/// RE2's limit for the counts of {m,n}.
static constexpr unsigned kMaxCount = 1000;

std::optional<TranslatedRegex> RegexTranslator::run() {
  if (std::optional<size_t> invalid = findInvalidUtf8(pattern)) {
    tokens.fail(*invalid, "bytes that are not UTF-8");
    return std::nullopt;
  }
  if ((pattern.size() - pattern.rtrim('\\').size()) % 2) {
    tokens.fail(pattern.size() - 1, "bad escape (end of pattern)");
    return std::nullopt;
  }
  RegexFlags flags;
  if (!parseAlternatives(flags, 0))
    return std::nullopt;
  if (!tokens.atEnd()) {
    tokens.fail(tokens.position(), "unbalanced parenthesis");
    return std::nullopt;
  }
  // Flags of the whole expression stand before anything else in it.
  TranslatedRegex result;
  StringRef open = flags.ignoreCase ? "(?i:" : "(?:";
  result.pattern = (open + assemble(false) + ")").str();
  if (!dollars.empty())
    result.patternBeforeNewline = (open + assemble(true) + ")").str();
  return result;
}

/// Puts in what `$` means in a text that ends with a line break, or does not.
std::string RegexTranslator::assemble(bool beforeNewline) const {
  std::string result;
  size_t done = 0;
  for (const RegexDollar &dollar : dollars) {
    result.append(out, done, dollar.offset - done);
    done = dollar.offset;
    if (!beforeNewline)
      result += "\\z";
    else
      result += dollar.isLast ? "(?:\\x{a}?\\z)" : "(?m:$)";
  }
  return result.append(out, done);
}

bool RegexTranslator::parseAlternatives(RegexFlags &flags, unsigned depth) {
  if (depth > kMaxDepth)
    return tokens.fail(tokens.position(),
                       "groups nested more than " + Twine(kMaxDepth) + " deep");
  for (bool isFirst = depth == 0;; isFirst = false) {
    if (!parseBranch(flags, depth, isFirst))
      return false;
    if (!tokens.match("|"))
      return true;
    out += '|';
  }
}

/// Whether \p token is nothing, or begins a comment, which is skipped.
bool RegexTranslator::skipVerbose(StringRef token) {
  if (token == "#")
    while (!tokens.atEnd() && tokens.get() != "\n")
      ;
  return token == "#" || StringRef(" \t\n\r\v\f").contains(token);
}

bool RegexTranslator::parseBranch(RegexFlags &flags, unsigned depth,
                                  bool isFirst) {
  size_t firstDollar = dollars.size();
  size_t lastDollar = firstDollar;
  RegexLast last = RegexLast::Nothing;
  while (!tokens.atEnd() && tokens.next() != "|" && tokens.next() != ")") {
    StringRef token = tokens.get();
    if (flags.verbose && skipVerbose(token))
      continue;
    bool isLiteral = true;
    if (StringRef("*+?{").contains(token)) {
      if (!parseQuantifier(token, last, lastDollar, isLiteral))
        return false;
      if (!isLiteral)
        continue;
    }

    // Each of these is one unit to a quantifier of RE2.
    size_t before = out.size();
    size_t newDollar = dollars.size();
    RegexLast previous = last;
    last = RegexLast::Atom;
    if (token == "(") {
      last = previous;
      bool mayBeGlobal = isFirst && previous == RegexLast::Nothing;
      if (!parseParenthesis(flags, depth, mayBeGlobal, last))
        return false;
      if (out.size() == before)
        continue; // a comment, or flags of the whole expression
    } else if (token == "[") {
      if (!translateRegexSet(tokens, flags.ascii, out))
        return false;
    } else if (token == ".") {
      out += flags.dotAll ? "(?s:.)" : "[^\\x{a}]";
    } else if (token == "^") {
      out += flags.multiline ? "(?m:^)" : "\\A";
      last = RegexLast::Assertion;
    } else if (token == "$") {
      if (flags.multiline)
        out += "(?m:$)";
      else
        dollars.push_back({out.size()});
      last = RegexLast::Assertion;
    } else if (token.front() == '\\') {
      if (!parseBackslash(token, flags, last))
        return false;
    } else {
      appendRegexCharacter(*takeCharacter(token), out);
    }
    for (size_t i = firstDollar; i != newDollar; ++i)
      dollars[i].isLast = false;
    lastDollar = newDollar;
  }
  return true;
}

bool RegexTranslator::parseQuantifier(StringRef token, RegexLast &last,
                                      size_t firstDollar, bool &isLiteral) {
  size_t start = tokens.position() - 1;
  std::string quantifier = token.str();
  if (token == "{") {
    if (tokens.next() == "}")
      return true;
    size_t here = tokens.position();
    auto digits = [&] {
      size_t first = tokens.position();
      while (tokens.next().size() == 1 && llvm::isDigit(tokens.next()[0]))
        tokens.get();
      return tokens.from(first);
    };
    StringRef low = digits();
    bool isRange = tokens.match(",");
    StringRef high = isRange ? digits() : low;
    if (!tokens.match("}")) {
      tokens.seek(here);
      return true;
    }
    unsigned min = 0, max = kMaxCount;
    if ((!low.empty() && low.getAsInteger(10, min)) ||
        (!high.empty() && high.getAsInteger(10, max)) || min > kMaxCount ||
        max > kMaxCount)
      return tokens.unsupported(start, "a count above " + Twine(kMaxCount));
    if (max < min)
      return tokens.fail(start, "min repeat greater than max repeat");
    quantifier = "{" + std::to_string(min);
    if (isRange)
      quantifier += high.empty() ? "," : "," + std::to_string(max);
    quantifier += "}";
  }
  isLiteral = false;
  if (last == RegexLast::Nothing || last == RegexLast::Assertion)
    return tokens.fail(start, "nothing to repeat");
  if (last == RegexLast::Repeated)
    return tokens.fail(start, "multiple repeat");
  if (tokens.next() == "+")
    return tokens.unsupported(start, "a possessive quantifier (" +
                                         (token == "{" ? "{m,n}" : token) +
                                         "+)");
  tokens.match("?");
  out += quantifier;
  for (RegexDollar &dollar : llvm::drop_begin(dollars, firstDollar))
    dollar.isLast = false;
  last = RegexLast::Repeated;
  return true;
}

bool RegexTranslator::parseBackslash(StringRef token, const RegexFlags &flags,
                                     RegexLast &last) {
  size_t start = tokens.position() - token.size();
  char letter = token[1];
  if (letter == 'A' || letter == 'Z' || letter == 'b' || letter == 'B') {
    out += letter == 'Z' ? "\\z" : token;
    last = RegexLast::Assertion;
    return true;
  }
  if (letter >= '1' && letter <= '9') {
    // Three octal digits are a character, all else refers to a group.
    StringRef digits = pattern.substr(start + 1, 3);
    bool isOctal = digits.size() == 3 &&
                   digits.find_first_not_of("01234567") == StringRef::npos;
    unsigned character = 0;
    if (!isOctal)
      return tokens.unsupported(start, "a back-reference (" + token + ")");
    tokens.get();
    tokens.get();
    if (digits.getAsInteger(8, character) || character > 0377)
      return tokens.fail(start, "octal escape value \\" + digits +
                                    " outside of range 0-0o377");
    appendRegexCharacter(character, out);
    return true;
  }
  std::optional<RegexEscape> escape =
      parseRegexEscape(tokens, token, /*inSet=*/false);
  if (!escape)
    return false;
  if (escape->category.letter)
    appendRegexCategory(escape->category, flags.ascii, out);
  else
    appendRegexCharacter(escape->character, out);
  return true;
}

std::optional<TranslatedRegex> pg::translatePythonRegex(StringRef pattern,
                                                        ParseError &error) {
  return RegexTranslator(pattern, error).run();
}
