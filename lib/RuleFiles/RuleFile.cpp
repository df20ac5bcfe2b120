//===- RuleFile.cpp - What a rule file says of itself ---------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/RuleFiles/RuleFile.h"
#include "nlohmann/json.hpp"
#include "pg/Declarations/JsonTree.h"
#include "pg/Declarations/Vocabulary.h"
#include "pg/IR/PgDialect.h"
#include "pg/Pipeline/OptionValue.h"
#include "pg/Rewrite/RuleOption.h"
#include "pg/Support/InputFile.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace pg;

/// No header is as large: what is larger was not written by hand.
static constexpr size_t maxHeaderSize = 16 << 20;

namespace {
class HeaderReader {
public:
  HeaderReader(MLIRContext *context, RuleFile &file)
      : context(context), file(file) {}
  LogicalResult read();

private:
  LogicalResult checkSyntax(StringRef text);
  LogicalResult readName(JsonView value);
  LogicalResult readOption(JsonView name, JsonView value);
  LogicalResult readBound(JsonView value, StringRef &bound, StringRef prefix);
  LogicalResult readFixture(JsonView value);
  LogicalResult readWords(JsonView value, WordKind kind,
                          std::vector<StringRef> &words);
  /// Reads the members of an object; \p member returns nothing for a key that
  /// it does not know.
  LogicalResult readObject(
      JsonView value, StringRef what, ArrayRef<StringRef> keys,
      llvm::function_ref<LogicalResult(StringRef, JsonView, JsonView)> member);
  LogicalResult readString(JsonView value, StringRef &text);
  InFlightDiagnostic error(const char *position) {
    return emitError(Location(file.header->getLoc(context, position)));
  }
  InFlightDiagnostic error(JsonView value) {
    return error(value.getText().begin());
  }

  MLIRContext *context;
  RuleFile &file;
};
} // namespace

/// The text with its first lines up to the last one that begins with `//!`,
/// these marks blanked, so that what is left is JSON in its place.
static std::string takeHeader(StringRef text) {
  std::string header;
  while (text.consume_front("//!")) {
    auto [line, rest] = text.split('\n');
    header += "   ";
    header += line;
    header += '\n';
    text = rest;
  }
  return header;
}

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

static bool isNamePart(StringRef text) {
  return !text.empty() && llvm::isAlpha(text[0]) &&
         llvm::all_of(text, [](char c) {
           return llvm::isAlnum(c) || c == '-' || c == '_';
         });
}

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

std::string RuleFile::cutOut(StringRef slice,
                             ArrayRef<StringRef> tokens) const {
  StringRef text = header->getText();
  std::string cut = text.take_front(slice.begin() - text.begin()).str();
  for (char &c : cut)
    if (c != '\n')
      c = ' ';
  size_t end = cut.size();
  for (StringRef token : llvm::reverse(tokens)) {
    size_t room = end < token.size() ? std::string::npos
                                     : cut.rfind(std::string(token.size(), ' '),
                                                 end - token.size());
    if (room == std::string::npos)
      return llvm::join(tokens, "") + slice.str();
    cut.replace(room, token.size(), token.data(), token.size());
    end = room;
  }
  return cut + slice.str();
}

Location RuleFile::locate(Location loc) const {
  auto place = loc->findInstanceOf<FileLineColLoc>();
  if (!place || place.getFilename() != path || !place.getLine())
    return loc;
  StringRef rest = source->getText();
  for (unsigned line = 1; line < place.getLine(); ++line)
    rest = rest.split('\n').second;
  unsigned column = std::max(place.getColumn(), 1u) - 1;
  return source->getLoc(loc.getContext(), rest.substr(column).begin());
}

FailureOr<std::shared_ptr<RuleFile>> pg::readRuleFile(MLIRContext *context,
                                                      StringRef path) {
  auto file = std::make_shared<RuleFile>();
  file->path = path.str();
  StringRef extension = llvm::sys::path::extension(path);
  if (extension != ".pdll" && extension != ".mlir" && extension != ".json")
    return emitError(UnknownLoc::get(context))
           << "'" << path << "' is no rule file: those end in .pdll (PDLL), "
           << ".mlir (PDL) or .json (a recipe)";
  file->kind = extension == ".pdll"   ? RuleFile::Kind::Pdll
               : extension == ".mlir" ? RuleFile::Kind::Pdl
                                      : RuleFile::Kind::Recipe;
  auto buffer = openFile(path);
  if (std::error_code problem = buffer.getError())
    return emitError(UnknownLoc::get(context))
           << "cannot read '" << path << "': " << problem.message();
  file->text = std::move(*buffer);
  StringRef text = file->text->getBuffer();
  file->source = std::make_unique<Source>(llvm::MemoryBuffer::getMemBuffer(
      text, path, /*RequiresNullTerminator=*/false));
  file->header = std::make_unique<Source>(llvm::MemoryBuffer::getMemBufferCopy(
      file->kind == RuleFile::Kind::Recipe ? text.str() : takeHeader(text),
      path));
  if (failed(HeaderReader(context, *file).read()))
    return failure();
  return file;
}
