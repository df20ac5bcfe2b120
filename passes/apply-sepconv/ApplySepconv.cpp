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
    Location loc = layer.getOp().getLoc();
    // Where both classes tell along how many axes they slide, they agree.
    std::optional<int64_t> rank = layer.intFact("spatial-rank");
    auto slidesAlike = [&](const ClassDecl &decl) {
      std::optional<int64_t> other = decl.getIntFact("spatial-rank");
      return !rank || !other || *rank == *other;
    };
    std::string condition = rank ? "along " + std::to_string(*rank) +
                                       (*rank == 1 ? " axis" : " axes")
                                 : "";
    FailureOr<const ClassDecl *> separable =
        rewriter.chooseClass(loc, {"separable-convolution", className,
                                   /*mustPlay=*/false, slidesAlike, condition});
    if (failed(separable))
      return rewriter.fail();
    if (!slidesAlike(**separable)) {
      emitError(loc) << layer.getPlace() << ": " << layer.getClassName()
                     << " slides " << condition << ", "
                     << (*separable)->getName() << " does not";
      return rewriter.fail();
    }
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
