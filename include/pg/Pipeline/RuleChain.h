//===- RuleChain.h - Rules in the order in which they are to run -*- C++
//-*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_RULECHAIN_H
#define PG_PIPELINE_RULECHAIN_H

#include "mlir/Pass/PassManager.h"
#include "pg/Pipeline/RuleCall.h"
#include "pg/Pipeline/RuleCatalogue.h"
#include "pg/Rewrite/RulePass.h"
#include "llvm/ADT/MapVector.h"

namespace pg {

/// Rules from pipelines, URIs and edits, checked before anything runs.
class RuleChain {
public:
  RuleChain(mlir::MLIRContext *context, const RuleCatalogue &catalogue)
      : context(context), catalogue(catalogue) {}

  // Each of these reports what is wrong at the character and then fails.
  // \p option names the text in messages: `--pass-pipeline`.
  mlir::LogicalResult addPipeline(llvm::StringRef text, llvm::StringRef option);
  mlir::LogicalResult addUri(llvm::StringRef text, llvm::StringRef option);
  /// `path=json`, split at the first `=` outside of brackets.
  mlir::LogicalResult addSet(llvm::StringRef text, llvm::StringRef option);
  mlir::LogicalResult addUnset(llvm::StringRef path, llvm::StringRef option);

  /// The changes in a file that --diff=json printed.
  mlir::LogicalResult addDiff(llvm::StringRef file, llvm::StringRef option);

  using Explanations = std::vector<std::unique_ptr<Explanation>>;
  /// Asks the rules of the chain that \p text names for explanations, in the
  /// order of the chain: those of that name, or of a recipe of that name, that
  /// were given the arguments that it gives. What is wrong with it is not
  /// reported.
  Explanations explain(llvm::StringRef text);
  /// Asks all of them; \p label stands for their numbers. Fails, with an error,
  /// if there is not one rule or recipe.
  mlir::FailureOr<Explanations> explainAlone(llvm::StringRef text,
                                             llvm::StringRef option,
                                             llvm::StringRef label);

  bool empty() const { return steps.empty(); }
  ClassNeeds getClassNeeds() const;
  void addClassNeeds(ClassNeeds &needs) const;
  /// Moves the rules into \p manager, which runs on a module. With \p
  /// verifyEach, rules verify what they change, and the manager verifies after
  /// them only where other passes run as well; without, nothing is verified.
  mlir::LogicalResult populate(mlir::PassManager &manager,
                               bool verifyEach = true);

private:
  /// What somebody called, and the values that its options were given.
  struct KnownCall {
    const RuleInfo *info;
    llvm::MapVector<llvm::StringRef, std::string> values;

    /// Whether \p call names it, with the same arguments as far as it gives
    /// them.
    bool isMeantBy(const RuleCall &call) const;
  };
  struct Step {
    /// Null for a pass that is no rule of ours.
    std::unique_ptr<RulePass> rule;
    RuleCall call;
    /// The rule, and the recipes of which it is a step, with what each was
    /// given.
    std::vector<KnownCall> known = {};
  };

  /// A recipe that is being expanded, and where the user called for it.
  struct OpenRecipe {
    KnownCall call;
    mlir::LocationAttr loc;
  };
  /// Recipes can double what they hold again and again.
  static constexpr size_t maxSteps = 100000;

  /// Where an unknown rule may be; empty if everything was read.
  std::string describeUnread() const;
  mlir::LogicalResult add(RuleCall call, Source &source);
  mlir::LogicalResult addRule(const RuleInfo &info, RuleCall call,
                              Source &source);
  mlir::LogicalResult addRecipe(const RuleInfo &info, const RuleCall &call,
                                Source &source);
  /// Whether a rule requires one of some options.
  bool needsAny(llvm::StringRef rule,
                llvm::ArrayRef<std::string> options) const;
  mlir::LogicalResult addStep(Step step, Source &source);
  mlir::LogicalResult addEdit(llvm::StringRef rule,
                              llvm::ArrayRef<RuleArgument> arguments,
                              llvm::StringRef text, llvm::StringRef option);
  Source &addSource(llvm::StringRef text, const llvm::Twine &option);
  mlir::LogicalResult fail(Source &source, size_t position,
                           const llvm::Twine &message);

  mlir::MLIRContext *context;
  const RuleCatalogue &catalogue;
  std::vector<Step> steps;
  /// Outermost first.
  std::vector<OpenRecipe> recipes;
};

} // namespace pg

#endif // PG_PIPELINE_RULECHAIN_H
