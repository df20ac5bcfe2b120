//===- Insert.cpp - The rule insert -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_INSERT
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct Insert : public pg::impl::InsertBase<Insert> {
  using InsertBase::InsertBase;

  bool isEdit() const override { return true; }
  void getClassNeeds(ClassNeeds &needs) const override {
    needs.values.push_back(value.getValue().value);
  }

  StringRef getOtherwise() const override { return "the path leads elsewhere"; }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    FailureOr<PathTarget> target = followPath(rewriter, path.getValue());
    if (failed(target))
      return failure();
    auto list = dyn_cast<ListOp>(target->parent);
    if (!list)
      return emitError(target->parent->getLoc())
             << "'" << path.getValue().value
             << "' is no place in a list: only a list takes an insertion";
    FailureOr<NewValue> inserted = rewriter.parse(value.getValue(), "value");
    if (failed(inserted))
      return failure();
    rewriter.countMatch();
    int64_t size = slotsOf(list).size(), index = target->key.getIndex();
    rewriter.insert(list,
                    std::max<int64_t>(index < 0 ? index + size : index, 0),
                    *inserted);
    return success();
  }
};

} // namespace
