//===- RuleChain.cpp - Rules in the order in which they are to run -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/RuleChain.h"
#include "mlir/Pass/PassRegistry.h"
#include "pg/Import/Import.h"
#include "pg/Pipeline/OptionValue.h"
#include "pg/Rewrite/RuleOption.h"
#include "pg/Support/KeyPath.h"
#include "pg/Support/PipelineText.h"
#include "pg/Support/PythonRegex.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace pg;

Source &RuleChain::addSource(StringRef text, StringRef option) {
  return context->getLoadedDialect<PgDialect>()->addSource(
      std::make_unique<Source>(
          llvm::MemoryBuffer::getMemBufferCopy(text, option)));
}

LogicalResult RuleChain::fail(Source &source, size_t position,
                              const Twine &message) {
  return emitError(Location(
             source.getLoc(context, source.getText().data() + position)))
         << message;
}

LogicalResult RuleChain::addPipeline(StringRef text, StringRef option) {
  Source &source = addSource(text, option);
  ParseError error;
  auto calls = parsePipeline(text, error);
  if (!calls)
    return fail(source, error.position, error.message);
  for (RuleCall &call : *calls)
    if (failed(add(std::move(call), source)))
      return failure();
  return success();
}

LogicalResult RuleChain::addUri(StringRef text, StringRef option) {
  Source &source = addSource(text, option);
  ParseError error;
  auto call = parseUri(text, error);
  if (!call)
    return fail(source, error.position, error.message);
  return add(std::move(*call), source);
}

LogicalResult RuleChain::addSet(StringRef text, StringRef option) {
  size_t depth = 0, open = 0;
  size_t equals = StringRef::npos;
  for (size_t i = 0; i < text.size() && equals == StringRef::npos; ++i) {
    if (text[i] == '[' && depth++ == 0)
      open = i;
    else if (text[i] == ']' && depth > 0)
      --depth;
    if (text[i] == '=' && depth == 0)
      equals = i;
  }
  if (equals == StringRef::npos)
    return fail(addSource(text, option), depth > 0 ? open : text.size(),
                depth > 0 ? "expected PATH=JSON, and this '[' is not closed"
                          : "expected PATH=JSON, and there is no '='");
  RuleArgument path, value;
  path.key = "path";
  path.value = text.take_front(equals).str();
  value.key = "value";
  value.value = text.drop_front(equals + 1).str();
  value.keyPosition = value.valuePosition = equals + 1;
  return addEdit("rebind", {path, value}, text, option);
}

LogicalResult RuleChain::addUnset(StringRef text, StringRef option) {
  RuleArgument path;
  path.key = "path";
  path.value = text.str();
  return addEdit("delete", path, text, option);
}

LogicalResult RuleChain::addEdit(StringRef rule,
                                 ArrayRef<RuleArgument> arguments,
                                 StringRef text, StringRef option) {
  RuleCall call;
  call.name = rule.str();
  call.arguments = arguments.vec();
  call.text = (option + "=" + text).str();
  return add(std::move(call), addSource(text, option));
}

//===----------------------------------------------------------------------===//
// One rule
//===----------------------------------------------------------------------===//

/// Adds a pass of MLIR; \p fail is told what is wrong with its options.
static LogicalResult
addMlirPass(const RuleCall &call, OpPassManager &manager,
            llvm::function_ref<LogicalResult(const Twine &)> fail) {
  std::string options;
  for (const RuleArgument &argument : call.arguments) {
    // MLIR takes off one pair of quotes, in which the same cannot stand.
    StringRef quote = StringRef(argument.value).contains('\'') ? "\"" : "'";
    bool isBare =
        !argument.value.empty() && llvm::all_of(argument.value, isBareWord);
    options +=
        argument.key + "=" +
        (isBare ? argument.value : (quote + argument.value + quote).str()) +
        " ";
  }
  auto report = [&](const Twine &message) {
    std::string text = message.str();
    StringRef problem = StringRef(text).rtrim();
    problem.consume_front("<Pass-Options-Parser>: ");
    return fail(
        "'" + call.name + "': " +
        (problem.empty() ? "an option does not take this value" : problem));
  };
  return PassInfo::lookup(call.name)->addToPipeline(manager, options, report);
}

