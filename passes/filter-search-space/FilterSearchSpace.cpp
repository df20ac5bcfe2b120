//===- FilterSearchSpace.cpp - The rule filter-search-space -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"
#include "pg/Support/PyGloveNames.h"

namespace pg {
#define GEN_PASS_DEF_FILTERSEARCHSPACE
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct ChooseWidth : public RulePattern {
  ChooseWidth(MLIRContext *context, ArrayRef<double> factors, bool withDense)
      : RulePattern(context), factors(factors), withDense(withDense) {}

  LogicalResult matchAndRewrite(Component layer,
                                RuleRewriter &rewriter) const override {
    bool isConvolution = layer.playsAny(
        {"convolution", "separable-convolution", "transposed-convolution"});
    if (!isConvolution && !(withDense && layer.plays("dense")))
      return rewriter.notifyMatchFailure(layer.getOp(), "is no convolution");
    if (rewriter.isHead(layer))
      return rewriter.notifyMatchFailure(
          layer.getOp(), "is the head: its width belongs to the dataset");
    return rewriter.rebindRole(layer, "width", [&](int64_t width) {
      return oneOf(layer.getOp().getLoc(), width, rewriter);
    });
  }

private:
  /// Nothing if a candidate takes more than 64 bits.
  std::optional<NewValue> oneOf(Location loc, int64_t width,
                                RuleRewriter &rewriter) const {
    llvm::SetVector<int64_t> widths;
    for (double factor : factors) {
      std::optional<int64_t> scaled = scaledInt(width, factor);
      if (!scaled)
        return std::nullopt;
      widths.insert(*scaled);
    }
    SmallVector<Attribute> candidates;
    for (int64_t candidate : widths)
      candidates.push_back(
          Slot::get(candidate).toAttribute(rewriter.getContext()));
    return rewriter.oneOf(loc,
                          ArrayAttr::get(rewriter.getContext(), candidates));
  }

  SmallVector<double> factors;
  bool withDense;
};

struct FilterSearchSpace
    : public pg::impl::FilterSearchSpaceBase<FilterSearchSpace> {
  using FilterSearchSpaceBase::FilterSearchSpaceBase;

  SmallVector<StringRef> getConcepts() const override {
    SmallVector<StringRef> concepts = {"convolution", "separable-convolution",
                                       "transposed-convolution"};
    if (dense)
      concepts.push_back("dense");
    return concepts;
  }

  void populatePatterns(RewritePatternSet &patterns) override {
    patterns.add<ChooseWidth>(patterns.getContext(),
                              parseNumbers(factors.getValue()), dense);
  }
};

} // namespace
