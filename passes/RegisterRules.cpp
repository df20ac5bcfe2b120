//===- RegisterRules.cpp - All rules that are built in -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/InitAllRules.h"
#include "pg/Rewrite/Rules.h"
#include "pg/Version.h"

using namespace pg;

void pg::registerAllRules(RuleCatalogue &catalogue) {
  const RuleInfo rules[] = {
#include "passes/RuleCatalogue.inc"
  };
  for (RuleInfo rule : rules) {
    rule.version = PG_VERSION;
    (void)catalogue.add(std::move(rule));
  }
}
