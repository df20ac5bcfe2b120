//===- RulePlugin.cpp - Rules in a shared library -------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/RulePlugin.h"
#include "llvm/Support/DynamicLibrary.h"

using namespace pg;
using llvm::StringRef;

std::optional<std::string> pg::loadRulePlugin(StringRef path,
                                              RuleCatalogue &catalogue) {
  std::string problem;
  // By its path, and not by its name among the system's libraries.
  std::string file = path.contains('/') ? path.str() : "./" + path.str();
  auto library =
      llvm::sys::DynamicLibrary::getPermanentLibrary(file.c_str(), &problem);
  if (!library.isValid())
    return "cannot load the plugin '" + path.str() + "': " + problem;
  auto *getInfo = reinterpret_cast<RulePluginInfo (*)()>(
      library.getAddressOfSymbol("pgGetRulePluginInfo"));
  if (!getInfo)
    return "'" + path.str() +
           "' is no rule plugin: it has no 'pgGetRulePluginInfo' "
           "(PG_RULE_PLUGIN defines it)";
  RulePluginInfo info = getInfo();
  auto differs = [&](StringRef what, StringRef theirs, StringRef ours) {
    return "the plugin '" + path.str() + "' was built against " + what.str() +
           " " + theirs.str() + ", this tool against " + ours.str() +
           "; build it again";
  };
  if (StringRef(info.llvmVersion) != LLVM_VERSION_STRING)
    return differs("LLVM", info.llvmVersion, LLVM_VERSION_STRING);
  if (StringRef(info.pgVersion) != PG_VERSION)
    return differs("pg", info.pgVersion, PG_VERSION);
  if (std::optional<std::string> refused = info.addRules(catalogue))
    return "the plugin '" + path.str() + "' cannot be used: " + *refused;
  return std::nullopt;
}
