//===- PatchOnKey.cpp - The rule patch-on-key -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Rules.h"
#include "pg/Support/PythonRegex.h"

namespace pg {
#define GEN_PASS_DEF_PATCHONKEY
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct PatchOnKey : public pg::impl::PatchOnKeyBase<PatchOnKey> {
  using PatchOnKeyBase::PatchOnKeyBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.values.push_back(value.getValue().value);
  }

  StringRef getOtherwise() const override { return "none of its keys matches"; }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    ParseError error;
    auto pattern = PythonRegex::compile(regex.getValue(), error);
    if (!pattern)
      return emitError(getOperation().getLoc())
             << "regex '" << regex.getValue().value << "': " << error.message;
    return patchWhere(rewriter, value.getValue(), [&](Field field, StringRef) {
      if (isa<ReturnOp>(field.getOwner()))
        return false;
      return pattern->matchPrefix(shapeOf(field.getOwner())
                                      ? field.getName().str()
                                      : std::to_string(field.getIndex()));
    });
  }
};

} // namespace
