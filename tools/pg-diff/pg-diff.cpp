//===- pg-diff.cpp - Shows what differs between two experiments -----------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/PgDiff.h"

int main(int argc, char **argv) { return pg::pgDiffMain(argc, argv); }
