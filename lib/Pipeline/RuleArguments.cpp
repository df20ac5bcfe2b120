//===- RuleArguments.cpp - What a call gives to the options of a rule ----===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RuleArguments.h"
#include "pg/Import/Import.h"
#include "pg/Pipeline/OptionValue.h"
#include "pg/Rewrite/RuleOption.h"
#include "pg/Support/KeyPath.h"
#include "pg/Support/PipelineText.h"
#include "pg/Support/PythonRegex.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

LogicalResult pg::failAt(MLIRContext *context, Source &source, size_t position,
                         const Twine &message) {
  return emitError(Location(
             source.getLoc(context, source.getText().data() + position)))
         << message;
}

static bool isNumber(OptionKind kind) {
  return kind == OptionKind::Float || kind == OptionKind::Numbers;
}

/// Where a byte of an argument's value stands in the text of the call, in which
/// a `'` or a percent-encoded byte takes more than one character.
static size_t positionInText(StringRef text, const RuleCall &call,
                             const RuleArgument &argument, size_t offset) {
  size_t at = argument.valuePosition;
  bool isQuoted = !call.isUri && at > 0 && text[at - 1] == '\'';
  for (; offset > 0 && at < text.size(); --offset) {
    if (call.isUri && text[at] == '%')
      at += 3;
    else
      at += isQuoted && text.substr(at).starts_with("''") ? 2 : 1;
  }
  return std::min(at, text.size());
}

/// What is wrong with a JSON text, and where; nothing if it reads.
static std::optional<ParseError> findJsonError(MLIRContext *context,
                                               StringRef json) {
  auto *dialect = context->getLoadedDialect<PgDialect>();
  Source &source = dialect->addSource(std::make_unique<Source>(
      llvm::MemoryBuffer::getMemBufferCopy(json, "value")));
  std::optional<ParseError> problem;
  ScopedDiagnosticHandler handler(context, [&](Diagnostic &diagnostic) {
    if (problem || diagnostic.getSeverity() != DiagnosticSeverity::Error)
      return;
    problem.emplace();
    problem->message = diagnostic.str();
    if (auto place =
            dyn_cast<SourceLocAttr>(LocationAttr(diagnostic.getLocation())))
      problem->position = place.getPosition() - source.getText().data();
  });
  OwningOpRef<ModuleOp> scratch = ModuleOp::create(UnknownLoc::get(context));
  OpBuilder builder(context);
  builder.setInsertionPointToEnd(scratch->getBody());
  (void)importValue(source, builder);
  // Users come after what they use: taken apart from the end.
  while (!scratch->getBody()->empty())
    scratch->getBody()->back().erase();
  return problem;
}

/// Checks what \p value means as the option's kind: a regex, a path, JSON.
static LogicalResult checkValue(MLIRContext *context, const OptionInfo &option,
                                const RuleCall &call,
                                const RuleArgument &argument, StringRef value,
                                Source &source) {
  // The double quotes around a URI's string are not in the value.
  size_t stripped = StringRef(argument.value).find(value);
  auto failIn = [&](const ParseError &error) {
    return failAt(context, source,
                  positionInText(source.getText(), call, argument,
                                 stripped + error.position),
                  "option '" + option.name + "': " + error.message);
  };
  ParseError error;
  switch (option.kind) {
  case OptionKind::Regex:
    return PythonRegex::compile(value, error) ? success() : failIn(error);
  case OptionKind::Path:
    return KeyPath::parse(value, error) ? success() : failIn(error);
  case OptionKind::Json:
    if (std::optional<ParseError> problem = findJsonError(context, value))
      return failIn(*problem);
    return success();
  default:
    if (option.choices.empty() || llvm::is_contained(option.choices, value))
      return success();
    return failAt(context, source, argument.valuePosition,
                  "option '" + option.name + "' is '" +
                      llvm::join(option.choices, "' or '") + "', not '" +
                      value + "'" + didYouMean(value, option.choices));
  }
}

