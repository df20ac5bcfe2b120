//===- RuleDriver.cpp - Runs a rule over an experiment -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/Verifier.h"
#include "mlir/Rewrite/PatternApplicator.h"
#include "pg/IR/Prefetch.h"
#include "pg/Rewrite/RulePass.h"
#include <deque>

using namespace mlir;
using namespace pg;

LogicalResult RulePattern::matchAndRewrite(Operation *op,
                                           PatternRewriter &rewriter) const {
  auto &recorder = static_cast<RuleRewriter &>(rewriter);
  Component component = recorder.getComponent(cast<ObjectOp>(op));
  LogicalResult result = matchAndRewrite(component, recorder);
  if (succeeded(result))
    recorder.countMatch();
  return result;
}

namespace {
/// Applies the first pattern that matches. MLIR's PatternApplicator does it for
/// all kinds of patterns; for the usual ones, which are few and match nothing
/// but components, asking them one after the other is much faster.
class PatternMatcher {
public:
  PatternMatcher(const FrozenRewritePatternSet &patterns, MLIRContext *context)
      : applicator(patterns) {
    applicator.applyDefaultCostModel();
    const auto &byName = patterns.getOpSpecificNativePatterns();
    auto known =
        byName.find(OperationName(ObjectOp::getOperationName(), context));
    // What watches MLIR's actions has to see them.
    isPlain = !patterns.getPDLByteCode() &&
              patterns.getMatchAnyOpNativePatterns().empty() &&
              known != byName.end() && !context->hasActionHandler();
    if (!isPlain)
      return;
    auto hasMore = [](const RewritePattern *a, const RewritePattern *b) {
      return a->getBenefit() > b->getBenefit();
    };
    for (const RewritePattern *pattern : known->second)
      if (!pattern->getBenefit().isImpossibleToMatch())
        plain.insert(llvm::upper_bound(plain, pattern, hasMore), pattern);
  }

  /// Whether a pattern matched.
  bool match(Operation *op, RuleRewriter &rewriter) {
    rewriter.setInsertionPoint(op);
    if (!isPlain) {
      // Patterns of our own count for themselves.
      uint64_t counted = rewriter.getNumMatched();
      bool matches = succeeded(applicator.matchAndRewrite(op, rewriter));
      if (matches && rewriter.getNumMatched() == counted)
        rewriter.countMatch();
      return matches;
    }
    for (const RewritePattern *pattern : plain) {
      if (succeeded(pattern->matchAndRewrite(op, rewriter)))
        return true;
      rewriter.setInsertionPoint(op);
    }
    return false;
  }

private:
  PatternApplicator applicator;
  bool isPlain;
  SmallVector<const RewritePattern *> plain;
};
} // namespace

LogicalResult pg::applyPatternsOnce(RuleRewriter &rewriter,
                                    ArrayRef<FrozenRewritePatternSet> sets) {
  std::deque<PatternMatcher> matchers;
  for (const FrozenRewritePatternSet &patterns : sets)
    matchers.emplace_back(patterns, rewriter.getContext());
  // The components as the rule finds them.
  const Visits &visits = rewriter.getVisits();
  Explanation *explanation = rewriter.getExplanation();
  if (explanation)
    explanation->setHasPatterns();
  for (size_t i = 0; i < visits.size();) {
    const Visit &visit = visits[i];
    if (i + prefetchDistance < visits.size())
      prefetchOperation(visits[i + prefetchDistance].op);
    Field holder = visits.getHolder(visit);
    bool isLeft = rewriter.isRewritten(holder);
    if (!isLeft && visit.shape && !rewriter.isErased(visit.op)) {
      rewriter.setVisit(&visit);
      prefetchText(slotsOf(visit.op));
      for (PatternMatcher &matcher : matchers) {
        bool matches = matcher.match(visit.op, rewriter);
        if (matches && explanation)
          explanation->fire(visit.op);
        if (matches || rewriter.hasFailed())
          break;
        if (explanation)
          explanation->endPattern(visit.op);
      }
      rewriter.setVisit(nullptr);
      if (rewriter.hasFailed())
        return failure();
      isLeft = rewriter.isRewritten(holder);
    }
    i = isLeft ? visit.end : i + 1;
  }
  return success();
}

