//===- PythonRegexGroups.cpp - Groups and flags of Python's expressions -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PythonRegexTranslator.h"
#include "pg/Support/PythonText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace pg;
using llvm::StringRef;
using llvm::Twine;

/// Reads what follows a `(`. A comment and flags of the whole expression put
/// nothing out and leave \p last alone.
bool RegexTranslator::parseParenthesis(RegexFlags &flags, unsigned depth,
                                       bool mayBeGlobal, RegexLast &last) {
  size_t start = tokens.position() - 1;
  RegexFlags inner = flags;
  if (!tokens.match("?")) {
    ++numGroups;
  } else {
    StringRef token = tokens.get();
    if (token.empty())
      return tokens.fail(tokens.position(), "unexpected end of pattern");
    if (token == "#")
      return skipComment(start);
    if (token == "=" || token == "!")
      return tokens.unsupported(start, "look-ahead (?" + token + "...)");
    if (token == "<") {
      token = tokens.get();
      if (token.empty())
        return tokens.fail(tokens.position(), "unexpected end of pattern");
      if (token == "=" || token == "!")
        return tokens.unsupported(start, "look-behind (?<" + token + "...)");
      return tokens.fail(start + 1, "unknown extension ?<" + token);
    }
    if (token == "(")
      return tokens.unsupported(start, "a conditional group (?(...)...)");
    if (token == ">")
      return tokens.unsupported(start, "an atomic group (?>...)");
    if (token == "P") {
      if (!parsePythonExtension(start))
        return false;
    } else if (StringRef("iLmsxau-").contains(token)) {
      bool isGlobal = false;
      if (!parseFlags(start, token, inner, isGlobal))
        return false;
      if (isGlobal) {
        if (!mayBeGlobal)
          return tokens.fail(start,
                             "global flags not at the start of the expression");
        if (inner.ascii && inner.unicode)
          return tokens.fail(start, "ASCII and UNICODE flags are incompatible");
        flags = inner;
        return true;
      }
    } else if (token != ":") {
      return tokens.fail(start + 1, "unknown extension ?" + token);
    }
  }
  last = RegexLast::Atom;
  return parseGroup(start, inner, flags, depth);
}

bool RegexTranslator::parseGroup(size_t start, RegexFlags flags,
                                 const RegexFlags &outer, unsigned depth) {
  if (flags.ignoreCase == outer.ignoreCase)
    out += "(?:";
  else
    out += flags.ignoreCase ? "(?i:" : "(?-i:";
  if (!parseAlternatives(flags, depth + 1))
    return false;
  if (!tokens.match(")"))
    return tokens.fail(start, "missing ), unterminated subpattern");
  out += ')';
  return true;
}

bool RegexTranslator::skipComment(size_t start) {
  while (!tokens.atEnd())
    if (tokens.get() == ")")
      return true;
  return tokens.fail(start, "missing ), unterminated comment");
}

bool RegexTranslator::parsePythonExtension(size_t start) {
  if (tokens.match("<"))
    return parseGroupName(tokens.position());
  if (tokens.next() == "=")
    return tokens.unsupported(start, "a back-reference (?P=...)");
  if (tokens.atEnd())
    return tokens.fail(tokens.position(), "unexpected end of pattern");
  return tokens.fail(start + 1, "unknown extension ?P" + tokens.next());
}

/// Reads `name>`.
bool RegexTranslator::parseGroupName(size_t start) {
  while (!tokens.atEnd() && tokens.next() != ">")
    tokens.get();
  StringRef name = tokens.from(start);
  if (name.empty())
    return tokens.fail(start, "missing group name");
  if (!tokens.match(">"))
    return tokens.fail(start, "missing >, unterminated name");
  auto isNameCharacter = [](char c) {
    return llvm::isAlnum(c) || c == '_' || static_cast<signed char>(c) < 0;
  };
  if (llvm::isDigit(name[0]) || !llvm::all_of(name, isNameCharacter))
    return tokens.fail(start,
                       "bad character in group name " + pythonQuoted(name));
  auto [entry, isNew] = groupNumbers.try_emplace(name, ++numGroups);
  if (!isNew)
    return tokens.fail(start, "redefinition of group name " +
                                  pythonQuoted(name) + " as group " +
                                  Twine(numGroups) + "; was group " +
                                  Twine(entry->second));
  return true;
}

static void setFlag(char letter, bool value, RegexFlags &flags) {
  switch (letter) {
  case 'i':
    flags.ignoreCase = value;
    break;
  case 'm':
    flags.multiline = value;
    break;
  case 's':
    flags.dotAll = value;
    break;
  case 'x':
    flags.verbose = value;
    break;
  default:
    break;
  }
}

/// Reads flags from \p token on, and leaves the `)`, `:` or `-` after them
/// there.
bool RegexTranslator::addFlags(size_t start, StringRef &token,
                               RegexFlags &flags, std::string &letters) {
  do {
    char letter = token[0];
    if (letter == 'L')
      return tokens.fail(
          start, "bad inline flags: cannot use 'L' flag with a str pattern");
    letters += letter;
    StringRef added = letters;
    if (added.contains('a') && added.contains('u'))
      return tokens.fail(
          start, "bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    setFlag(letter, true, flags);
    size_t position = tokens.position();
    token = tokens.get();
    if (token.empty())
      return tokens.fail(position, "missing -, : or )");
    if (!StringRef("iLmsxau)-:").contains(token))
      return tokens.fail(position, llvm::isAlpha(token[0])
                                       ? "unknown flag"
                                       : "missing -, : or )");
  } while (!StringRef(")-:").contains(token));
  return true;
}

/// Reads the flags between a `-` and the `:`.
bool RegexTranslator::removeFlags(size_t start, RegexFlags &flags,
                                  StringRef added) {
  bool clash = false;
  for (bool first = true;; first = false) {
    size_t position = tokens.position();
    StringRef token = tokens.get();
    StringRef missing = first ? "missing flag" : "missing :";
    if (token.empty())
      return tokens.fail(position, missing);
    if (token == ":" && !first)
      break;
    if (!StringRef("iLmsxau").contains(token))
      return tokens.fail(position, llvm::isAlpha(token[0])
                                       ? StringRef("unknown flag")
                                       : missing);
    if (StringRef("aLu").contains(token))
      return tokens.fail(
          position, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
    clash |= added.contains(token);
    setFlag(token[0], false, flags);
  }
  if (clash)
    return tokens.fail(start, "bad inline flags: flag turned on and off");
  return true;
}

/// Reads `imsxau)`, the flags of the whole expression, or `imsxau-imsx:`, those
/// of a group.
bool RegexTranslator::parseFlags(size_t start, StringRef token,
                                 RegexFlags &flags, bool &isGlobal) {
  std::string added;
  if (token != "-" && !addFlags(start, token, flags, added))
    return false;
  isGlobal = token == ")";
  // Of a group, the last of `a` and `u` counts; of the whole, both do.
  if (StringRef(added).contains('a')) {
    flags.ascii = true;
    flags.unicode &= isGlobal;
  } else if (StringRef(added).contains('u')) {
    flags.unicode = true;
    flags.ascii &= isGlobal;
  }
  return token != "-" || removeFlags(start, flags, added);
}
