//===- RuleCatalogue.cpp - Which rules there are -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/RuleCatalogue.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/STLExtras.h"

using namespace pg;
using llvm::StringRef;

std::optional<std::string> RuleCatalogue::add(RuleInfo rule, RuleRank rank) {
  for (const RuleInfo &other : rules)
    if (sameName(other.name, rule.name) && sameName(other.team, rule.team))
      return "there are two rules '" + rule.getFullName() + "': the other is " +
             (other.origin.empty() ? "built in" : other.origin.str());
  rules.push_back(std::move(rule));
  ranks.push_back(rank);
  return std::nullopt;
}

const RuleInfo *
RuleCatalogue::find(StringRef name,
                    std::vector<std::string> *candidates) const {
  auto [team, last] = name.rsplit('/');
  if (!name.contains('/'))
    std::swap(team, last);
  std::vector<const RuleInfo *> nearest;
  RuleRank rank = RuleRank::BuiltIn;
  for (auto [rule, own] : llvm::zip(rules, ranks)) {
    if (!sameName(rule.name, last) ||
        (!team.empty() && !sameName(rule.team, team)) || own < rank)
      continue;
    if (own > rank)
      nearest.clear();
    rank = own;
    nearest.push_back(&rule);
  }
  if (nearest.size() == 1)
    return nearest.front();
  if (candidates)
    for (const RuleInfo *rule : nearest)
      candidates->push_back(rule->getFullName());
  return nullptr;
}

std::vector<std::string> RuleCatalogue::getNames() const {
  std::vector<std::string> names;
  for (const RuleInfo &rule : rules)
    names.insert(names.end(), {rule.name.str(), rule.getFullName()});
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

std::string pg::checkBounds(const OptionInfo &option, double value) {
  StringRef minimum = option.minimum;
  bool isOpen = minimum.consume_front(">");
  double bound;
  if (!minimum.empty() && !minimum.getAsDouble(bound) &&
      !(isOpen ? value > bound : value >= bound))
    return (isOpen ? "above " : "at least ") + minimum.str();
  if (!option.maximum.empty() && !option.maximum.getAsDouble(bound) &&
      !(value <= bound))
    return "at most " + option.maximum.str();
  return "";
}
