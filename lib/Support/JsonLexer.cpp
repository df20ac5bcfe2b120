//===- JsonLexer.cpp - Tokens of a JSON text ------------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Support/JsonLexer.h"
#include "llvm/ADT/StringExtras.h"

using namespace pg;
using llvm::StringRef;

namespace {

/// Bytes that a string holds as they are: printable ASCII but `"` and `\`.
struct PlainBytes {
  constexpr PlainBytes() {
    for (int c = 0x20; c < 0x80; ++c)
      plain[c] = c != '"' && c != '\\';
  }
  bool operator[](char c) const { return plain[static_cast<unsigned char>(c)]; }
  bool plain[256] = {};
};
constexpr PlainBytes isPlain;

std::string quoteByte(unsigned char c) {
  if (c >= 0x20 && c < 0x7F)
    return std::string("'") + static_cast<char>(c) + "'";
  return "byte 0x" + llvm::utohexstr(c, /*LowerCase=*/true, 2);
}

} // namespace

std::string JsonToken::describe() const {
  if (kind == End)
    return "the end of the text";
  if (kind == String)
    return "a string";
  return "'" + text.take_front(24).str() + (text.size() > 24 ? "…'" : "'");
}

JsonToken JsonLexer::fail(const char *position, std::string message) {
  errorPosition = position;
  errorMessage = std::move(message);
  end = at;
  return {JsonToken::Error, StringRef(position, 0)};
}

JsonToken JsonLexer::next() {
  if (errorPosition)
    return {JsonToken::Error, StringRef(errorPosition, 0)};
  while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')
    ++at;
  switch (*at) {
  case '{':
    return single(JsonToken::LBrace);
  case '}':
    return single(JsonToken::RBrace);
  case '[':
    return single(JsonToken::LSquare);
  case ']':
    return single(JsonToken::RSquare);
  case ',':
    return single(JsonToken::Comma);
  case ':':
    return single(JsonToken::Colon);
  case '"':
    return lexString();
  case '\0':
    if (at == end)
      return {JsonToken::End, StringRef(at, 0)};
    return fail(at, "a null byte does not belong in JSON");
  default:
    if (llvm::isDigit(*at) || *at == '-')
      return lexNumber();
    return lexWord();
  }
}

JsonToken JsonLexer::lexString() {
  const char *start = at++;
  while (true) {
    while (isPlain[*at])
      ++at;
    if (*at == '"') {
      ++at;
      return {JsonToken::String, StringRef(start, at - start)};
    }
    if (*at == '\\') {
      if (!skipEscape())
        return {JsonToken::Error, StringRef(at, 0)};
    } else if (static_cast<signed char>(*at) < 0) {
      if (!skipUtf8())
        return {JsonToken::Error, StringRef(at, 0)};
    } else if (at == end) {
      return fail(start, "this string is not closed");
    } else {
      return fail(at, "a control character must be escaped in a string: " +
                          quoteByte(*at));
    }
  }
}

bool JsonLexer::skipEscape() {
  const char *start = at++;
  if (*at == 'u') {
    for (int i = 0; i < 4; ++i)
      if (!llvm::isHexDigit(*++at)) {
        fail(start, "\\u takes four hexadecimal digits");
        return false;
      }
  } else if (*at == '\0' || !StringRef("\"\\/bfnrt").contains(*at)) {
    fail(start, "an unknown escape in a string");
    return false;
  }
  ++at;
  return true;
}

bool JsonLexer::skipUtf8() {
  auto byte = [&](int i) { return static_cast<unsigned char>(at[i]); };
  auto continues = [&](int i) { return (byte(i) & 0xC0) == 0x80; };
  unsigned length = 0;
  // Shortest forms only, no surrogates, nothing past U+10FFFF.
  if (byte(0) >= 0xC2 && byte(0) <= 0xDF && continues(1))
    length = 2;
  else if (byte(0) >= 0xE0 && byte(0) <= 0xEF && continues(1) && continues(2) &&
           !(byte(0) == 0xE0 && byte(1) < 0xA0) &&
           !(byte(0) == 0xED && byte(1) >= 0xA0))
    length = 3;
  else if (byte(0) >= 0xF0 && byte(0) <= 0xF4 && continues(1) && continues(2) &&
           continues(3) && !(byte(0) == 0xF0 && byte(1) < 0x90) &&
           !(byte(0) == 0xF4 && byte(1) >= 0x90))
    length = 4;
  if (!length) {
    fail(at, "not UTF-8: " + quoteByte(*at));
    return false;
  }
  at += length;
  return true;
}

JsonToken JsonLexer::lexNumber() {
  const char *start = at;
  if (*at == '-')
    ++at;
  if (*at == 'I') {
    if (StringRef(at, end - at).starts_with("Infinity")) {
      at += 8;
      return {JsonToken::Word, StringRef(start, at - start)};
    }
    return fail(start, "expected a value");
  }
  auto skipDigits = [&] {
    const char *first = at;
    while (llvm::isDigit(*at))
      ++at;
    return at != first;
  };
  if (*at == '0') {
    ++at;
    if (llvm::isDigit(*at))
      return fail(start, "a number has no leading zeros");
  } else if (!skipDigits()) {
    return fail(start, "a number needs a digit after its sign");
  }
  if (*at == '.' && (++at, !skipDigits()))
    return fail(start, "a number needs a digit after its point");
  if (*at == 'e' || *at == 'E') {
    ++at;
    if (*at == '+' || *at == '-')
      ++at;
    if (!skipDigits())
      return fail(start, "a number needs a digit in its exponent");
  }
  return {JsonToken::Number, StringRef(start, at - start)};
}

JsonToken JsonLexer::lexWord() {
  const char *start = at;
  while (llvm::isAlnum(*at) || *at == '_')
    ++at;
  StringRef word(start, at - start);
  if (word == "null" || word == "true" || word == "false" || word == "NaN" ||
      word == "Infinity")
    return {JsonToken::Word, word};
  if (word == "None" || word == "True" || word == "False")
    return fail(start, "'" + word.str() + "' is Python; JSON says " +
                           (word == "None"   ? "null"
                            : word == "True" ? "true"
                                             : "false"));
  if (*at == '\'')
    return fail(at, "JSON's strings stand in double quotes");
  if (StringRef(at, end - at).starts_with("\xEF\xBB\xBF"))
    return fail(at, "a byte order mark does not belong in JSON");
  if (word.empty())
    return fail(start, "expected a value, not " + quoteByte(*at));
  return fail(start,
              "expected a value, not '" + word.take_front(24).str() + "'");
}
