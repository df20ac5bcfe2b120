//===- PgOpt.h - Patches an experiment and emits it -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_PGOPT_H
#define PG_PIPELINE_PGOPT_H

#include "mlir/Support/LogicalResult.h"
#include "pg/Pipeline/Input.h"
#include "pg/Pipeline/RuleCatalogue.h"
#include "pg/Rewrite/HideFields.h"
#include "pg/RuleFiles/RuleFile.h"
#include <optional>

namespace pg {

/// Which values --query and its relatives print: those to which all that is set
/// applies.
struct QueryOptions {
  /// A regular expression that matches the path from its start.
  std::optional<std::string> path;
  /// A class, or a type of Python's own.
  std::optional<std::string> type;
  std::optional<std::string> concept_;
  /// JSON.
  std::optional<std::string> value;

  explicit operator bool() const { return path || type || concept_ || value; }
};

/// What is asked of pg-opt.
struct PgOptOptions {
  enum class NoMatch { Ignore, Warn, Error };
  /// A rule argument of the command line.
  struct RuleText {
    enum Kind { Pipeline, Uri, Set, Unset, Diff } kind;
    std::string text;
    /// How messages name the text; empty for the flag of its kind.
    std::string name = "";
  };

  /// `-` is stdin.
  std::string input = "-";
  /// What is read in its place: `input` is only how messages name it then.
  std::optional<std::string> inputText = std::nullopt;
  /// Empty: stdout, unless something else owns it.
  std::string output;
  Format from = Format::Auto, emit = Format::Auto;
  /// In the order of the command line.
  std::vector<RuleText> rules;
  /// Rules that are not built in.
  RuleSources ruleSources;
  DeclarationOptions declarations;
  NoMatch noMatch = NoMatch::Warn;
  /// In what is written, not in what is printed.
  HiddenFields hidden;
  /// The path of the part that is written, queried and compared.
  std::optional<std::string> select;
  QueryOptions query;
  /// A rule whose doings are explained, as in a pipeline.
  std::optional<std::string> explain;
  /// The path of a value: where it, and all that is in it, comes from.
  std::optional<std::string> blame;
  /// Saves that of all values beside the output.
  bool saveBlame = false;
  DiffForm diff = DiffForm::None;
  bool check = false, warnUndeclared = false, verbose = false;
  /// Prints the passes to stderr, as `--pass-pipeline` takes them.
  bool dumpPipeline = false;
  /// What is written as MLIR is written in its binary form.
  bool emitBytecode = false;
  /// Whether the experiment is verified after every rule, or only in the end.
  bool verifyEach = true;
};

/// Reads, patches and writes as asked. What is wrong is said on stderr; then
/// nothing was written.
mlir::LogicalResult runPgOpt(const PgOptOptions &options,
                             RuleCatalogue &catalogue);

/// Prints the rules for people, or as JSON for tools.
void listRules(const RuleCatalogue &catalogue, bool asJson,
               llvm::raw_ostream &os);

/// The command line: parses it and does what it asks. Returns the exit status.
int pgOptMain(int argc, char **argv, RuleCatalogue &catalogue);

} // namespace pg

#endif // PG_PIPELINE_PGOPT_H
