//===- OptionValue.cpp - From an option's text to its value -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/OptionValue.h"
#include "pg/Support/PythonText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include <limits>

using namespace pg;
using llvm::StringRef;

bool pg::isNone(StringRef text) { return text == "None" || text == "none"; }

std::optional<bool> pg::parseBool(StringRef text) {
  return llvm::StringSwitch<std::optional<bool>>(text)
      .Cases({"True", "true", "yes", "1"}, true)
      .Cases({"False", "false", "no", "0"}, false)
      .Default(std::nullopt);
}

/// The number in ASCII, without the spaces around it and without underscores,
/// each of which must stand between two digits.
static std::optional<std::string> normalizeNumber(StringRef text) {
  std::string ascii = asciiDigitsAndSpaces(text);
  StringRef number = StringRef(ascii).trim(" \t\n\v\f\r");
  std::string result;
  for (size_t i = 0; i != number.size(); ++i) {
    if (number[i] != '_') {
      result += number[i];
      continue;
    }
    if (i == 0 || i + 1 == number.size() || !llvm::isDigit(number[i - 1]) ||
        !llvm::isDigit(number[i + 1]))
      return std::nullopt;
  }
  return result;
}

/// Takes the digits at the start of \p text off it; whether there are any.
static bool takeDigits(StringRef &text) {
  StringRef rest = text.drop_while(llvm::isDigit);
  bool any = rest.size() != text.size();
  text = rest;
  return any;
}

std::optional<int64_t> pg::parseInt(StringRef text) {
  std::optional<std::string> number = normalizeNumber(text);
  if (!number)
    return std::nullopt;
  StringRef digits = *number;
  bool isNegative = digits.consume_front("-");
  if (!isNegative)
    digits.consume_front("+");
  StringRef rest = digits;
  if (!takeDigits(rest) || !rest.empty())
    return std::nullopt;
  int64_t value;
  std::string spelling = isNegative ? ("-" + digits).str() : digits.str();
  if (StringRef(spelling).getAsInteger(10, value))
    return std::nullopt;
  return value;
}

std::optional<double> pg::parseFloat(StringRef text) {
  std::optional<std::string> number = normalizeNumber(text);
  if (!number)
    return std::nullopt;
  StringRef digits = *number;
  bool isNegative = digits.consume_front("-");
  if (!isNegative)
    digits.consume_front("+");
  double sign = isNegative ? -1 : 1;
  if (digits.equals_insensitive("inf") || digits.equals_insensitive("infinity"))
    return sign * std::numeric_limits<double>::infinity();
  if (digits.equals_insensitive("nan"))
    return std::numeric_limits<double>::quiet_NaN();

  StringRef rest = digits;
  bool any = takeDigits(rest);
  if (rest.consume_front("."))
    any |= takeDigits(rest);
  if (!any)
    return std::nullopt;
  if (rest.consume_front_insensitive("e")) {
    if (!rest.consume_front("-"))
      rest.consume_front("+");
    if (!takeDigits(rest))
      return std::nullopt;
  }
  double value;
  if (!rest.empty() || digits.getAsDouble(value))
    return std::nullopt;
  return sign * value;
}

std::optional<StringRef> pg::parseUriString(StringRef text) {
  if (text.size() < 2 || (text.front() != '"' && text.back() != '"'))
    return text;
  if (!text.consume_front("\"") || !text.consume_back("\""))
    return std::nullopt;
  return text;
}
