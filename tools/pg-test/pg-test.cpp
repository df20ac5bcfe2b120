//===- pg-test.cpp - Tries rules on their own fixtures --------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/InitAllRules.h"
#include "pg/Pipeline/PgTest.h"

int main(int argc, char **argv) {
  pg::RuleCatalogue catalogue;
  pg::registerAllRules(catalogue);
  return pg::pgTestMain(argc, argv, catalogue);
}
