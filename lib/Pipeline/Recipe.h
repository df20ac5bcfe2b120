//===- Recipe.h - Named pipelines with options of their own -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_PIPELINE_RECIPE_H
#define PG_LIB_PIPELINE_RECIPE_H

#include "pg/Pipeline/RuleCall.h"
#include "pg/Pipeline/RuleCatalogue.h"
#include "llvm/ADT/MapVector.h"

namespace pg {

/// Writes what the options of a recipe hold where the arguments of one of its
/// rules say `$option`; `$$` is one `$`. An argument that is an option without
/// a value, and nothing else, goes, and \p unset has its name: the rule's own
/// default holds then. Returns what is wrong, and where in the recipe's
/// pipeline.
std::optional<ParseError>
fillIn(RuleCall &call, llvm::ArrayRef<OptionInfo> options,
       const llvm::MapVector<llvm::StringRef, std::string> &values,
       std::vector<std::string> &unset);

} // namespace pg

#endif // PG_LIB_PIPELINE_RECIPE_H
