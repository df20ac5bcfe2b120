//===- PipelineParser.cpp - a,b{c=1 d='x y'} -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// MLIR's own parser of pipelines is no choice: it strips quotes and braces from
// values, and what it prints does not parse back.
//
//===----------------------------------------------------------------------===//

#include "RuleName.h"
#include "pg/Pipeline/RuleCall.h"
#include "pg/Support/PipelineText.h"
#include "pg/Support/PythonText.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace pg;
using llvm::StringRef;
using llvm::Twine;

namespace {
class PipelineParser {
public:
  PipelineParser(StringRef text, ParseError &error, bool isRecipe)
      : text(text), error(error), isRecipe(isRecipe) {}
  bool run();

  std::vector<RuleCall> calls;

private:
  bool parseElements(StringRef anchor);
  bool parseElement(StringRef anchor);
  bool parseAnchored(StringRef anchor, size_t start, StringRef outer);
  bool parseOptions(RuleCall &call);
  bool parseOption(RuleCall &call);
  bool parseValue(RuleArgument &argument);
  bool parseQuoted(RuleArgument &argument);

  bool atEnd() const { return position == text.size(); }
  bool at(char c) const { return !atEnd() && text[position] == c; }
  bool atSpace() const { return !atEnd() && llvm::isSpace(text[position]); }
  StringRef rest() const { return text.drop_front(position); }
  void skipSpaces() {
    while (atSpace())
      ++position;
  }
  StringRef take(StringRef prefix) {
    position += prefix.size();
    return prefix;
  }
  bool isBare(char c) const { return isBareWord(c) || (isRecipe && c == '$'); }
  /// The next character, for a message.
  std::string found() const;
  bool fail(size_t where, const Twine &message) {
    error = {where, message.str()};
    return false;
  }

  StringRef text;
  ParseError &error;
  /// Whether `$option` may stand in a value without quotes.
  bool isRecipe;
  size_t position = 0;
  /// The options of the rule that is read, in the normal form.
  llvm::StringSet<> given;
};
} // namespace

std::string PipelineParser::found() const {
  if (atEnd())
    return "the end";
  StringRef after = rest();
  takeCharacter(after);
  return pythonQuoted(rest().drop_back(after.size()));
}

bool PipelineParser::run() {
  if (std::optional<size_t> invalid = findInvalidUtf8(text))
    return fail(*invalid, "the pipeline has bytes that are not UTF-8");
  if (!parseElements(""))
    return false;
  if (at(')'))
    return fail(position, "this ')' has no '('");
  return true;
}

/// Reads up to the end, or to the `)` of \p anchor.
bool PipelineParser::parseElements(StringRef anchor) {
  skipSpaces();
  if (atEnd() || at(')'))
    return true;
  while (true) {
    if (!parseElement(anchor))
      return false;
    skipSpaces();
    if (atEnd() || at(')'))
      return true;
    if (at('?'))
      return fail(position, "a URI such as 'name?key=value' is no element of a "
                            "pipeline: write 'name{key=value}'");
    if (!at(','))
      return fail(position, "expected ',' or " +
                                Twine(anchor.empty() ? "the end of the pipeline"
                                                     : "')'") +
                                " after a rule, found " + found());
    size_t comma = position++;
    skipSpaces();
    if (atEnd() || at(')'))
      return fail(comma, "expected a rule after this ','");
  }
}

bool PipelineParser::parseElement(StringRef anchor) {
  RuleCall call;
  call.position = position;
  StringRef name = take(ruleNamePrefix(rest()));
  if (name.empty())
    return fail(position, "expected the name of a rule, found " + found());
  size_t end = position;
  skipSpaces();
  if (at('('))
    return parseAnchored(name, call.position, anchor);
  if (at('{')) {
    if (!parseOptions(call))
      return false;
    end = position;
  }
  call.name = name.str();
  call.anchor = anchor.str();
  call.text = text.slice(call.position, end).str();
  calls.push_back(std::move(call));
  return true;
}

