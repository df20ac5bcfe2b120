//===- PdlRule.cpp - A rule whose patterns stand in a file ----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PdlRule.h"
#include "NativeFunctions.h"
#include "PdllCompiler.h"
#include "mlir/Dialect/PDL/IR/PDL.h"
#include "mlir/Dialect/PDL/IR/PDLOps.h"
#include "mlir/Dialect/PDL/IR/PDLTypes.h"
#include "mlir/Dialect/PDLInterp/IR/PDLInterp.h"
#include "mlir/Parser/Parser.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

void PdlRule::addOptions() {
  for (const OptionInfo &option : file->options)
    values.push_back(std::make_unique<Option<Text>>(
        *this, option.name, llvm::cl::desc(option.description),
        llvm::cl::init(Text(option.defaultValue))));
}

Attribute PdlRule::readOption(const OptionInfo &info, StringRef text) const {
  Builder builder(rewrites->get().getContext());
  switch (info.kind) {
  case OptionKind::Bool:
    return builder.getBoolAttr(text == "true");
  case OptionKind::Float: {
    double number;
    return text.getAsDouble(number) ? Attribute(builder.getStringAttr(text))
                                    : builder.getF64FloatAttr(number);
  }
  case OptionKind::Numbers: {
    SmallVector<Attribute> numbers;
    for (double number : parseNumbers(text))
      numbers.push_back(builder.getF64FloatAttr(number));
    return builder.getArrayAttr(numbers);
  }
  default:
    return builder.getStringAttr(text);
  }
}

Attribute PdlRule::getOption(StringRef name) const {
  for (auto [info, value] : llvm::zip(file->options, constants))
    if (sameName(info.name, name))
      return value;
  return {};
}

//===----------------------------------------------------------------------===//
// Reading and checking
//===----------------------------------------------------------------------===//

LogicalResult PdlRule::prepare(MLIRContext *context) {
  FailureOr<std::string> text =
      file->kind == RuleFile::Kind::Pdll
          ? compilePdll(context, *file)
          : FailureOr<std::string>(file->text->getBuffer().str());
  if (failed(text))
    return failure();
  context->loadDialect<pdl::PDLDialect, pdl_interp::PDLInterpDialect>();
  auto module = parseSourceString<ModuleOp>(*text, context, file->path);
  if (!module)
    return failure();
  if (failed(recordRewrites(*module)) || failed(checkCalls(*module)))
    return failure();
  // What forbids is no part of the rewriting.
  OwningOpRef<ModuleOp> promises = module->clone();
  auto erase = [](ModuleOp patterns, bool forbids) {
    for (auto pattern :
         llvm::make_early_inc_range(patterns.getOps<pdl::PatternOp>())) {
      bool isPromise = false;
      pattern.walk([&](pdl::ApplyNativeRewriteOp call) {
        isPromise |= call.getName() == "Forbid";
      });
      if (isPromise == forbids)
        pattern.erase();
    }
  };
  erase(*module, true);
  erase(*promises, false);
  if (module->getOps<pdl::PatternOp>().empty())
    return emitError(file->locate(module->getLoc()))
           << "'" << file->name << "' has no pattern that writes anything";
  rewrites = std::make_shared<OwningOpRef<ModuleOp>>(std::move(module));
  forbidden = std::make_shared<OwningOpRef<ModuleOp>>(std::move(promises));
  return success();
}

void PdlRule::getClassNeeds(ClassNeeds &needs) const {
  for (const std::string &name : families)
    if (!name.empty())
      needs.families.push_back(name);
  // Somebody may play it who is not in the experiment.
  for (const UnknownWord &asked : unknown)
    if (asked.kind == WordKind::Concept)
      needs.concepts.push_back(asked.word);
  for (auto &[concept_, option] : constructed) {
    needs.concepts.push_back(concept_);
    for (auto [info, value] : llvm::zip(file->options, values))
      if (sameName(info.name, option))
        needs.addChoice(concept_, value->getValue());
  }
  for (auto [info, value] : llvm::zip(file->options, values)) {
    if (info.kind == OptionKind::Json)
      needs.values.push_back(value->getValue().value);
    if (info.kind == OptionKind::Class && !value->getValue().empty())
      needs.families.push_back(value->getValue().value);
  }
}

LogicalResult pg::checkNeeds(MLIRContext *context,
                             const std::shared_ptr<RuleFile> &file) {
  if (file->kind == RuleFile::Kind::Recipe)
    return success();
  PdlRule rule(file);
  return success(succeeded(rule.prepare(context)) &&
                 succeeded(rule.checkNeeds()));
}

