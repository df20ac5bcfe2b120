//===- PdlRule.h - A rule whose patterns stand in a file --------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_RULEFILES_PDLRULE_H
#define PG_LIB_RULEFILES_PDLRULE_H

#include "pg/Declarations/Vocabulary.h"
#include "pg/Rewrite/RuleOption.h"
#include "pg/Rewrite/RulePass.h"
#include "pg/RuleFiles/RuleFile.h"

namespace pg {

class PdlRule : public mlir::PassWrapper<PdlRule, RulePass> {
public:
  explicit PdlRule(std::shared_ptr<const RuleFile> file)
      : file(std::move(file)) {
    addOptions();
  }
  PdlRule(const PdlRule &other) : PassWrapper(other), file(other.file) {
    addOptions();
  }

  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(PdlRule)

  llvm::StringRef getArgument() const final { return file->name; }
  llvm::StringRef getName() const final { return file->name; }
  llvm::StringRef getDescription() const final { return file->summary; }

  mlir::LogicalResult prepare(mlir::MLIRContext *context) final;
  void getClassNeeds(ClassNeeds &needs) const final;
  /// See pg::checkNeeds; the rule is prepared.
  mlir::LogicalResult checkNeeds() const;

protected:
  llvm::SmallVector<llvm::StringRef> getConcepts() const final;
  void populatePatterns(mlir::RewritePatternSet &patterns) final;
  mlir::LogicalResult applyRule(RuleRewriter &rewriter) final;
  mlir::LogicalResult checkPostcondition(ExperimentOp experiment) const final;

private:
  void addOptions();
  mlir::Attribute getOption(llvm::StringRef name) const;
  /// What an option holds, as patterns see it.
  mlir::Attribute readOption(const OptionInfo &info,
                             llvm::StringRef text) const;
  /// Turns what PDL writes by itself into calls of native functions; what would
  /// leave the experiment broken is an error.
  mlir::LogicalResult recordRewrites(mlir::ModuleOp patterns);
  /// Checks the calls of native functions, and notes what they construct.
  mlir::LogicalResult checkCalls(mlir::ModuleOp patterns);
  /// Notes the words of a call that neither the vocabulary nor the file has.
  void noteWords(mlir::Operation *call, llvm::StringRef function);
  /// Warns of those that no class declares.
  void warnOfUnknownWords(RuleRewriter &rewriter) const;
  /// One set for each pattern, those of the highest benefit first: MLIR 22 asks
  /// for the results of native constraints too early where patterns share them.
  llvm::SmallVector<mlir::FrozenRewritePatternSet>
  freezeEach(mlir::ModuleOp patterns) const;

  std::shared_ptr<const RuleFile> file;
  /// In the order of the file.
  std::vector<std::unique_ptr<Option<Text>>> values;
  /// The same as patterns see them.
  llvm::SmallVector<mlir::Attribute> constants;
  /// What the rule does, and what must not be found after it.
  std::shared_ptr<mlir::OwningOpRef<mlir::ModuleOp>> rewrites, forbidden;
  llvm::SmallVector<mlir::FrozenRewritePatternSet> rewritePatterns,
      forbiddenPatterns;
  /// Concepts that a component plays where the rule applies.
  std::vector<std::string> sought;
  /// A concept, role or fact that only a declaration can explain.
  struct UnknownWord {
    WordKind kind;
    std::string word;
    mlir::LocationAttr place;
  };
  std::vector<UnknownWord> unknown;
  /// Classes that it asks about by name; empty for one that an option names.
  std::vector<std::string> families;
  /// Concepts of which it constructs a component, with the option that names
  /// the class, if any.
  std::vector<std::pair<std::string, std::string>> constructed;
};

} // namespace pg

#endif // PG_LIB_RULEFILES_PDLRULE_H
