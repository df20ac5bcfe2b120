//===- HeaderReader.cpp - Reads what a rule file says of itself -----------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HeaderReader.h"
#include "nlohmann/json.hpp"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace pg;

/// No header is as large: what is larger was not written by hand.
static constexpr size_t maxHeaderSize = 16 << 20;

LogicalResult HeaderReader::checkSyntax(StringRef text) {
  try {
    (void)nlohmann::json::parse(text.begin(), text.end());
  } catch (const nlohmann::json::parse_error &problem) {
    StringRef message = problem.what();
    // `[json.exception…] parse error at line 1, column 2: what is wrong`
    message = message.substr(message.find(": ") + 2);
    size_t at = problem.byte > 0 ? problem.byte - 1 : 0;
    return error(text.begin() + std::min(at, text.size())) << message;
  }
  return success();
}

LogicalResult HeaderReader::readObject(
    JsonView value, StringRef what, ArrayRef<StringRef> keys,
    llvm::function_ref<LogicalResult(StringRef, JsonView, JsonView)> member) {
  if (!value.isObject())
    return error(value) << what << " is a JSON object";
  LogicalResult result = success();
  llvm::StringSet<> seen;
  value.forEachMember([&](JsonView key, JsonView own) {
    if (failed(result))
      return;
    std::string name = key.getString();
    // Where there are no known keys, they are names of options.
    if (!seen.insert(keys.empty() ? kebab(name) : name).second)
      result = error(key) << "the key '" << name << "' stands here twice";
    else if (!keys.empty() && !llvm::is_contained(keys, name))
      result = error(key) << "the key '" << name << "' means nothing here"
                          << didYouMean(name, keys)
                          << " (known: " << llvm::join(keys, ", ") << ")";
    else
      result = member(name, key, own);
  });
  return result;
}

LogicalResult HeaderReader::readString(JsonView value, StringRef &text) {
  if (!value.isString())
    return error(value) << "expected a text in double quotes";
  text = file.saver.save(value.getString());
  return success();
}

LogicalResult HeaderReader::readWords(JsonView value, WordKind kind,
                                      std::vector<StringRef> &words) {
  if (!value.isArray())
    return error(value) << "expected a list of names";
  LogicalResult result = success();
  value.forEachElement([&](JsonView element) {
    StringRef word;
    if (failed(result) || failed(result = readString(element, word)))
      return;
    words.push_back(word);
    if (!isInVocabulary(kind, word))
      emitWarning(
          Location(file.header->getLoc(context, element.getText().begin())))
          << "'" << word << "' is no word of the vocabulary"
          << didYouMean(word, vocabulary(kind));
  });
  return result;
}

//===----------------------------------------------------------------------===//
// The parts of a header
//===----------------------------------------------------------------------===//

LogicalResult HeaderReader::readName(JsonView value) {
  StringRef name;
  if (failed(readString(value, name)))
    return failure();
  std::tie(file.team, file.name) = name.split('/');
  if (!isNamePart(file.team) || !isNamePart(file.name))
    return error(value) << "'" << name
                        << "' is not a name such as team/rule: letters, "
                           "digits, '-' and '_'";
  if (sameName(file.team, "pg"))
    return error(value) << "the team 'pg' is that of the rules that are built "
                           "in; choose a name of your own";
  return success();
}

LogicalResult HeaderReader::readFixture(JsonView value) {
  RuleFixture fixture;
  fixture.text = value.getText();
  bool isUnchanged = false;
  auto member = [&](StringRef key, JsonView, JsonView own) {
    if (key == "name")
      return readString(own, fixture.name);
    if (key == "options") {
      fixture.optionsText = own.getText();
      return readString(own, fixture.options);
    }
    isUnchanged |= key == "unchanged";
    (key == "after" ? fixture.after : fixture.before) = own.getText();
    return success();
  };
  StringRef keys[] = {"name", "options", "before", "after", "unchanged"};
  if (failed(readObject(value, "a fixture", keys, member)))
    return failure();
  if (isUnchanged == !fixture.after.empty() || fixture.before.empty())
    return error(value) << "a fixture says \"before\" and \"after\", or "
                           "\"unchanged\"";
  if (fixture.name.empty())
    fixture.name =
        file.saver.save("fixture " + Twine(file.fixtures.size() + 1));
  file.fixtures.push_back(fixture);
  return success();
}

LogicalResult HeaderReader::read() {
  StringRef text = file.header->getText();
  if (text.trim().empty())
    return error(text.begin()) << "a rule file begins with lines of JSON after "
                                  "'//!', which say its "
                                  "name, version and summary";
  if (text.size() > maxHeaderSize)
    return error(text.begin()) << "what the file says of itself is too long";
  if (failed(checkSyntax(text)))
    return failure();
  JsonTree tree(text);
  bool isRecipe = file.kind == RuleFile::Kind::Recipe;
  SmallVector<StringRef> keys = {
      "name",     "version", "summary",    "description", "options",
      "concepts", "roles",   "idempotent", "classes",     "fixtures"};
  if (isRecipe)
    keys.push_back("pipeline");
  auto member = [&](StringRef key, JsonView, JsonView own) -> LogicalResult {
    if (key == "name")
      return readName(own);
    if (key == "version" || key == "summary") {
      StringRef &text = key == "version" ? file.version : file.summary;
      if (failed(readString(own, text)))
        return failure();
      return text.empty() ? error(own) << "the " << key << " is empty"
                          : LogicalResult(success());
    }
    if (key == "description")
      return readString(own, file.description);
    if (key == "pipeline") {
      // Behind the quote.
      file.pipelinePlace =
          file.header->getLineAndColumn(own.getText().begin() + 1);
      return readString(own, file.pipeline);
    }
    if (key == "concepts")
      return readWords(own, WordKind::Concept, file.concepts);
    if (key == "roles")
      return readWords(own, WordKind::Role, file.roles);
    if (key == "options")
      return readObject(own, "\"options\"", {},
                        [&](StringRef, JsonView name, JsonView option) {
                          return readOption(name, option);
                        });
    if (key == "classes") {
      file.classes = own.getText();
      return own.isObject() ? LogicalResult(success())
                            : error(own) << "expected an object";
    }
    if (key == "idempotent") {
      file.isIdempotent = own.isTrue();
      return own.isBool() ? LogicalResult(success())
                          : error(own) << "expected true or false";
    }
    if (!own.isArray())
      return error(own) << "expected a list of fixtures";
    LogicalResult result = success();
    own.forEachElement([&](JsonView fixture) {
      if (succeeded(result))
        result = readFixture(fixture);
    });
    return result;
  };
  if (failed(readObject(tree.root(),
                        isRecipe ? "a recipe" : "what a rule says of itself",
                        keys, member)))
    return failure();
  for (auto [key, value] :
       {std::pair("name", file.name), std::pair("version", file.version),
        std::pair("summary", file.summary)})
    if (value.empty())
      return error(tree.root()) << "the key \"" << key << "\" is missing";
  if (isRecipe && file.pipeline.empty())
    return error(tree.root()) << "a recipe has a \"pipeline\"";
  return success();
}