LogicalResult RulePass::applyRule(RuleRewriter &rewriter) {
  return applyPatternsOnce(rewriter, patterns);
}

LogicalResult RulePass::initialize(MLIRContext *context) {
  if (failed(checkArguments()))
    return failure();
  RewritePatternSet set(context);
  populatePatterns(set);
  patterns = FrozenRewritePatternSet(std::move(set));
  return success();
}

/// Whether an experiment is well formed and fits its classes, as it did before
/// the rule. Constants over constants cannot spoil its form; what a run of
/// edits has written is looked at as a whole at its end.
static LogicalResult verify(RuleRewriter &rewriter, bool isInRun) {
  ExperimentOp experiment = rewriter.getExperiment();
  if (rewriter.hasChangedStructure())
    return mlir::verify(experiment);
  const ClassTable &classes = rewriter.getClasses();
  return isInRun ? verifyClasses(experiment, classes)
                 : verifyWritten(experiment, classes,
                                 experiment.getHistory().replacedConstants);
}

namespace {
/// Components that a rule is about, and does not enter.
struct SharedPlayers {
  ObjectOp first;
  size_t count = 0;

  void report(StringRef rule, const ClassTable &classes) const {
    InFlightDiagnostic diag = emitRemark(ObjectOp(first).getLoc());
    diag << Component(first, classes).getPlace();
    if (count > 1)
      diag << " and " << count - 1 << " more stay";
    else
      diag << " stays";
    diag << " as before " << rule
         << ": behind references, which rules do not enter";
  }
};
} // namespace

static SharedPlayers findShared(RuleRewriter &rewriter,
                                ArrayRef<StringRef> concepts) {
  SharedPlayers shared;
  if (concepts.empty() || !rewriter.getVisits().hasReferences())
    return shared;
  for (ObjectOp op : rewriter.getVisits().findHidden())
    if (Component(op, rewriter.getClasses()).playsAny(concepts) &&
        ++shared.count == 1)
      shared.first = op;
  return shared;
}

void RulePass::runOnOperation() {
  ExperimentOp experiment = getOperation();
  Provenance &history = experiment.getHistory();
  if (run.name.empty())
    run.name = getArgument().str();
  history.rules.push_back(run);
  // Rules do not touch what it is made of.
  const ClassTable &classes = getAnalysis<ClassTable>();
  markAnalysesPreserved<ClassTable>();
  RuleRewriter rewriter(experiment, classes);
  if (explanation) {
    explanation->begin(experiment);
    explanation->setOtherwise(getOtherwise());
    rewriter.setExplanation(explanation);
  }
  bool wasPartial = experiment.getPartialRun();
  // What is checked after a run of edits tells what all of them replaced. Not
  // when a rewriter is made: a post-condition may make one to ask.
  if (!wasPartial) {
    history.replaced.clear();
    history.replacedConstants.clear();
  }
  experiment.setPartialRun(editContinues);
  auto isChanged = [&] {
    return rewriter.getNumChanged() || wasPartial != experiment.getPartialRun();
  };
  SmallVector<StringRef> concepts = getConcepts();
  SharedPlayers shared = findShared(rewriter, concepts);
  if (failed(applyRule(rewriter)) || rewriter.hasFailed() ||
      failed(rewriter.apply()) || failed(checkPostcondition(experiment)) ||
      (verifies && isChanged() &&
       failed(verify(rewriter, wasPartial || editContinues)))) {
    history.reportFailure(experiment.getLoc());
    return signalPassFailure();
  }
  RuleRun &done = history.rules.back();
  done.matched = rewriter.getNumMatched();
  done.changed = rewriter.getNumChanged();
  rewriter.reportLeftOut();
  if (done.matched && shared.first)
    shared.report(run.name, classes);
  if (!done.matched && done.hint.empty())
    done.hint = explainNoMatch(experiment, classes, concepts);
  if (explanation)
    explanation->finish(done, history.rules.size());
  history.postconditions.push_back([this](Operation *op) {
    return checkPostcondition(cast<ExperimentOp>(op));
  });
  if (!isChanged())
    markAllAnalysesPreserved();
}
