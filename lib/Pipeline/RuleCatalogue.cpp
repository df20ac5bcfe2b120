//===- RuleCatalogue.cpp - Which rules there are -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/RuleCatalogue.h"
#include "pg/Support/Suggestion.h"

using namespace pg;
using llvm::StringRef;

const RuleInfo *RuleCatalogue::find(StringRef name) const {
  for (const RuleInfo &rule : rules)
    if (sameName(rule.name, name))
      return &rule;
  return nullptr;
}

std::vector<StringRef> RuleCatalogue::getNames() const {
  std::vector<StringRef> names;
  names.reserve(rules.size());
  for (const RuleInfo &rule : rules)
    names.push_back(rule.name);
  return names;
}

StringRef pg::describeKind(OptionKind kind) {
  switch (kind) {
  case OptionKind::Text:
    return "a text";
  case OptionKind::Path:
    return "a path such as model.layers[0].filters";
  case OptionKind::Regex:
    return "a regular expression";
  case OptionKind::Class:
    return "the name of a class";
  case OptionKind::Json:
    return "a value in JSON";
  case OptionKind::Size:
    return "a factor such as 2x or a size such as 1024";
  case OptionKind::Float:
    return "a number";
  case OptionKind::Numbers:
    return "numbers such as 0.5:1:2";
  case OptionKind::Bool:
    return "true or false";
  }
  llvm_unreachable("all kinds are covered");
}
