//===- ChangeLr.cpp - The rule change-lr -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_CHANGELR
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct SetLearningRate : public RulePattern {
  SetLearningRate(MLIRContext *context, double rate)
      : RulePattern(context), rate(rate) {}

  LogicalResult matchAndRewrite(Component optimizer,
                                RuleRewriter &rewriter) const override {
    if (!optimizer.plays("optimizer"))
      return rewriter.notifyMatchFailure(optimizer.getOp(), "is no optimizer");
    // A schedule in that place has a rate of its own.
    Component owner = optimizer;
    StringRef field = owner.nameWithRole("learning-rate");
    while (Component schedule = owner.child(owner.field(field))) {
      owner = schedule;
      field = owner.nameWithRole("learning-rate");
    }
    if (field.empty())
      return rewriter.notifyMatchFailure(owner.getOp(),
                                         "has no field for a learning rate");
    return rewriter.rebind(owner.getOp(), field, rate);
  }

  double rate;
};

struct ChangeLr : public pg::impl::ChangeLrBase<ChangeLr> {
  using ChangeLrBase::ChangeLrBase;

  SmallVector<StringRef> getConcepts() const override { return {"optimizer"}; }

  void populatePatterns(RewritePatternSet &patterns) override {
    patterns.add<SetLearningRate>(patterns.getContext(), lr);
  }
};

} // namespace