FailureOr<std::string> pg::compileRule(MLIRContext *context,
                                       const std::shared_ptr<RuleFile> &file) {
  if (file->kind != RuleFile::Kind::Pdll)
    return emitError(UnknownLoc::get(context))
           << "'" << file->path << "' is no rule in PDLL";
  FailureOr<std::string> compiled = compilePdll(context, *file);
  if (failed(compiled) || failed(PdlRule(file).prepare(context)))
    return failure();
  std::string text;
  StringRef rest = file->text->getBuffer();
  while (rest.starts_with("//!")) {
    auto [line, next] = rest.split('\n');
    text += line.str() + '\n';
    rest = next;
  }
  return text + *compiled;
}

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

SmallVector<StringRef> PdlRule::getConcepts() const {
  SmallVector<StringRef> concepts;
  for (StringRef concept_ : file->concepts)
    if (llvm::any_of(
            sought, [&](StringRef known) { return sameName(known, concept_); }))
      concepts.push_back(concept_);
  return concepts;
}

/// A call as a rule file writes it, with its constants: `Plays(…, @dense)`.
static std::string spellCall(const NativeFunction &function,
                             ArrayRef<PDLValue> arguments) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << function.name << '(';
  llvm::interleaveComma(arguments, os, [&](PDLValue argument) {
    if (Attribute attr = argument.dyn_cast<Attribute>())
      attr.print(os, /*elideType=*/true);
    else
      os << "…";
  });
  os << ')';
  return text;
}

SmallVector<FrozenRewritePatternSet>
PdlRule::freezeEach(ModuleOp patterns) const {
  auto wrap = [this](const NativeFunction &function, LocationAttr place) {
    return [this, &function, place](PatternRewriter &rewriter,
                                    PDLResultList &results,
                                    ArrayRef<PDLValue> arguments) {
      auto &recorder = static_cast<RuleRewriter &>(rewriter);
      recorder.setPlace(place);
      Explanation *explanation = recorder.getExplanation();
      if (explanation)
        explanation->beginCall();
      LogicalResult result = function.call(
          NativeCall(recorder, arguments, results,
                     [this](StringRef name) { return getOption(name); }));
      if (explanation)
        explanation->endCall(spellCall(function, arguments), succeeded(result));
      return result;
    };
  };
  SmallVector<pdl::PatternOp> ordered;
  for (auto pattern : patterns.getOps<pdl::PatternOp>())
    ordered.insert(llvm::upper_bound(ordered, pattern,
                                     [](pdl::PatternOp a, pdl::PatternOp b) {
                                       return a.getBenefit() > b.getBenefit();
                                     }),
                   pattern);
  SmallVector<FrozenRewritePatternSet> sets;
  for (pdl::PatternOp pattern : ordered) {
    OwningOpRef<ModuleOp> alone(ModuleOp::create(pattern.getLoc()));
    alone->push_back(pattern->clone());
    PDLPatternModule native(std::move(alone));
    LocationAttr place = file->locate(pattern.getLoc());
    for (const NativeFunction &function : getNativeConstraints())
      native.registerConstraintFunction(
          function.name, PDLConstraintFunction(wrap(function, place)));
    for (const NativeFunction &function : getNativeRewrites())
      native.registerRewriteFunction(function.name,
                                     PDLRewriteFunction(wrap(function, place)));
    sets.push_back(RewritePatternSet(std::move(native)));
  }
  return sets;
}

void PdlRule::populatePatterns(RewritePatternSet &) {
  constants.clear();
  for (auto [info, value] : llvm::zip(file->options, values))
    constants.push_back(readOption(info, value->getValue()));
  rewritePatterns = freezeEach(**rewrites);
  forbiddenPatterns = freezeEach(**forbidden);
}

LogicalResult PdlRule::applyRule(RuleRewriter &rewriter) {
  if (failed(applyPatternsOnce(rewriter, rewritePatterns)))
    return failure();
  warnOfUnknownWords(rewriter);
  return success();
}

LogicalResult PdlRule::checkPostcondition(ExperimentOp experiment) const {
  if (forbiddenPatterns.empty())
    return success();
  ClassTable classes(experiment);
  RuleRewriter rewriter(experiment, classes);
  return applyPatternsOnce(rewriter, forbiddenPatterns);
}
