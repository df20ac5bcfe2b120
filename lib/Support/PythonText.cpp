//===- PythonText.cpp - Text as Python sees it -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Support/PythonText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Unicode.h"
#include "llvm/Support/raw_ostream.h"

using namespace pg;
using llvm::StringRef;

/// The zeros of Unicode 14's decimal digits (general category Nd), each
/// followed by its one to nine.
static const uint32_t kZeros[] = {
    0x30,    0x660,   0x6f0,   0x7c0,   0x966,   0x9e6,   0xa66,   0xae6,
    0xb66,   0xbe6,   0xc66,   0xce6,   0xd66,   0xde6,   0xe50,   0xed0,
    0xf20,   0x1040,  0x1090,  0x17e0,  0x1810,  0x1946,  0x19d0,  0x1a80,
    0x1a90,  0x1b50,  0x1bb0,  0x1c40,  0x1c50,  0xa620,  0xa8d0,  0xa900,
    0xa9d0,  0xa9f0,  0xaa50,  0xabf0,  0xff10,  0x104a0, 0x10d30, 0x11066,
    0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0,
    0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0,
    0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0,
    0x1e950, 0x1fbf0};

static std::optional<char> decimalDigit(uint32_t character) {
  const uint32_t *zero = llvm::upper_bound(kZeros, character);
  if (zero == std::begin(kZeros) || character - zero[-1] > 9)
    return std::nullopt;
  return char('0' + (character - zero[-1]));
}

static bool isNonAsciiSpace(uint32_t character) {
  return character == 0x85 || character == 0xa0 || character == 0x1680 ||
         (character >= 0x2000 && character <= 0x200a) || character == 0x2028 ||
         character == 0x2029 || character == 0x202f || character == 0x205f ||
         character == 0x3000;
}

std::optional<uint32_t> pg::takeCharacter(StringRef &text) {
  auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) {
    text = text.drop_front();
    return first;
  }
  const auto *position = reinterpret_cast<const llvm::UTF8 *>(text.begin());
  const auto *end = reinterpret_cast<const llvm::UTF8 *>(text.end());
  llvm::UTF32 character;
  if (llvm::convertUTF8Sequence(&position, end, &character,
                                llvm::strictConversion) != llvm::conversionOK) {
    text = text.drop_front();
    return std::nullopt;
  }
  text = StringRef(reinterpret_cast<const char *>(position),
                   size_t(end - position));
  return character;
}

std::optional<size_t> pg::findInvalidUtf8(StringRef text) {
  for (StringRef rest = text; !rest.empty();) {
    size_t position = text.size() - rest.size();
    if (!takeCharacter(rest))
      return position;
  }
  return std::nullopt;
}

static bool isSpace(uint32_t character) {
  return (character >= 0x9 && character <= 0xd) ||
         (character >= 0x1c && character <= 0x20) || isNonAsciiSpace(character);
}

StringRef pg::pythonStrip(StringRef text) {
  size_t start = text.size(), end = 0;
  for (StringRef rest = text; !rest.empty();) {
    size_t position = text.size() - rest.size();
    std::optional<uint32_t> character = takeCharacter(rest);
    if (character && isSpace(*character))
      continue;
    start = std::min(start, position);
    end = text.size() - rest.size();
  }
  return text.slice(start, end);
}

size_t pg::countCharacters(StringRef text) {
  size_t count = 0;
  for (; !text.empty(); ++count)
    takeCharacter(text);
  return count;
}

std::string pg::cutText(StringRef text, size_t maxBytes) {
  if (text.size() <= maxBytes)
    return text.str();
  size_t end = maxBytes;
  // Not within a character.
  while (end && (text[end] & 0xC0) == 0x80)
    --end;
  return text.take_front(end).str() + "…";
}

std::string pg::asciiDigitsAndSpaces(StringRef text) {
  std::string result;
  while (!text.empty()) {
    StringRef before = text;
    std::optional<uint32_t> character = takeCharacter(text);
    if (character && *character >= 0x80) {
      if (std::optional<char> digit = decimalDigit(*character)) {
        result += *digit;
        continue;
      }
      if (isNonAsciiSpace(*character)) {
        result += ' ';
        continue;
      }
    }
    result.append(before.begin(), text.begin());
  }
  return result;
}

/// A lone surrogate, which WTF-8 spells as UTF-8 would if it could.
static std::optional<unsigned> takeSurrogate(StringRef &text) {
  auto byte = [&](int i) { return static_cast<unsigned char>(text[i]); };
  bool isSurrogate = text.size() >= 3 && byte(0) == 0xed && byte(1) >= 0xa0 &&
                     byte(1) < 0xc0 && byte(2) >= 0x80 && byte(2) < 0xc0;
  if (!isSurrogate)
    return std::nullopt;
  unsigned code = 0xd000 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
  text = text.drop_front(3);
  return code;
}

static void appendPresentable(StringRef text, std::string &out) {
  for (char c : text)
    if (c == '\n' || !(static_cast<unsigned char>(c) < ' ' || c == '\x7f'))
      out += c;
    else
      out += "\\x" + llvm::utohexstr(c, /*LowerCase=*/true, 2);
}

std::string pg::presentable(StringRef text) {
  constexpr size_t most = 4000, atEnd = 500;
  std::string result;
  if (text.size() <= most) {
    appendPresentable(text, result);
    return result;
  }
  auto continues = [&](size_t i) { return (text[i] & 0xc0) == 0x80; };
  size_t start = most - atEnd, end = text.size() - atEnd;
  // Whole characters.
  while (start > 0 && continues(start))
    --start;
  while (end < text.size() && continues(end))
    ++end;
  appendPresentable(text.take_front(start), result);
  result += " … (" + std::to_string(end - start) + " more bytes) … ";
  appendPresentable(text.drop_front(end), result);
  return result;
}

static bool isPythonPrintable(uint32_t character) {
  if (character < 0x80)
    return llvm::isPrint(char(character));
  return character != 0xad && !isNonAsciiSpace(character) &&
         llvm::sys::unicode::isPrintable(int(character));
}

std::string pg::pythonQuoted(StringRef text) {
  std::string result;
  llvm::raw_string_ostream os(result);
  char quote = text.contains('\'') && !text.contains('"') ? '"' : '\'';
  os << quote;
  while (!text.empty()) {
    StringRef before = text;
    std::optional<uint32_t> character = takeCharacter(text);
    if (!character) {
      // What Python's surrogateescape makes of a stray byte.
      unsigned code = 0xdc00 | uint8_t(before.front());
      if (std::optional<unsigned> surrogate = takeSurrogate(before)) {
        code = *surrogate;
        text = before;
      }
      os << "\\u" << llvm::format_hex_no_prefix(code, 4);
    } else if (*character == '\\' || *character == uint32_t(quote))
      os << '\\' << before.front();
    else if (*character == '\n')
      os << "\\n";
    else if (*character == '\r')
      os << "\\r";
    else if (*character == '\t')
      os << "\\t";
    else if (isPythonPrintable(*character))
      os << before.drop_back(text.size());
    else if (*character < 0x100)
      os << "\\x" << llvm::format_hex_no_prefix(*character, 2);
    else if (*character < 0x10000)
      os << "\\u" << llvm::format_hex_no_prefix(*character, 4);
    else
      os << "\\U" << llvm::format_hex_no_prefix(*character, 8);
  }
  os << quote;
  return result;
}
