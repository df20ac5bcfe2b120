//===- ScaleWidth.cpp - The rule scale-width -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_SCALEWIDTH
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct WidenLayer : public RulePattern {
  WidenLayer(MLIRContext *context, double scale)
      : RulePattern(context), scale(scale) {}

  LogicalResult matchAndRewrite(Component layer,
                                RuleRewriter &rewriter) const override {
    if (!layer.playsAny({"convolution", "separable-convolution",
                         "transposed-convolution", "dense"}))
      return rewriter.notifyMatchFailure(
          layer.getOp(), "is neither a convolution nor a dense layer");
    if (rewriter.isHead(layer))
      return rewriter.notifyMatchFailure(
          layer.getOp(), "is the head: its width belongs to the dataset");
    return rewriter.rebindRole(
        layer, "width", [&](int64_t width) { return scaledInt(width, scale); });
  }

  double scale;
};

struct ScaleWidth : public pg::impl::ScaleWidthBase<ScaleWidth> {
  using ScaleWidthBase::ScaleWidthBase;

  SmallVector<StringRef> getConcepts() const override {
    return {"convolution", "separable-convolution", "transposed-convolution",
            "dense"};
  }

  void populatePatterns(RewritePatternSet &patterns) override {
    patterns.add<WidenLayer>(patterns.getContext(), scale);
  }
};

} // namespace
