//===- ApplySepconv.cpp - The rule apply-sepconv -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_APPLYSEPCONV
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct SeparateConvolution : public RulePattern {
  SeparateConvolution(MLIRContext *context, StringRef className)
      : RulePattern(context), className(className) {}

  LogicalResult matchAndRewrite(Component layer,
                                RuleRewriter &rewriter) const override {
    if (!layer.plays("convolution"))
      return rewriter.notifyMatchFailure(layer.getOp(), "is no convolution");
    if (layer.plays("separable-convolution"))
      return rewriter.notifyMatchFailure(layer.getOp(), "is separable already");
    FailureOr<const ClassDecl *> separable = rewriter.chooseAgreeing(
        layer, {"separable-convolution", className}, "spatial-rank");
    if (failed(separable))
      return rewriter.fail();
    return rewriter.replaceBy(layer, **separable,
                              rewriter.carryOver(layer, **separable));
  }

  std::string className;
};

struct ApplySepconv : public pg::impl::ApplySepconvBase<ApplySepconv> {
  using ApplySepconvBase::ApplySepconvBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.addChoice("separable-convolution", className.getValue());
  }

  SmallVector<StringRef> getConcepts() const override {
    return {"convolution"};
  }

  void populatePatterns(RewritePatternSet &patterns) override {
    patterns.add<SeparateConvolution>(patterns.getContext(),
                                      StringRef(className.getValue()));
  }
};

} // namespace
