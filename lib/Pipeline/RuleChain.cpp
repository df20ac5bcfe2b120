//===- RuleChain.cpp - Rules in the order in which they are to run -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/RuleChain.h"
#include "Recipe.h"
#include "RuleArguments.h"
#include "mlir/Pass/PassRegistry.h"
#include "pg/Rewrite/RuleOption.h"
#include "pg/Support/PipelineText.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

Source &RuleChain::addSource(StringRef text, const Twine &option) {
  return context->getLoadedDialect<PgDialect>()->addSource(
      std::make_unique<Source>(
          llvm::MemoryBuffer::getMemBufferCopy(text, option)));
}

LogicalResult RuleChain::fail(Source &source, size_t position,
                              const Twine &message) {
  return failAt(context, source, position, message);
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

LogicalResult RuleChain::addDiff(StringRef file, StringRef option) {
  RuleArgument argument;
  argument.key = "file";
  argument.value = file.str();
  return addEdit("apply-diff", argument, file, option);
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

std::string RuleChain::describeUnread() const {
  ArrayRef<std::string> unread = catalogue.getUnread();
  return unread.empty() ? ""
                        : "; what is in '" + llvm::join(unread, "', '") +
                              "' could not be read";
}

LogicalResult RuleChain::add(RuleCall call, Source &source) {
  std::vector<std::string> candidates;
  const RuleInfo *info = catalogue.find(call.name, &candidates);
  if (!candidates.empty())
    return fail(source, call.position,
                "several rules are called '" + call.name +
                    "': " + llvm::join(candidates, ", "));
  if (info && call.anchor == "builtin.module")
    return fail(source, call.position,
                "'" + info->name +
                    "' patches experiments: it stands in pg.experiment(…)");
  if (info)
    return info->isRecipe() ? addRecipe(*info, call, source)
                            : addRule(*info, std::move(call), source);
  if (call.isUri || !PassInfo::lookup(call.name))
    return fail(source, call.position,
                "unknown rule '" + call.name + "'" +
                    didYouMean(call.name, catalogue.getNames()) +
                    " (--list-rules shows them all)" + describeUnread());
  // Only to see whether it can be made.
  OpPassManager scratch;
  auto report = [&](const Twine &message) {
    return fail(source, call.position, message);
  };
  if (failed(addMlirPass(call, scratch, report)))
    return failure();
  return addStep({nullptr, std::move(call)}, source);
}

LogicalResult RuleChain::addStep(Step step, Source &source) {
  if (steps.size() == maxSteps)
    return fail(source, step.call.position,
                "the chain has more than " + Twine(maxSteps) + " rules");
  steps.push_back(std::move(step));
  return success();
}

LogicalResult RuleChain::addRule(const RuleInfo &info, RuleCall call,
                                 Source &source) {
  FailureOr<RuleArguments> arguments =
      readArguments(context, info, call, source);
  if (failed(arguments))
    return failure();
  std::unique_ptr<RulePass> rule(
      static_cast<RulePass *>(info.create().release()));
  RuleRun run;
  // With its team where that was needed.
  run.name =
      StringRef(call.name).contains('/') ? info.getFullName() : info.name.str();
  run.version = info.getFullName() + " " + info.version.str();
  run.arguments = arguments->spelling;
  if (!recipes.empty())
    run.recipe = recipes.back().call.info->name.str();
  run.loc =
      recipes.empty()
          ? source.getLoc(context, source.getText().data() + call.position)
          : recipes.front().loc;
  rule->setSpelling(run);
  std::string options;
  for (auto &[name, value] : arguments->values)
    options +=
        (options.empty() ? "" : " ") + name.str() + "=" + percentEncode(value);
  auto report = [&](const Twine &message) {
    return fail(source, call.position, message);
  };
  if (failed(rule->initializeOptions(options, report)) ||
      failed(rule->prepare(context)))
    return failure();
  std::vector<KnownCall> known = {{&info, arguments->values}};
  for (const OpenRecipe &open : recipes)
    known.push_back(open.call);
  return addStep({std::move(rule), std::move(call), std::move(known)}, source);
}

bool RuleChain::needsAny(StringRef rule, ArrayRef<std::string> options) const {
  const RuleInfo *info = catalogue.find(rule);
  return info && llvm::any_of(info->options, [&](const OptionInfo &option) {
           return option.required && llvm::any_of(options, [&](StringRef name) {
                    return sameName(name, option.name);
                  });
         });
}

LogicalResult RuleChain::addRecipe(const RuleInfo &info, const RuleCall &call,
                                   Source &source) {
  std::string path;
  for (const OpenRecipe &open : recipes) {
    if (open.call.info == &info || !path.empty())
      path += open.call.info->getFullName() + " → ";
  }
  if (!path.empty())
    return fail(source, call.position,
                "recipe '" + info.name + "' contains itself: " + path +
                    info.getFullName());
  FailureOr<RuleArguments> arguments =
      readArguments(context, info, call, source);
  if (failed(arguments))
    return failure();
  // What stands in a file is read at its place there.
  auto [line, column] = info.pipelinePlace;
  std::string pipeline(line ? line - 1 : 0, '\n');
  pipeline.append(column ? column - 1 : 0, ' ');
  pipeline += info.pipeline;
  Source &text = addSource(pipeline, line ? info.origin.str()
                                          : "recipe " + info.getFullName());
  ParseError error;
  auto calls = parsePipeline(pipeline, error, /*isRecipe=*/true);
  if (!calls)
    return fail(text, error.position, error.message);
  recipes.push_back(
      {{&info, arguments->values},
       source.getLoc(context, source.getText().data() + call.position)});
  LogicalResult result = success();
  for (RuleCall &step : *calls) {
    if (step.anchor.empty())
      step.anchor = call.anchor;
    std::vector<std::string> unset;
    if (std::optional<ParseError> problem =
            fillIn(step, info.options, arguments->values, unset))
      result = fail(text, problem->position, problem->message);
    else if (!needsAny(step.name, unset))
      result = add(std::move(step), text);
    if (failed(result))
      break;
  }
  recipes.pop_back();
  // What went wrong inside was called from here.
  return succeeded(result)
             ? success()
             : fail(source, call.position,
                    "recipe '" + info.name + "' cannot be expanded");
}

//===----------------------------------------------------------------------===//
// Explanations
//===----------------------------------------------------------------------===//

/// Whether two texts say the same to an option.
static bool sameValue(StringRef a, StringRef b) {
  double x, y;
  return a == b || (!a.getAsDouble(x) && !b.getAsDouble(y) && x == y);
}

bool RuleChain::KnownCall::isMeantBy(const RuleCall &call) const {
  if (!sameName(call.name, info->name) &&
      !sameName(call.name, info->getFullName()))
    return false;
  return llvm::all_of(call.arguments, [&](const RuleArgument &argument) {
    return llvm::any_of(info->options, [&](const OptionInfo &option) {
      auto given = values.find(option.name);
      return sameName(option.name, argument.key) &&
             sameValue(argument.value, given == values.end()
                                           ? option.defaultValue
                                           : StringRef(given->second));
    });
  });
}

RuleChain::Explanations RuleChain::explain(StringRef text) {
  Explanations wanted;
  ParseError error;
  auto calls = parsePipeline(text, error);
  if (!calls || calls->size() != 1)
    return wanted;
  for (Step &step : steps)
    if (llvm::any_of(step.known, [&](const KnownCall &known) {
          return known.isMeantBy(calls->front());
        })) {
      wanted.push_back(std::make_unique<Explanation>());
      step.rule->setExplanation(wanted.back().get());
    }
  return wanted;
}

FailureOr<RuleChain::Explanations>
RuleChain::explainAlone(StringRef text, StringRef option, StringRef label) {
  ParseError error;
  auto calls = parsePipeline(text, error);
  Source &source = addSource(text, option);
  if (!calls)
    return fail(source, error.position, error.message);
  if (calls->size() != 1)
    return fail(source, 0, option + " takes one rule");
  if (failed(add(std::move(calls->front()), source)))
    return failure();
  Explanations wanted;
  for (Step &step : steps) {
    if (!step.rule)
      return fail(source, 0,
                  "'" + step.call.name +
                      "' is a pass of MLIR's, which explains nothing");
    wanted.push_back(std::make_unique<Explanation>(label));
    step.rule->setExplanation(wanted.back().get());
  }
  return wanted;
}

//===----------------------------------------------------------------------===//
// The chain
//===----------------------------------------------------------------------===//

ClassNeeds RuleChain::getClassNeeds() const {
  ClassNeeds needs;
  addClassNeeds(needs);
  return needs;
}

void RuleChain::addClassNeeds(ClassNeeds &needs) const {
  for (const Step &step : steps)
    if (step.rule)
      step.rule->getClassNeeds(needs);
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
