//===- RulePlugin.h - Rules in a shared library -----------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plugin is a shared library with rules in C++, for --load-rule-plugin. It is
// linked against nothing of MLIR or pg: it finds both in the tool that loads
// it. `pg_add_rule_plugin` of pg's CMake package builds one.
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_RULEPLUGIN_H
#define PG_PIPELINE_RULEPLUGIN_H

#include "mlir/Support/LogicalResult.h"
#include "pg/Pipeline/RuleCatalogue.h"
#include "pg/Version.h"
#include "llvm/Config/llvm-config.h"

namespace pg {

/// What a plugin says of itself, in this very layout for all versions.
struct RulePluginInfo {
  const char *llvmVersion;
  const char *pgVersion;
  /// Adds the rules; says what is wrong if one cannot be added.
  std::optional<std::string> (*addRules)(RuleCatalogue &catalogue);
};

/// Loads a plugin and adds its rules, with \p team and the file as their
/// origin. Returns why that is not possible.
std::optional<std::string> loadRulePlugin(llvm::StringRef path,
                                          RuleCatalogue &catalogue);

} // namespace pg

/// Defines the one symbol by which a plugin is known.
#define PG_RULE_PLUGIN(ADD_RULES)                                              \
  extern "C" __attribute__((visibility("default"))) pg::RulePluginInfo         \
  pgGetRulePluginInfo() {                                                      \
    return {LLVM_VERSION_STRING, PG_VERSION, ADD_RULES};                       \
  }

#endif // PG_PIPELINE_RULEPLUGIN_H
