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
    StringRef field = findField(component);
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

private:
  static StringRef findField(Component component) {
    constexpr StringLiteral role = "label-smoothing";
    if (StringRef field = component.nameWithRole(role); !field.empty())
      return field;
    for (Field field :
         cast<ContainerOpInterface>(*component.getOp()).getFields())
      if (component.roleOf(field).empty() && sameName(field.getName(), role))
        return field.getName();
    if (const ClassDecl *decl = component.getDecl())
      for (const FieldDecl &field : decl->getFields())
        if (!field.pattern && decl->getRole(field.name).empty() &&
            sameName(field.name, role))
          return field.name;
    return {};
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
