//===- RulePass.h - A rule: a pass that patches experiments -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_RULEPASS_H
#define PG_REWRITE_RULEPASS_H

#include "mlir/Pass/Pass.h"
#include "mlir/Rewrite/FrozenRewritePatternSet.h"
#include "pg/Rewrite/RuleRewriter.h"

namespace pg {

/// A pattern over components whose edits are recorded (see RuleRewriter).
class RulePattern : public mlir::RewritePattern {
public:
  explicit RulePattern(mlir::MLIRContext *context,
                       mlir::PatternBenefit benefit = 1)
      : RewritePattern(ObjectOp::getOperationName(), benefit, context) {}

  /// Declines with rewriter.notifyMatchFailure, which says why.
  virtual mlir::LogicalResult matchAndRewrite(Component component,
                                              RuleRewriter &rewriter) const = 0;

private:
  mlir::LogicalResult
  matchAndRewrite(mlir::Operation *op,
                  mlir::PatternRewriter &rewriter) const final;
};

/// Which classes a rule may need beyond those that the experiment uses.
struct ClassNeeds {
  /// Concepts of which it constructs a component.
  llvm::SmallVector<std::string> concepts;
  /// Names of classes in its arguments.
  llvm::SmallVector<std::string> names;
  /// Names of classes in its arguments whose subclasses it asks about, too.
  llvm::SmallVector<std::string> families;
  /// JSON texts in its arguments, whose `_type`s it constructs.
  llvm::SmallVector<std::string> values;

  /// For chooseClass: those that play the concept, and what the user named.
  void addChoice(llvm::StringRef concept_, llvm::StringRef name) {
    concepts.push_back(concept_.str());
    if (!name.empty())
      names.push_back(name.str());
  }
};

/// The base of every rule. A rule populates patterns, or edits in applyRule. It
/// verifies the experiment itself when it has changed it: the pass manager need
/// not.
class RulePass : public mlir::OperationPass<ExperimentOp> {
public:
  using OperationPass::OperationPass;

  /// How the rule was spelled; what messages and the history show.
  void setSpelling(RuleRun spelling) { run = std::move(spelling); }
  /// Whether the next rule is an edit too: sizes wait for the end of the run.
  void setEditContinues(bool continues) { editContinues = continues; }
  /// Whether it verifies the experiment when it has changed it.
  void setVerifies(bool does) { verifies = does; }
  /// Asks for an explanation of the run, which \p wanted outlives.
  void setExplanation(Explanation *wanted) { explanation = wanted; }
  /// Whether the rule is a single edit of a path (rebind, insert, delete).
  virtual bool isEdit() const { return false; }

  /// Gets ready what depends on more than the arguments: a rule that comes from
  /// a file is compiled. Reports an error and fails if that cannot be done.
  virtual mlir::LogicalResult prepare(mlir::MLIRContext *context) {
    return mlir::success();
  }
  virtual void getClassNeeds(ClassNeeds &needs) const {}

protected:
  /// The concepts without which there is nothing for the rule to do: it says so
  /// when it matches nothing and nothing plays one of them.
  virtual llvm::SmallVector<llvm::StringRef> getConcepts() const { return {}; }
  /// Why the rule leaves alone a component of which it says nothing: for a rule
  /// without patterns.
  virtual llvm::StringRef getOtherwise() const {
    return "is nothing that the rule changes";
  }
  /// The patterns of the rule; asked once.
  virtual void populatePatterns(mlir::RewritePatternSet &patterns) {}
  /// Edits the experiment; by default applies the patterns to each component.
  virtual mlir::LogicalResult applyRule(RuleRewriter &rewriter);
  /// What must hold after the rule and again at the end of the chain; reports
  /// an error where it does not.
  virtual mlir::LogicalResult
  checkPostcondition(ExperimentOp experiment) const {
    return mlir::success();
  }
  /// Checks the arguments, before anything runs.
  virtual mlir::LogicalResult checkArguments() { return mlir::success(); }

private:
  mlir::LogicalResult initialize(mlir::MLIRContext *context) final;
  void runOnOperation() final;

  mlir::FrozenRewritePatternSet patterns;
  RuleRun run;
  bool editContinues = false, verifies = true;
  Explanation *explanation = nullptr;
};

/// Applies patterns once to every component that is there, in pre-order from
/// the root; of several sets, a later one where the earlier ones do not match.
/// What an earlier match replaced is not entered.
mlir::LogicalResult
applyPatternsOnce(RuleRewriter &rewriter,
                  llvm::ArrayRef<mlir::FrozenRewritePatternSet> patterns);

/// That nothing plays any of the concepts, and of which classes too little is
/// known to tell; empty if something does.
std::string explainNoMatch(ExperimentOp experiment, const ClassTable &classes,
                           llvm::ArrayRef<llvm::StringRef> concepts);

} // namespace pg

#endif // PG_REWRITE_RULEPASS_H
