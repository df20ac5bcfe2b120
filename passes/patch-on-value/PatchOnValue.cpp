//===- PatchOnValue.cpp - The rule patch-on-value -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Equality.h"
#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_PATCHONVALUE
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct PatchOnValue : public pg::impl::PatchOnValueBase<PatchOnValue> {
  using PatchOnValueBase::PatchOnValueBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.values.push_back(value.getValue().value);
    needs.values.push_back(old.getValue().value);
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    FailureOr<NewValue> sought = rewriter.parse(old.getValue(), "old");
    if (failed(sought))
      return failure();
    return patchWhere(rewriter, value.getValue(), [&](Field field, StringRef) {
      if (sought->child)
        return field.getChild() &&
               sameValue(field.getChild(), sought->child.getDefiningOp());
      return field.isConstant() &&
             sameConstant(field.getSlot(), sought->constant);
    });
  }
};

} // namespace
