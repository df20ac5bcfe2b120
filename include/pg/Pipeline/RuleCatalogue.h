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
#include <functional>
#include <memory>
#include <optional>
#include <string>
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

/// What somebody can name in a pipeline: a rule, or a recipe of rules. The
/// texts are literals, or live as long as `owner` does.
struct RuleInfo {
  /// Without its team: `scale-width`.
  llvm::StringRef name;
  llvm::StringRef summary, description;
  /// Makes the pass, a pg::RulePass; null for a recipe.
  std::function<std::unique_ptr<mlir::Pass>()> create;
  std::vector<OptionInfo> options;
  /// Who published it; what is built in is pg's.
  llvm::StringRef team = "pg";
  llvm::StringRef version = "";
  /// The file that it was read from; empty for what is built in.
  llvm::StringRef origin = "";
  /// The rules that a recipe stands for, in whose values `$option` is what one
  /// of its options holds; without a value the argument is left out, and the
  /// rule if it needs that argument. Empty for a rule.
  llvm::StringRef pipeline = "";
  /// Line and column at which that begins in `origin`; 0 if it does not.
  std::pair<unsigned, unsigned> pipelinePlace = {0, 0};
  std::shared_ptr<const void> owner = nullptr;

  /// With its team: `pg/scale-width`.
  std::string getFullName() const { return team.str() + "/" + name.str(); }
  bool isRecipe() const { return !pipeline.empty(); }
};

/// How near a rule is: of those that answer to a name, the nearest is meant.
enum class RuleRank : uint8_t { BuiltIn, Found, Given };

/// The rules that somebody can name.
class RuleCatalogue {
public:
  /// Fails, and says why, if there is a rule of that name (with its team)
  /// already.
  std::optional<std::string> add(RuleInfo rule,
                                 RuleRank rank = RuleRank::BuiltIn);
  llvm::ArrayRef<RuleInfo> getRules() const { return rules; }
  /// The rule that `name` or `team/name` means; `_` and `-` are the same. Null
  /// if there is none, or if several are equally near: then \p candidates has
  /// their full names.
  const RuleInfo *find(llvm::StringRef name,
                       std::vector<std::string> *candidates = nullptr) const;
  /// All names, with and without their teams.
  std::vector<std::string> getNames() const;
  /// A file or folder that was to be read, and could not: what it has is not
  /// here.
  void addUnread(llvm::StringRef path) { unread.push_back(path.str()); }
  llvm::ArrayRef<std::string> getUnread() const { return unread; }

private:
  std::vector<RuleInfo> rules;
  std::vector<RuleRank> ranks;
  std::vector<std::string> unread;
};

/// `a number`, `a value in JSON`: what a message expects of an option.
llvm::StringRef describeKind(OptionKind kind);

/// Checks a number against the bounds of its option; says what it must be
/// (`at most 3`), or nothing if it lies within.
std::string checkBounds(const OptionInfo &option, double value);

} // namespace pg

#endif // PG_PIPELINE_RULECATALOGUE_H