LogicalResult RuleChain::add(RuleCall call, Source &source, StringRef recipe) {
  const RuleInfo *info = catalogue.find(call.name);
  Step step{nullptr, call};
  if (info && call.anchor == "builtin.module")
    return fail(source, call.position,
                "'" + info->name +
                    "' patches experiments: it stands in pg.experiment(…)");
  if (info && !info->pipeline.empty())
    return addRecipe(*info, call, source);
  if (info) {
    step.rule.reset(static_cast<RulePass *>(info->create().release()));
    if (failed(setArguments(*info, call, recipe, *step.rule, source)))
      return failure();
  } else if (call.isUri || !PassInfo::lookup(call.name)) {
    return fail(source, call.position,
                "unknown rule '" + call.name + "'" +
                    didYouMean(call.name, catalogue.getNames()) +
                    " (--list-rules shows them all)");
  } else {
    // Only to see whether it can be made.
    OpPassManager scratch;
    auto report = [&](const Twine &message) {
      return fail(source, call.position, message);
    };
    if (failed(addMlirPass(call, scratch, report)))
      return failure();
  }
  steps.push_back(std::move(step));
  return success();
}

static bool isNumber(OptionKind kind) {
  return kind == OptionKind::Float || kind == OptionKind::Numbers;
}

/// Checks a number against the bounds of its option; empty if it lies within.
static std::string checkBounds(const OptionInfo &option, double value) {
  StringRef minimum = option.minimum;
  bool open = minimum.consume_front(">");
  double bound;
  if (!minimum.empty() && !minimum.getAsDouble(bound) &&
      !(open ? value > bound : value >= bound))
    return (open ? "above " : "at least ") + minimum.str();
  if (!option.maximum.empty() && !option.maximum.getAsDouble(bound) &&
      !(value <= bound))
    return "at most " + option.maximum.str();
  return "";
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

LogicalResult RuleChain::checkValue(const OptionInfo &option,
                                    const RuleCall &call,
                                    const RuleArgument &argument,
                                    StringRef value, Source &source) {
  // The double quotes around a URI's string are not in the value.
  size_t stripped = StringRef(argument.value).find(value);
  auto failAt = [&](const ParseError &error) {
    return fail(source,
                positionInText(source.getText(), call, argument,
                               stripped + error.position),
                "option '" + option.name + "': " + error.message);
  };
  ParseError error;
  switch (option.kind) {
  case OptionKind::Regex:
    return PythonRegex::compile(value, error) ? success() : failAt(error);
  case OptionKind::Path:
    return KeyPath::parse(value, error) ? success() : failAt(error);
  case OptionKind::Json:
    if (std::optional<ParseError> problem = findJsonError(context, value))
      return failAt(*problem);
    return success();
  default:
    if (option.choices.empty() || llvm::is_contained(option.choices, value))
      return success();
    return fail(source, argument.valuePosition,
                "option '" + option.name + "' is '" +
                    llvm::join(option.choices, "' or '") + "', not '" + value +
                    "'" + didYouMean(value, option.choices));
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

FailureOr<SmallVector<RuleChain::OptionValue>>
RuleChain::readArguments(const RuleInfo &info, const RuleCall &call,
                         Source &source) {
  auto names = llvm::map_range(
      info.options, [](const OptionInfo &option) { return option.name; });
  SmallVector<OptionValue> values;
  llvm::StringSet<> given;
  unsigned position = 0;
  for (const RuleArgument &argument : call.arguments) {
    const OptionInfo *option = nullptr;
    if (argument.isPositional()) {
      if (position == info.options.size())
        return fail(source, argument.valuePosition,
                    "too many arguments: '" + info.name + "' takes " +
                        Twine(info.options.size()));
      option = &info.options[position++];
    } else {
      for (const OptionInfo &candidate : info.options)
        if (sameName(candidate.name, argument.key))
          option = &candidate;
      if (!option)
        return fail(source, argument.keyPosition,
                    "'" + info.name + "' has no option '" + argument.key + "'" +
                        didYouMean(argument.key, names) +
                        " (it has: " + llvm::join(names, ", ") + ")");
    }
    given.insert(option->name);
    if (call.isUri && isNone(argument.value) &&
        option->kind != OptionKind::Json && !option->required)
      continue;
    if (!argument.hasValue && option->kind != OptionKind::Bool)
      return fail(source, argument.keyPosition,
                  "option '" + option->name + "' takes " +
                      describeKind(option->kind) + ": " + option->name + "=…");
    auto value = normalize(*option, argument, call.isUri);
    if (!value)
      return fail(source, argument.valuePosition,
                  "option '" + option->name + "' takes " +
                      describeKind(option->kind) + ", not '" + argument.value +
                      "'");
    if (failed(checkValue(*option, call, argument, *value, source)))
      return failure();
    for (double number : isNumber(option->kind) ? parseNumbers(*value)
                                                : SmallVector<double>()) {
      std::string bound = checkBounds(*option, number);
      if (!bound.empty())
        return fail(source, argument.valuePosition,
                    "option '" + option->name + "' must be " + bound +
                        ", not " + argument.value);
    }
    values.push_back({option, &argument, std::move(*value)});
  }
  for (const OptionInfo &option : info.options)
    if (option.required && !given.contains(option.name))
      return fail(source, call.position,
                  "'" + info.name + "' needs the option '" + option.name +
                      "': " + option.description);
  return values;
}

LogicalResult RuleChain::addRecipe(const RuleInfo &info, const RuleCall &call,
                                   Source &source) {
  auto given = readArguments(info, call, source);
  if (failed(given))
    return failure();
  ParseError error;
  auto steps = parsePipeline(info.pipeline, error);
  assert(steps && "the catalogue has pipelines that parse");
  for (RuleCall &step : *steps) {
    step.anchor = call.anchor;
    // Messages point at what was written: the recipe and its arguments.
    step.position = call.position;
    bool isLeftOut = false;
    for (RuleArgument &argument : step.arguments) {
      argument.keyPosition = argument.valuePosition = call.position;
      StringRef name = argument.value;
      if (!name.consume_front("$"))
        continue;
      const OptionInfo *option = &*llvm::find_if(
          info.options, [&](auto &known) { return known.name == name; });
      argument.value = option->defaultValue.str();
      for (const OptionValue &own : *given)
        if (own.option == option) {
          argument.value = own.value;
          argument.valuePosition = own.argument->valuePosition;
        }
      isLeftOut |= argument.value.empty();
    }
    if (!isLeftOut && failed(add(std::move(step), source, info.name)))
      return failure();
  }
  return success();
}

LogicalResult RuleChain::setArguments(const RuleInfo &info,
                                      const RuleCall &call, StringRef recipe,
                                      RulePass &pass, Source &source) {
  auto values = readArguments(info, call, source);
  if (failed(values))
    return failure();
  RuleRun run;
  run.name = info.name.str();
  run.recipe = recipe.str();
  run.loc = source.getLoc(context, source.getText().data() + call.position);
  std::string options;
  for (const OptionValue &own : *values) {
    options += (options.empty() ? "" : " ") + own.option->name.str() + "=" +
               percentEncode(own.value);
    run.arguments += (run.arguments.empty() ? "" : " ") +
                     own.option->name.str() + "=" +
                     printPipelineValue(own.argument->value);
  }
  pass.setSpelling(run);
  return pass.initializeOptions(options, [&](const Twine &message) {
    return fail(source, call.position, message);
  });
}

//===----------------------------------------------------------------------===//
// The chain
//===----------------------------------------------------------------------===//

ClassNeeds RuleChain::getClassNeeds() const {
  ClassNeeds needs;
  for (const Step &step : steps)
    if (step.rule)
      step.rule->getClassNeeds(needs);
  return needs;
}

LogicalResult RuleChain::populate(PassManager &manager, bool verifyEach) {
  manager.enableVerifier(
      verifyEach && llvm::any_of(steps, [](auto &step) { return !step.rule; }));
  // Neighbours share a nest, and a module's pass ends it.
  OpPassManager *experiments = nullptr;
  for (size_t i = 0; i < steps.size(); ++i) {
    Step &step = steps[i];
    bool onModule = !step.rule && step.call.anchor == "builtin.module";
    if (onModule)
      experiments = nullptr;
    else if (!experiments)
      experiments = &manager.nest<ExperimentOp>();
    if (step.rule) {
      // Sizes are checked at the end of a run of neighbouring edits.
      bool continues = step.rule->isEdit() && i + 1 < steps.size() &&
                       steps[i + 1].rule && steps[i + 1].rule->isEdit();
      step.rule->setEditContinues(continues);
      step.rule->setVerifies(verifyEach);
      experiments->addPass(std::move(step.rule));
      continue;
    }
    auto report = [&](const Twine &message) {
      return emitError(UnknownLoc::get(context)) << message;
    };
    if (failed(
            addMlirPass(step.call, onModule ? manager : *experiments, report)))
      return failure();
  }
  return success();
}
