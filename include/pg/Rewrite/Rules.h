//===- Rules.h - The rules of the catalogue -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_RULES_H
#define PG_REWRITE_RULES_H

#include "pg/Rewrite/RuleOption.h"
#include "pg/Rewrite/RulePass.h"

namespace pg {

#define GEN_PASS_DECL
#include "passes/Rules.h.inc"

} // namespace pg

#endif // PG_REWRITE_RULES_H
