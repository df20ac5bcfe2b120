//===- LabelSmoothing.cpp - The rule label-smoothing -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"
#include "pg/Support/Suggestion.h"

namespace pg {
#define GEN_PASS_DEF_LABELSMOOTHING
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct SmoothLabels : public RulePattern {
  SmoothLabels(MLIRContext *context, double share)
      : RulePattern(context), share(share) {}

  LogicalResult matchAndRewrite(Component component,
                                RuleRewriter &rewriter) const override {
    StringRef field = component.roleOrName("label-smoothing");
    if (field.empty()) {
      if (component.plays("loss"))
        rewriter.setHint(component.getPlace() + ": " +
                         component.getClassName() +
                         " has no field of role 'label-smoothing'");
      return rewriter.notifyMatchFailure(component.getOp(),
                                         "does not smooth labels");
    }
    return rewriter.rebind(component.getOp(), field, share);
  }

  double share;
};

struct LabelSmoothing : public pg::impl::LabelSmoothingBase<LabelSmoothing> {
  using LabelSmoothingBase::LabelSmoothingBase;

  SmallVector<StringRef> getConcepts() const override { return {"loss"}; }

  void populatePatterns(RewritePatternSet &patterns) override {
    patterns.add<SmoothLabels>(patterns.getContext(), value);
  }
};

} // namespace
