//===- Rebind.cpp - The rule rebind -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_REBIND
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct Rebind : public pg::impl::RebindBase<Rebind> {
  using RebindBase::RebindBase;

  bool isEdit() const override { return true; }
  void getClassNeeds(ClassNeeds &needs) const override {
    needs.values.push_back(value.getValue().value);
  }

  StringRef getOtherwise() const override { return "the path leads elsewhere"; }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    FailureOr<PathTarget> target = followPath(rewriter, path.getValue());
    if (failed(target))
      return failure();
    FailureOr<NewValue> written = rewriter.parse(value.getValue(), "value");
    if (failed(written))
      return failure();
    rewriter.countMatch();
    if (target->field)
      return rewriter.rebind(target->field, *written);
    auto list = dyn_cast<ListOp>(target->parent);
    if (!list)
      return rewriter.rebind(target->parent, nameOf(target->key), *written);
    if (target->key.getIndex() < 0)
      return emitError(list.getLoc())
             << "index " << target->key.getIndex() << " is out of range for "
             << getPath(list) << ", which has " << slotsOf(list).size()
             << " elements";
    rewriter.insert(list, slotsOf(list).size(), *written);
    return success();
  }
};

} // namespace
