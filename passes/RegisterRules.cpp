//===- RegisterRules.cpp - All rules that are built in -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/InitAllRules.h"
#include "pg/Rewrite/Rules.h"

using namespace pg;

void pg::registerAllRules(RuleCatalogue &catalogue) {
  const RuleInfo rules[] = {
#include "passes/RuleCatalogue.inc"
  };
  for (const RuleInfo &rule : rules)
    catalogue.add(rule);
}
