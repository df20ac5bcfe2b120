//===- HeaderOptions.cpp - The options that a rule file declares ----------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HeaderReader.h"
#include "pg/Pipeline/OptionValue.h"
#include "pg/Rewrite/RuleOption.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace pg;

static std::optional<OptionKind> optionKind(StringRef word) {
  return llvm::StringSwitch<std::optional<OptionKind>>(word)
      .Case("text", OptionKind::Text)
      .Case("path", OptionKind::Path)
      .Case("regex", OptionKind::Regex)
      .Case("class", OptionKind::Class)
      .Case("json", OptionKind::Json)
      .Case("size", OptionKind::Size)
      .Case("float", OptionKind::Float)
      .Case("numbers", OptionKind::Numbers)
      .Case("bool", OptionKind::Bool)
      .Default(std::nullopt);
}

LogicalResult HeaderReader::readBound(JsonView value, StringRef &bound,
                                      StringRef prefix) {
  if (!value.isNumber())
    return error(value) << "a bound is a number";
  bound = file.saver.save(prefix + value.getText());
  return success();
}

/// Whether somebody could give that value to the option; paths, regular
/// expressions and JSON are read when it is used.
static bool isOfKind(const OptionInfo &option, StringRef value) {
  switch (option.kind) {
  case OptionKind::Float:
    return parseFloat(value).has_value();
  case OptionKind::Numbers:
    return llvm::all_of(llvm::split(value, ':'), [](StringRef part) {
      return parseFloat(part).has_value();
    });
  case OptionKind::Bool:
    return parseBool(value).has_value();
  case OptionKind::Size:
    return Scale::parse(value).has_value();
  default:
    return option.choices.empty() || llvm::is_contained(option.choices, value);
  }
}

static bool isNumeric(OptionKind kind) {
  return kind == OptionKind::Float || kind == OptionKind::Numbers;
}

/// Whether no number is within the bounds.
static bool isEmptyRange(const OptionInfo &option) {
  double minimum, maximum;
  StringRef least = option.minimum;
  bool isOpen = least.consume_front(">");
  return !least.getAsDouble(minimum) && !option.maximum.getAsDouble(maximum) &&
         (isOpen ? minimum >= maximum : minimum > maximum);
}

LogicalResult HeaderReader::readOption(JsonView name, JsonView value) {
  OptionInfo option{file.saver.save(name.getString()),
                    OptionKind::Text,
                    "",
                    "",
                    "",
                    "",
                    {},
                    false};
  if (!isNamePart(option.name))
    return error(name) << "'" << option.name
                       << "' is not a name of letters, digits, '-' and '_'";
  StringRef keys[] = {"kind",    "about",   "default", "required",
                      "minimum", "maximum", "above",   "choices"};
  bool hasKind = false;
  auto member = [&](StringRef key, JsonView, JsonView own) -> LogicalResult {
    if (key == "kind") {
      StringRef word;
      if (failed(readString(own, word)))
        return failure();
      std::optional<OptionKind> kind = optionKind(word);
      StringRef kinds[] = {"text", "path",  "regex",   "class", "json",
                           "size", "float", "numbers", "bool"};
      if (!kind)
        return error(own) << "'" << word << "' is no kind of option"
                          << didYouMean(word, ArrayRef(kinds))
                          << " (known: " << llvm::join(ArrayRef(kinds), ", ")
                          << ")";
      option.kind = *kind;
      hasKind = true;
      return success();
    }
    if (key == "about")
      return readString(own, option.description);
    if (key == "minimum")
      return readBound(own, option.minimum, "");
    if (key == "above")
      return readBound(own, option.minimum, ">");
    if (key == "maximum")
      return readBound(own, option.maximum, "");
    if (key == "required") {
      if (!own.isBool())
        return error(own) << "expected true or false";
      option.required = own.isTrue();
      return success();
    }
    if (key == "choices") {
      LogicalResult result = success();
      own.forEachElement([&](JsonView element) {
        StringRef word;
        if (succeeded(result) && succeeded(result = readString(element, word)))
          option.choices.push_back(word);
      });
      return result;
    }
    if (own.isString())
      return readString(own, option.defaultValue);
    option.defaultValue = file.saver.save(own.getText());
    return own.isScalar() && !own.isNull()
               ? LogicalResult(success())
               : error(own) << "a default is a text, a number or a bool";
  };
  if (failed(readObject(value, "an option", keys, member)))
    return failure();
  if (!hasKind)
    return error(value) << "option '" << option.name
                        << "' says no \"kind\": text, path, class, float, …";
  if (!option.defaultValue.empty() && !isOfKind(option, option.defaultValue))
    return error(value) << "option '" << option.name << "' takes "
                        << (option.choices.empty()
                                ? describeKind(option.kind).str()
                                : "'" + llvm::join(option.choices, "' or '") +
                                      "'")
                        << ", not its default '" << option.defaultValue << "'";
  if (option.required && !option.defaultValue.empty())
    return error(value) << "option '" << option.name
                        << "' is required, so its default is never used; leave "
                           "out one of them";
  if (!isNumeric(option.kind) &&
      !(option.minimum.empty() && option.maximum.empty()))
    return error(value) << "option '" << option.name << "' takes "
                        << describeKind(option.kind)
                        << ": only numbers have bounds";
  if (isEmptyRange(option))
    return error(value) << "option '" << option.name << "' must be "
                        << (option.minimum.starts_with(">") ? "above "
                                                            : "at least ")
                        << StringRef(option.minimum).ltrim('>')
                        << " and at most " << option.maximum
                        << ": no number is both";
  for (double number : isNumeric(option.kind)
                           ? parseNumbers(option.defaultValue)
                           : SmallVector<double>())
    if (std::string bound = checkBounds(option, number); !bound.empty())
      return error(value) << "option '" << option.name << "' must be " << bound
                          << ", which its default '" << option.defaultValue
                          << "' is not";
  file.options.push_back(std::move(option));
  return success();
}
