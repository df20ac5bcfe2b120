//===- RuleDriver.cpp - Runs a rule over an experiment -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Rewrite/PatternApplicator.h"
#include "pg/Rewrite/RulePass.h"

using namespace mlir;
using namespace pg;

LogicalResult RulePattern::matchAndRewrite(Operation *op,
                                           PatternRewriter &rewriter) const {
  auto &recorder = static_cast<RuleRewriter &>(rewriter);
  Component component(cast<ObjectOp>(op), recorder.getClasses());
  LogicalResult result = matchAndRewrite(component, recorder);
  if (succeeded(result))
    recorder.countMatch();
  return result;
}

LogicalResult pg::applyPatternsOnce(RuleRewriter &rewriter,
                                    const FrozenRewritePatternSet &patterns) {
  PatternApplicator applicator(patterns);
  applicator.applyDefaultCostModel();
  // The components as the rule finds them, each with the end of what it holds.
  struct Visit {
    Operation *op;
    Field holder;
    size_t end;
  };
  std::vector<Visit> visits;
  struct Frame {
    Operation *op;
    ArrayRef<Slot> slots;
    unsigned next;
    /// Its place among the visits.
    size_t visit;
  };
  std::vector<Frame> stack;
  auto enter = [&](Field holder) {
    Operation *op = holder.getChild();
    if (!op || isa<TupleOp, RefOp>(op))
      return;
    stack.push_back({op, slotsOf(op), 0, visits.size()});
    visits.push_back({op, holder, 0});
  };
  enter(rewriter.getExperiment().getRoot());
  while (!stack.empty()) {
    Frame &frame = stack.back();
    while (frame.next != frame.slots.size() &&
           !frame.slots[frame.next].isChild())
      ++frame.next;
    if (frame.next == frame.slots.size()) {
      visits[frame.visit].end = visits.size();
      stack.pop_back();
      continue;
    }
    enter(Field(frame.op, frame.next++));
  }
  for (size_t i = 0; i < visits.size();) {
    const Visit &visit = visits[i];
    if (rewriter.isRewritten(visit.holder)) {
      i = visit.end;
      continue;
    }
    if (isa<ObjectOp>(visit.op)) {
      rewriter.setInsertionPoint(visit.op);
      (void)applicator.matchAndRewrite(visit.op, rewriter);
      if (rewriter.hasFailed())
        return failure();
      if (rewriter.isRewritten(visit.holder)) {
        i = visit.end;
        continue;
      }
    }
    ++i;
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

void RulePass::runOnOperation() {
  ExperimentOp experiment = getOperation();
  Provenance &history = experiment.getHistory();
  if (run.name.empty())
    run.name = getArgument().str();
  history.rules.push_back(run);
  ClassTable classes(experiment);
  RuleRewriter rewriter(experiment, classes);
  bool wasPartial = experiment.getPartialRun();
  experiment.setPartialRun(editContinues);
  if (failed(applyRule(rewriter)) || rewriter.hasFailed() ||
      failed(rewriter.apply()) || failed(checkPostcondition(experiment))) {
    history.reportFailure(experiment.getLoc());
    return signalPassFailure();
  }
  RuleRun &done = history.rules.back();
  done.matched = rewriter.getNumMatched();
  done.changed = rewriter.getNumChanged();
  rewriter.reportLeftOut();
  if (!done.matched && done.hint.empty())
    done.hint = explainNoMatch(experiment, classes, getConcepts());
  history.postconditions.push_back([this](Operation *op) {
    return checkPostcondition(cast<ExperimentOp>(op));
  });
  if (!done.changed && wasPartial == experiment.getPartialRun())
    markAllAnalysesPreserved();
}
