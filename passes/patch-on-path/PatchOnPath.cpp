//===- PatchOnPath.cpp - The rule patch-on-path -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Rules.h"
#include "pg/Support/PythonRegex.h"

namespace pg {
#define GEN_PASS_DEF_PATCHONPATH
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

struct PatchOnPath : public pg::impl::PatchOnPathBase<PatchOnPath> {
  using PatchOnPathBase::PatchOnPathBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.values.push_back(value.getValue().value);
  }

  StringRef getOtherwise() const override {
    return "no path of its fields matches";
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    ParseError error;
    auto pattern = PythonRegex::compile(regex.getValue(), error);
    if (!pattern)
      return emitError(getOperation().getLoc())
             << "regex '" << regex.getValue().value << "': " << error.message;
    return patchWhere(rewriter, value.getValue(), [&](Field, StringRef path) {
      return pattern->matchPrefix(path);
    });
  }
};

} // namespace
