//===- RuleCatalogue.h - Which rules there are -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_RULECATALOGUE_H
#define PG_PIPELINE_RULECATALOGUE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <memory>
#include <vector>

namespace mlir {
class Pass;
} // namespace mlir

namespace pg {

/// How an option is spelled and checked; see include/pg/Rewrite/RuleBase.td.
enum class OptionKind {
  Text,
  Path,
  Regex,
  Class,
  Json,
  Size,
  Float,
  Numbers,
  Bool
};

struct OptionInfo {
  llvm::StringRef name;
  OptionKind kind;
  /// As people spell it; empty for none.
  llvm::StringRef defaultValue;
  llvm::StringRef description;
  /// Of a number: `0` lets 0 in, `>0` does not; empty for none.
  llvm::StringRef minimum, maximum;
  /// The words that it may be; empty if any may.
  std::vector<llvm::StringRef> choices;
  bool required;
};

struct RuleInfo {
  llvm::StringRef name, summary, description;
  /// Null for a recipe.
  std::unique_ptr<mlir::Pass> (*create)();
  std::vector<OptionInfo> options;
  /// What a recipe stands for, as --pass-pipeline takes it: a value `$option`
  /// is that of its own option, and a rule with one that is empty is left out.
  llvm::StringRef pipeline;
};

/// The rules and recipes that somebody can name.
class RuleCatalogue {
public:
  void add(RuleInfo rule) { rules.push_back(std::move(rule)); }
  llvm::ArrayRef<RuleInfo> getRules() const { return rules; }
  /// `_` and `-` are the same; null if there is no such rule.
  const RuleInfo *find(llvm::StringRef name) const;
  std::vector<llvm::StringRef> getNames() const;

private:
  std::vector<RuleInfo> rules;
};

/// `a number`, `a value in JSON`: what a message expects of an option.
llvm::StringRef describeKind(OptionKind kind);

} // namespace pg

#endif // PG_PIPELINE_RULECATALOGUE_H
