//===- KeyPath.cpp - Paths into an experiment, in PyGlove's spelling -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Support/KeyPath.h"
#include "pg/Support/PythonText.h"
#include "llvm/ADT/StringExtras.h"

using namespace pg;
using llvm::StringRef;

std::string KeyPath::Key::str() const {
  return isIndex() ? std::to_string(getIndex()) : getName().str();
}

bool KeyPath::Key::operator<(const Key &other) const {
  if (isIndex() && other.isIndex())
    return getIndex() < other.getIndex();
  return str() < other.str();
}

std::string KeyPath::str() const {
  std::string path;
  for (const Key &key : steps) {
    if (key.isIndex() || key.getName().find_first_of("[].") != StringRef::npos)
      path += '[' + key.str() + ']';
    else if (&key == &steps.front())
      path += key.getName();
    else
      path += '.' + key.str();
  }
  return path;
}

namespace {
class KeyPathParser {
public:
  KeyPathParser(StringRef text, ParseError &error) : text(text), error(error) {}
  bool parse();

  std::vector<KeyPath::Key> keys;

private:
  void addName(StringRef name) {
    if (!name.empty())
      keys.emplace_back(name);
  }
  bool addBracketed(StringRef key);
  bool fail(size_t position, const llvm::Twine &message) {
    error = {position, ("KeyPath parse failed: " + message).str()};
    return false;
  }
  std::string place(size_t position) const {
    return "position " +
           std::to_string(countCharacters(text.take_front(position)));
  }

  StringRef text;
  ParseError &error;
};
} // namespace

bool KeyPathParser::addBracketed(StringRef key) {
  std::string number = asciiDigitsAndSpaces(key);
  StringRef digits = StringRef(number).ltrim('-');
  if (digits.empty() || !llvm::all_of(digits, llvm::isDigit)) {
    keys.emplace_back(key);
    return true;
  }
  size_t position = size_t(key.begin() - text.begin());
  if (number.size() - digits.size() > 1)
    return fail(position, "invalid index " + pythonQuoted(key) + " at " +
                              place(position) + ": " + pythonQuoted(text));
  int64_t index;
  if (StringRef(number).getAsInteger(10, index))
    return fail(position, "index " + key + " at " + place(position) +
                              " does not fit 64 bits: " + pythonQuoted(text));
  keys.emplace_back(index);
  return true;
}

bool KeyPathParser::parse() {
  size_t start = 0;
  size_t depth = 0;
  for (size_t position = 0; position != text.size(); ++position) {
    char character = text[position];
    if (character == ']') {
      if (depth == 0)
        return fail(position, "unmatched close bracket at " + place(position) +
                                  ":" + pythonQuoted(text));
      if (--depth == 0) {
        if (!addBracketed(text.slice(start, position)))
          return false;
        start = position + 1;
      }
    } else if (character == '[') {
      if (depth++ == 0) {
        addName(text.slice(start, position));
        start = position + 1;
      }
    } else if (character == '.' && depth == 0) {
      addName(text.slice(start, position));
      start = position + 1;
    }
  }
  if (depth != 0)
    return fail(start - 1, "unmatched open bracket at " + place(start - 1) +
                               ": " + pythonQuoted(text));
  addName(text.drop_front(start));
  return true;
}

std::optional<KeyPath> KeyPath::parse(StringRef text, ParseError &error) {
  KeyPathParser parser(text, error);
  if (!parser.parse())
    return std::nullopt;
  return KeyPath(std::move(parser.keys));
}
