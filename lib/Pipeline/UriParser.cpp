//===- UriParser.cpp - PyGlove's name?value&key=value -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RuleName.h"
#include "pg/Pipeline/RuleCall.h"
#include "pg/Support/PythonText.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace pg;
using llvm::StringRef;
using llvm::Twine;

namespace {
class UriParser {
public:
  UriParser(StringRef text, ParseError &error) : text(text), error(error) {}
  std::optional<RuleCall> run();

private:
  bool parseArgument(StringRef argument);
  bool decode(StringRef encoded, std::string &decoded);
  bool fail(const char *position, const Twine &message) {
    error = {size_t(position - text.begin()), message.str()};
    return false;
  }

  StringRef text;
  ParseError &error;
  RuleCall call;
  /// Where the arguments with keys are, by their normal form.
  llvm::StringMap<size_t> given;
};
} // namespace

bool UriParser::decode(StringRef encoded, std::string &decoded) {
  for (size_t i = 0; i != encoded.size(); ++i) {
    if (encoded[i] != '%') {
      decoded += encoded[i];
      continue;
    }
    StringRef escape = encoded.substr(i, 3);
    uint8_t byte;
    if (escape.size() != 3 || !llvm::isHexDigit(escape[1]) ||
        !llvm::isHexDigit(escape[2]) ||
        escape.drop_front().getAsInteger(16, byte))
      return fail(encoded.begin() + i,
                  "malformed percent-encoding: expected two hexadecimal "
                  "digits after '%', which itself is written '%25'");
    decoded += char(byte);
    i += 2;
  }
  if (findInvalidUtf8(decoded))
    return fail(encoded.begin(),
                "percent-encoding of bytes that are not UTF-8: '" + encoded +
                    "'");
  return true;
}

bool UriParser::parseArgument(StringRef spec) {
  RuleArgument argument;
  size_t equals = spec.find('=');
  if (equals == StringRef::npos) {
    if (!call.arguments.empty() && !call.arguments.back().isPositional())
      return fail(spec.begin(),
                  "Positional argument should be provided before keyword "
                  "arguments. Encountered: " +
                      pythonQuoted(text) + ".");
    argument.keyPosition = argument.valuePosition =
        size_t(spec.begin() - text.begin());
    if (!decode(spec, argument.value))
      return false;
    call.arguments.push_back(std::move(argument));
    return true;
  }

  StringRef key = spec.take_front(equals);
  StringRef value = spec.drop_front(equals + 1);
  argument.keyPosition = size_t(key.begin() - text.begin());
  argument.valuePosition = size_t(value.begin() - text.begin());
  if (!decode(key, argument.key))
    return false;
  if (!isName(argument.key))
    return fail(key.begin(), "Invalid argument specification: " + spec + ".");
  if (!decode(value, argument.value))
    return false;
  auto [known, isNew] =
      given.try_emplace(kebab(argument.key), call.arguments.size());
  if (isNew)
    call.arguments.push_back(std::move(argument));
  else
    call.arguments[known->second] = std::move(argument);
  return true;
}

std::optional<RuleCall> UriParser::run() {
  call.isUri = true;
  call.text = text.str();
  if (std::optional<size_t> invalid = findInvalidUtf8(text)) {
    fail(text.begin() + *invalid, "the URI has bytes that are not UTF-8");
    return std::nullopt;
  }
  size_t question = text.find('?');
  StringRef name = text.take_front(question);
  if (!isRuleName(name)) {
    fail(name.begin() + ruleNamePrefix(name).size(),
         pythonQuoted(name) + " is not a valid rule name");
    return std::nullopt;
  }
  call.name = name.str();
  if (question == StringRef::npos)
    return std::move(call);
  llvm::SmallVector<StringRef> arguments;
  text.drop_front(question + 1).split(arguments, '&');
  for (StringRef argument : arguments)
    if (!parseArgument(argument))
      return std::nullopt;
  return std::move(call);
}

std::optional<RuleCall> pg::parseUri(StringRef text, ParseError &error) {
  return UriParser(text, error).run();
}