/// The value as the pass takes it; nullopt if it is not of the option's kind.
static std::optional<std::string>
normalize(const OptionInfo &option, const RuleArgument &argument, bool isUri) {
  StringRef value = argument.value;
  switch (option.kind) {
  case OptionKind::Bool:
    if (std::optional<bool> parsed = parseBool(value))
      return std::string(*parsed ? "true" : "false");
    return std::nullopt;
  case OptionKind::Float:
  case OptionKind::Numbers: {
    // One number, or several between colons.
    SmallString<32> digits;
    for (StringRef part : llvm::split(value, ':')) {
      std::optional<double> parsed = parseFloat(part);
      if (!parsed || (!digits.empty() && option.kind == OptionKind::Float))
        return std::nullopt;
      if (!digits.empty())
        digits += ':';
      printPythonFloat(*parsed, digits);
    }
    return digits.str().str();
  }
  case OptionKind::Size:
    return Scale::parse(value) ? std::optional(value.str()) : std::nullopt;
  case OptionKind::Json:
    return value.str();
  default:
    if (isUri)
      if (std::optional<StringRef> stripped = parseUriString(value))
        return stripped->str();
    return value.str();
  }
}

FailureOr<RuleArguments> pg::readArguments(MLIRContext *context,
                                           const RuleInfo &info,
                                           const RuleCall &call,
                                           Source &source) {
  auto names = llvm::map_range(
      info.options, [](const OptionInfo &option) { return option.name; });
  RuleArguments read;
  unsigned position = 0;
  for (const RuleArgument &argument : call.arguments) {
    const OptionInfo *option = nullptr;
    if (argument.isPositional()) {
      if (position == info.options.size())
        return failAt(context, source, argument.valuePosition,
                      "too many arguments: '" + info.name + "' takes " +
                          Twine(info.options.size()));
      option = &info.options[position++];
    } else {
      for (const OptionInfo &candidate : info.options)
        if (sameName(candidate.name, argument.key))
          option = &candidate;
      if (!option)
        return failAt(context, source, argument.keyPosition,
                      "'" + info.name + "' has no option '" + argument.key +
                          "'" + didYouMean(argument.key, names) +
                          (names.empty()
                               ? " (it has none)"
                               : " (it has: " + llvm::join(names, ", ") + ")"));
    }
    if (call.isUri && isNone(argument.value) &&
        option->kind != OptionKind::Json && !option->required)
      continue;
    if (!argument.hasValue && option->kind != OptionKind::Bool)
      return failAt(context, source, argument.keyPosition,
                    "option '" + option->name + "' takes " +
                        describeKind(option->kind) + ": " + option->name +
                        "=…");
    auto value = normalize(*option, argument, call.isUri);
    if (!value)
      return failAt(context, source, argument.valuePosition,
                    "option '" + option->name + "' takes " +
                        describeKind(option->kind) + ", not '" +
                        argument.value + "'");
    if (failed(checkValue(context, *option, call, argument, *value, source)))
      return failure();
    for (double number : isNumber(option->kind) ? parseNumbers(*value)
                                                : SmallVector<double>()) {
      std::string bound = checkBounds(*option, number);
      if (!bound.empty())
        return failAt(context, source, argument.valuePosition,
                      "option '" + option->name + "' must be " + bound +
                          ", not " + argument.value);
    }
    read.values[option->name] = *value;
    read.spelling += (read.spelling.empty() ? "" : " ") + option->name.str() +
                     "=" + printPipelineValue(argument.value);
  }
  for (const OptionInfo &option : info.options)
    if (option.required && !read.values.contains(option.name))
      return failAt(context, source, call.position,
                    "'" + info.name + "' needs the option '" + option.name +
                        (option.description.empty() ? "', " : "': ") +
                        (option.description.empty() ? describeKind(option.kind)
                                                    : option.description));
  return read;
}
