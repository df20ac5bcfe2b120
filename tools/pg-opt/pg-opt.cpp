//===- pg-opt.cpp - Patches experiments and emits configs that run -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/InitAllRules.h"
#include "pg/Pipeline/PgOpt.h"

int main(int argc, char **argv) {
  pg::RuleCatalogue catalogue;
  pg::registerAllRules(catalogue);
  return pg::pgOptMain(argc, argv, catalogue);
}