/// How deep an anchor may stand: each only inside of those before it; 0 for
/// any other name.
static unsigned anchorDepth(StringRef name) {
  return llvm::StringSwitch<unsigned>(name)
      .Case("builtin.module", 1)
      .Case("pg.experiment", 2)
      .Case("any", 3)
      .Default(0);
}

bool PipelineParser::parseAnchored(StringRef anchor, size_t start,
                                   StringRef outer) {
  if (!anchorDepth(anchor))
    return fail(start, "'" + anchor +
                           "' is not 'builtin.module', 'pg.experiment' or "
                           "'any', which alone take parentheses; options stand "
                           "in braces, as in '" +
                           anchor + "{key=value}'");
  if (anchorDepth(anchor) <= anchorDepth(outer))
    return fail(start, "'" + anchor + "' cannot stand inside '" + outer + "'");
  size_t open = position++;
  if (!parseElements(anchor))
    return false;
  if (atEnd())
    return fail(open, "this '(' is not closed");
  ++position;
  return true;
}

/// Reads `{key=value key}`.
bool PipelineParser::parseOptions(RuleCall &call) {
  size_t open = position++;
  given.clear();
  while (true) {
    skipSpaces();
    if (atEnd())
      return fail(open, "this '{' is not closed");
    if (at('}')) {
      ++position;
      return true;
    }
    if (!parseOption(call))
      return false;
  }
}

bool PipelineParser::parseOption(RuleCall &call) {
  RuleArgument argument;
  argument.keyPosition = argument.valuePosition = position;
  StringRef key = take(namePrefix(rest()));
  if (at(','))
    return fail(position, "options are separated by spaces, not by ','");
  if (key.empty() && at('='))
    return fail(position, "expected the name of an option right before '='");
  if (key.empty())
    return fail(position,
                "expected the name of an option or '}', found " + found());
  if (!given.insert(kebab(key)).second)
    return fail(argument.keyPosition, "option '" + key + "' is given twice");
  argument.key = key.str();
  if (at('=')) {
    ++position;
    if (!parseValue(argument))
      return false;
  } else if (atEnd() || atSpace() || at('}')) {
    argument.value = "true";
    argument.hasValue = false;
  } else {
    return fail(position, "expected '=', a space or '}' after option '" + key +
                              "', found " + found());
  }
  call.arguments.push_back(std::move(argument));
  return true;
}

bool PipelineParser::parseValue(RuleArgument &argument) {
  if (at('\''))
    return parseQuoted(argument);
  StringRef value = rest().take_while([&](char c) { return isBare(c); });
  argument.valuePosition = position;
  argument.value = value.str();
  position += value.size();
  if (!atEnd() && !atSpace() && !at('}')) {
    StringRef hint = at('\'')  ? ", with each ' in it doubled"
                     : at(',') ? "; options are separated by spaces"
                               : "";
    return fail(position, found() +
                              " cannot stand in an unquoted value: put the "
                              "value of '" +
                              argument.key + "' in single quotes" + hint);
  }
  if (value.empty())
    return fail(position, "expected a value after '" + argument.key +
                              "='; an empty one is written ''");
  return true;
}

bool PipelineParser::parseQuoted(RuleArgument &argument) {
  size_t open = position++;
  argument.valuePosition = position;
  while (true) {
    size_t quote = text.find('\'', position);
    if (quote == StringRef::npos)
      return fail(open, "this ' is not closed");
    argument.value += text.slice(position, quote);
    position = quote + 1;
    if (!at('\''))
      break;
    argument.value += '\'';
    ++position;
  }
  if (!atEnd() && !atSpace() && !at('}'))
    return fail(position,
                "expected a space or '}' after the quoted value of '" +
                    argument.key + "', found " + found());
  return true;
}

std::optional<std::vector<RuleCall>>
pg::parsePipeline(StringRef text, ParseError &error, bool isRecipe) {
  PipelineParser parser(text, error, isRecipe);
  if (!parser.run())
    return std::nullopt;
  return std::move(parser.calls);
}
