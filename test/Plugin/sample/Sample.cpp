// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The whole of a plugin: one rule, and the symbol by which pg-opt knows it.

#include "pg/Pipeline/RulePlugin.h"
#include "pg/Rewrite/RuleOption.h"
#include "pg/Rewrite/RulePass.h"

namespace sample {
#define GEN_PASS_DECL
#define GEN_PASS_DEF_SCALEKERNEL
#include "Sample.h.inc"
} // namespace sample

using namespace mlir;
using namespace pg;

namespace {
struct ScaleKernelPattern : public RulePattern {
  ScaleKernelPattern(MLIRContext *context, double scale)
      : RulePattern(context), scale(scale) {}

  LogicalResult matchAndRewrite(Component layer,
                                RuleRewriter &rewriter) const override {
    if (!layer.plays("convolution"))
      return rewriter.notifyMatchFailure(layer.getOp(), "is no convolution");
    return rewriter.rebindRole(layer, "kernel", [&](int64_t kernel) {
      return scaledInt(kernel, scale);
    });
  }

  double scale;
};

struct ScaleKernel : public sample::impl::ScaleKernelBase<ScaleKernel> {
  using ScaleKernelBase::ScaleKernelBase;

  SmallVector<StringRef> getConcepts() const override {
    return {"convolution"};
  }

  void populatePatterns(RewritePatternSet &patterns) override {
    patterns.add<ScaleKernelPattern>(patterns.getContext(), scale);
  }
};
} // namespace

static std::optional<std::string> addRules(RuleCatalogue &catalogue) {
  using namespace sample;
  const RuleInfo rules[] = {
#include "SampleCatalogue.inc"
  };
  for (RuleInfo rule : rules) {
    rule.team = "sample";
    rule.version = "1.0";
    rule.origin = "the sample plugin";
    if (std::optional<std::string> problem = catalogue.add(std::move(rule)))
      return problem;
  }
  return std::nullopt;
}

PG_RULE_PLUGIN(addRules)
