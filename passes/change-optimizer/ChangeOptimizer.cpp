//===- ChangeOptimizer.cpp - The rule change-optimizer -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_CHANGEOPTIMIZER
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct ReplaceOptimizer : public RulePattern {
  ReplaceOptimizer(MLIRContext *context, StringRef className, StringRef fields)
      : RulePattern(context), className(className), fields(fields) {}

  LogicalResult matchAndRewrite(Component optimizer,
                                RuleRewriter &rewriter) const override {
    if (!optimizer.plays("optimizer"))
      return rewriter.notifyMatchFailure(optimizer.getOp(), "is no optimizer");
    if (optimizer.holds("optimizer"))
      return rewriter.notifyMatchFailure(optimizer.getOp(),
                                         "wraps the one to replace");
    FailureOr<const ClassDecl *> chosen =
        rewriter.chooseOther(optimizer, {"optimizer", className});
    if (failed(chosen))
      return rewriter.fail();
    if (!*chosen)
      return rewriter.notifyMatchFailure(optimizer.getOp(),
                                         "is of that class already");
    CarriedFields carried = rewriter.carryOver(optimizer, **chosen);
    if (failed(rewriter.setFields(carried, fields)))
      return rewriter.fail();
    return rewriter.replaceBy(optimizer, **chosen, carried);
  }

  std::string className, fields;
};

struct ChangeOptimizer : public pg::impl::ChangeOptimizerBase<ChangeOptimizer> {
  using ChangeOptimizerBase::ChangeOptimizerBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.addChoice("optimizer", className.getValue());
    needs.values.push_back(fields.getValue().value);
  }

  SmallVector<StringRef> getConcepts() const override { return {"optimizer"}; }

  void populatePatterns(RewritePatternSet &patterns) override {
    patterns.add<ReplaceOptimizer>(patterns.getContext(),
                                   StringRef(className.getValue()),
                                   StringRef(fields.getValue()));
  }
};

} // namespace
