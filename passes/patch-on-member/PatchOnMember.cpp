//===- PatchOnMember.cpp - The rule patch-on-member -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Matchers.h"
#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_PATCHONMEMBER
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct PatchOnMember : public pg::impl::PatchOnMemberBase<PatchOnMember> {
  using PatchOnMemberBase::PatchOnMemberBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.values.push_back(value.getValue().value);
    needs.families.push_back(className.getValue().value);
  }

  StringRef getOtherwise() const override {
    return "is of another class, or does not spell the field";
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    FailureOr<std::optional<std::string>> wanted = resolveClass(
        getOperation(), rewriter.getClasses(), className.getValue(),
        getOperation().getHistory().rules.back().hint);
    if (failed(wanted))
      return failure();
    StringRef member = name.getValue();
    if (*wanted && failed(checkMember(rewriter, **wanted, member)))
      return failure();
    return patchWhere(rewriter, value.getValue(), [&](Field field, StringRef) {
      auto owner = dyn_cast<ObjectOp>(field.getOwner());
      return *wanted && owner && field.getName() == member &&
             rewriter.getClasses().isSubclass(owner.getClassName(), **wanted);
    });
  }
};

} // namespace
