//===- RuleFile.h - A rule or recipe that stands in one file ----*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What one hands to somebody: `rule.pdll` (patterns in PDLL), `rule.mlir` (the
// same as PDL, compiled already) or `recipe.json` (a pipeline). What it says of
// itself is a JSON object: the whole of a recipe, and of the others the lines
// at the top that begin with `//!`. docs/WritingRules.md shows all its keys.
//
//===----------------------------------------------------------------------===//

#ifndef PG_RULEFILES_RULEFILE_H
#define PG_RULEFILES_RULEFILE_H

#include "mlir/IR/Location.h"
#include "pg/IR/Source.h"
#include "pg/Pipeline/RuleCatalogue.h"
#include "llvm/Support/StringSaver.h"
#include <optional>

namespace pg {

/// An experiment on which a rule is tried (see pg-test).
struct RuleFixture {
  llvm::StringRef name;
  /// The rule's options, as between the braces of a pipeline.
  llvm::StringRef options;
  /// The same in the header, where escapes stand in it.
  llvm::StringRef optionsText;
  /// JSON texts; without `after` the rule must change nothing.
  llvm::StringRef before, after;
  /// The whole, in the header.
  llvm::StringRef text;
};

struct RuleFile {
  enum class Kind { Pdll, Pdl, Recipe };

  std::string path;
  Kind kind;
  /// The file as it is.
  std::unique_ptr<llvm::MemoryBuffer> text;
  /// What it says of itself; the positions are the file's.
  std::unique_ptr<Source> header;
  /// The text, for places in it.
  std::unique_ptr<Source> source;

  /// `team/name`, in its parts.
  llvm::StringRef team, name;
  llvm::StringRef version, summary, description;
  std::vector<OptionInfo> options;
  /// What it looks for or constructs.
  std::vector<llvm::StringRef> concepts, roles;
  /// Whether running it again changes nothing.
  bool isIdempotent = false;
  /// Of a recipe, and where it begins: line and column.
  llvm::StringRef pipeline;
  std::pair<unsigned, unsigned> pipelinePlace = {0, 0};
  /// Declarations for the fixtures: what a components file holds; empty for
  /// none.
  llvm::StringRef classes;
  std::vector<RuleFixture> fixtures;

  llvm::BumpPtrAllocator allocator;
  llvm::StringSaver saver{allocator};

  std::string getFullName() const { return team.str() + "/" + name.str(); }
  /// A slice of the header alone in its place, behind \p tokens, which stand
  /// where there is room for them: what is said of such a text points into the
  /// file. Without room, the tokens are in front of the slice only.
  std::string cutOut(llvm::StringRef slice,
                     llvm::ArrayRef<llvm::StringRef> tokens = {}) const;
  /// The place in the text for a line and a column of it, as MLIR has them;
  /// what is elsewhere stays.
  mlir::Location locate(mlir::Location loc) const;
};

/// Reads what a rule file says of itself; what is wrong is reported in its
/// place. Nothing is compiled.
mlir::FailureOr<std::shared_ptr<RuleFile>>
readRuleFile(mlir::MLIRContext *context, llvm::StringRef path);

/// A rule in PDLL as one in PDL: a rule file that needs no compiler.
mlir::FailureOr<std::string> compileRule(mlir::MLIRContext *context,
                                         const std::shared_ptr<RuleFile> &file);

/// Compiles the patterns of a rule, and fails with an error where they ask for
/// a concept or a role that the file does not say it needs.
mlir::LogicalResult checkNeeds(mlir::MLIRContext *context,
                               const std::shared_ptr<RuleFile> &file);

/// Where rules come from that are not built in.
struct RuleSources {
  /// Files that the user names (`--rules`); folders stand for the rule files in
  /// them.
  std::vector<std::string> files;
  /// Folders that are searched (`--rules-path`).
  std::vector<std::string> paths;
  /// The same, where nobody asked for this very run (PG_RULES_PATH): what
  /// cannot be read is left out, with a warning.
  std::vector<std::string> usualPaths = {};
};

/// The rule files in a folder and below it, in order of their names; a file
/// stands for itself.
mlir::FailureOr<std::vector<std::string>>
findRuleFiles(mlir::MLIRContext *context, llvm::StringRef path);

/// What the catalogue knows of a rule file.
RuleInfo describe(const std::shared_ptr<RuleFile> &file);

/// Adds all rules of the sources. Fails, with errors, on a file that does not
/// read or two rules of one name; in a usual folder that is a warning.
mlir::LogicalResult loadRules(mlir::MLIRContext *context,
                              const RuleSources &sources,
                              RuleCatalogue &catalogue);

} // namespace pg

#endif // PG_RULEFILES_RULEFILE_H
