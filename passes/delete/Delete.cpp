//===- Delete.cpp - The rule delete -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_DELETE
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct Delete : public pg::impl::DeleteBase<Delete> {
  using DeleteBase::DeleteBase;

  bool isEdit() const override { return true; }

  StringRef getOtherwise() const override { return "the path leads elsewhere"; }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    FailureOr<PathTarget> target = followPath(rewriter, path.getValue());
    if (failed(target))
      return failure();
    if (target->field) {
      rewriter.countMatch();
      return rewriter.erase(target->field);
    }
    return checkFieldName(rewriter, target->parent, nameOf(target->key));
  }
};

} // namespace
