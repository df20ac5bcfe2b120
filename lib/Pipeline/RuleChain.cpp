//===- RuleChain.cpp - Rules in the order in which they are to run -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/RuleChain.h"
#include "pg/Pipeline/OptionValue.h"
#include "pg/Rewrite/RuleOption.h"
#include "pg/Support/KeyPath.h"
#include "pg/Support/PipelineText.h"
#include "pg/Support/Suggestion.h"
#include "mlir/Pass/PassRegistry.h"
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
  int depth = 0;
  size_t equals = StringRef::npos;
  for (size_t i = 0; i < text.size() && equals == StringRef::npos; ++i) {
    depth += text[i] == '[' ? 1 : text[i] == ']' ? -1 : 0;
    if (text[i] == '=' && depth == 0)
      equals = i;
  }
  if (equals == StringRef::npos)
    return fail(addSource(text, option), text.size(),
                "expected PATH=JSON, and there is no '='");
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

LogicalResult RuleChain::add(RuleCall call, Source &source) {
  const RuleInfo *info = catalogue.find(call.name);
  Step step{nullptr, call};
  if (info) {
    if (call.anchor == "builtin.module")
      return fail(source, call.position,
                  "'" + info->name +
                      "' patches experiments: it stands in pg.experiment(…)");
    step.rule.reset(static_cast<RulePass *>(info->create().release()));
    if (failed(setArguments(*info, call, *step.rule, source)))
      return failure();
  } else if (call.isUri || !PassInfo::lookup(call.name)) {
    return fail(source, call.position,
                "unknown rule '" + call.name + "'" +
                    didYouMean(call.name, catalogue.getNames()) +
                    " (--list-rules shows them all)");
  }
  steps.push_back(std::move(step));
  return success();
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

/// The value as the pass takes it; nullopt if it is not of the option's kind.
static std::optional<std::string> normalize(const OptionInfo &option,
                                            const RuleArgument &argument,
                                            bool isUri) {
  StringRef value = argument.value;
  switch (option.kind) {
  case OptionKind::Bool:
    if (std::optional<bool> parsed = parseBool(value))
      return std::string(*parsed ? "true" : "false");
    return std::nullopt;
  case OptionKind::Float: {
    std::optional<double> parsed = parseFloat(value);
    if (!parsed)
      return std::nullopt;
    SmallString<32> digits;
    printPythonFloat(*parsed, digits);
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

LogicalResult RuleChain::setArguments(const RuleInfo &info,
                                      const RuleCall &call, RulePass &pass,
                                      Source &source) {
  auto names = llvm::map_range(
      info.options, [](const OptionInfo &option) { return option.name; });
  std::string options;
  RuleRun run;
  run.name = info.name.str();
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
                        didYouMean(argument.key, names) + " (it has: " +
                        llvm::join(names, ", ") + ")");
    }
    given.insert(option->name);
    if (call.isUri && isNone(argument.value) && option->kind != OptionKind::Json)
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
    if (std::optional<double> number = parseFloat(*value);
        option->kind == OptionKind::Float) {
      std::string bound = checkBounds(*option, *number);
      if (!bound.empty())
        return fail(source, argument.valuePosition,
                    "option '" + option->name + "' must be " + bound +
                        ", not " + argument.value);
    }
    options += (options.empty() ? "" : " ") + option->name.str() + "=" +
               percentEncode(*value);
    run.arguments += (run.arguments.empty() ? "" : " ") + option->name.str() +
                     "=" + printPipelineValue(argument.value);
  }
  for (const OptionInfo &option : info.options)
    if (option.required && !given.contains(option.name))
      return fail(source, call.position,
                  "'" + info.name + "' needs the option '" + option.name +
                      "': " + option.description);
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

LogicalResult RuleChain::populate(OpPassManager &manager) {
  for (size_t i = 0; i < steps.size(); ++i) {
    Step &step = steps[i];
    OpPassManager &experiments = manager.nest<ExperimentOp>();
    if (step.rule) {
      // Sizes are checked at the end of a run of neighbouring edits.
      bool continues = step.rule->isEdit() && i + 1 < steps.size() &&
                       steps[i + 1].rule && steps[i + 1].rule->isEdit();
      step.rule->setEditContinues(continues);
      experiments.addPass(std::move(step.rule));
      continue;
    }
    std::string options;
    for (const RuleArgument &argument : step.call.arguments)
      options += argument.key + "=" + argument.value + " ";
    OpPassManager &target =
        step.call.anchor == "builtin.module" ? manager : experiments;
    auto report = [&](const Twine &message) {
      return emitError(UnknownLoc::get(context)) << message;
    };
    if (failed(PassInfo::lookup(step.call.name)
                   ->addToPipeline(target, options, report)))
      return failure();
  }
  return success();
}
