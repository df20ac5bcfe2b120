//===- PatchOnValue.cpp - The rule patch-on-value -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Matchers.h"
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

  StringRef getOtherwise() const override { return "holds no such value"; }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    std::string &hint = getOperation().getHistory().rules.back().hint;
    FailureOr<ValueMatcher> matcher =
        ValueMatcher::create(rewriter, old.getValue(), "old", hint);
    if (failed(matcher))
      return failure();
    return patchWhere(rewriter, value.getValue(), [&](Field field, StringRef) {
      return matcher->matches(field);
    });
  }
};

} // namespace
