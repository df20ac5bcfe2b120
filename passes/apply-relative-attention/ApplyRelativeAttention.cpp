//===- ApplyRelativeAttention.cpp - The rule apply-relative-attention -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_APPLYRELATIVEATTENTION
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

/// Whether it is an attention of a sequence to itself, and not relative.
bool isAbsolute(Component layer) {
  return layer.plays("attention") &&
         !layer.playsAny({"relative-attention", "cross-attention"});
}

struct RelateAttention : public RulePattern {
  RelateAttention(MLIRContext *context, StringRef className)
      : RulePattern(context), className(className) {}

  LogicalResult matchAndRewrite(Component layer,
                                RuleRewriter &rewriter) const override {
    if (!layer.plays("attention"))
      return rewriter.notifyMatchFailure(layer.getOp(), "is no attention");
    if (layer.plays("relative-attention")) {
      rewriter.setHint(layer.getPlace() + " is relative already");
      return rewriter.notifyMatchFailure(layer.getOp(), "is relative already");
    }
    if (layer.plays("cross-attention")) {
      rewriter.setHint(layer.getPlace() + " attends to another sequence, whose "
                                          "positions are no distance away");
      return rewriter.notifyMatchFailure(layer.getOp(),
                                         "attends to another sequence");
    }
    FailureOr<const ClassDecl *> relative = rewriter.chooseClass(
        layer.getOp().getLoc(), {"relative-attention", className});
    if (failed(relative))
      return rewriter.fail();
    return rewriter.replaceBy(layer, **relative,
                              rewriter.carryOver(layer, **relative));
  }

  std::string className;
};

/// Takes absolute positions away from a component that adds them.
LogicalResult dropPositions(Component component, RuleRewriter &rewriter) {
  StringRef name = component.nameWithRole("positions");
  if (name.empty())
    return success();
  constexpr StringLiteral word = "none";
  const FieldDecl *field = component.getDecl()->getField(name);
  bool takesWord = !field || takes<StrType>(field->type);
  if (auto words = field ? dyn_cast<EnumType>(field->parts.spec) : EnumType())
    takesWord = llvm::is_contained(
        words.getValues(), StringAttr::get(rewriter.getContext(), word));
  if (!takesWord && !field->parts.noneable) {
    emitError(component.getOp().getLoc())
        << component.getPlace() << ": '" << name << "' of "
        << component.getClassName()
        << " takes neither 'none' nor None, so its positions would stay";
    return rewriter.fail();
  }
  return rewriter.rebind(component.getOp(), name,
                         takesWord
                             ? NewValue::string(rewriter.getContext(), word)
                             : NewValue::none());
}

struct ApplyRelativeAttention
    : public pg::impl::ApplyRelativeAttentionBase<ApplyRelativeAttention> {
  using ApplyRelativeAttentionBase::ApplyRelativeAttentionBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.addChoice("relative-attention", className.getValue());
  }

  SmallVector<StringRef> getConcepts() const override { return {"attention"}; }

  void populatePatterns(RewritePatternSet &patterns) override {
    patterns.add<RelateAttention>(patterns.getContext(),
                                  StringRef(className.getValue()));
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    if (failed(RulePass::applyRule(rewriter)))
      return failure();
    if (!rewriter.getNumMatched())
      return success();
    // Of a file with several experiments, in those that have something relative
    // now.
    const Visits &visits = rewriter.getVisits();
    for (const std::vector<size_t> &roots : visits.splitExperiments()) {
      SmallVector<Component> components;
      for (size_t root : roots)
        for (size_t i = root; i < visits[root].end; ++i)
          if (auto op = dyn_cast<ObjectOp>(visits[i].op))
            components.push_back(Component(op, rewriter.getClasses()));
      if (llvm::none_of(components, isAbsolute))
        continue;
      for (Component component : components)
        if (failed(dropPositions(component, rewriter)))
          return failure();
    }
    return success();
  }

  LogicalResult checkPostcondition(ExperimentOp experiment) const override {
    ClassTable classes(experiment);
    LogicalResult result = success();
    walkComponents(experiment, [&](ObjectOp op) {
      Component layer(op, classes);
      if (isAbsolute(layer))
        result = emitError(op.getLoc())
                 << layer.getPlace() << ": " << layer.getClassName()
                 << " is an attention that is not relative, though "
                    "apply-relative-attention ran";
      return succeeded(result);
    });
    return result;
  }
};

} // namespace
