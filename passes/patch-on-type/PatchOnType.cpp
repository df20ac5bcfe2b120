//===- PatchOnType.cpp - The rule patch-on-type -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Matchers.h"
#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_PATCHONTYPE
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct PatchOnType : public pg::impl::PatchOnTypeBase<PatchOnType> {
  using PatchOnTypeBase::PatchOnTypeBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.values.push_back(value.getValue().value);
    needs.names.push_back(type.getValue().value);
  }

  StringRef getOtherwise() const override {
    return "holds nothing of that type";
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    std::string &hint = getOperation().getHistory().rules.back().hint;
    FailureOr<TypeMatcher> matcher = TypeMatcher::create(
        getOperation(), rewriter.getClasses(), type.getValue(), hint);
    if (failed(matcher))
      return failure();
    return patchWhere(rewriter, value.getValue(), [&](Field field, StringRef) {
      return matcher->matches(field);
    });
  }
};

} // namespace
