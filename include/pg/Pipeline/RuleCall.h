//===- RuleCall.h - Rules as they are spelled on a command line -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From text to rule calls and back. What the names mean, and which kind an
// option has, is for the caller to look up.
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_RULECALL_H
#define PG_PIPELINE_RULECALL_H

#include "pg/Support/ParseError.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <vector>

namespace pg {

/// One argument. Positions are byte offsets into the text that was parsed.
struct RuleArgument {
  /// As it was written; empty for one by position, which only a URI has.
  std::string key;
  /// Without a pipeline's quotes, or percent-decoded. The double quotes of a
  /// URI stay, since they are JSON's for an option of that kind; see
  /// `parseUriString`.
  std::string value;
  /// Whether a value was written: `{verbose}` means `{verbose=true}`.
  bool hasValue = true;
  size_t keyPosition = 0;
  /// Where the value begins (after its quote); where the key does, without one.
  size_t valuePosition = 0;

  bool isPositional() const { return key.empty(); }
};

/// One rule, or one pass of MLIR, with what it was given.
struct RuleCall {
  /// As it was written; `kebab` gives the normal form.
  std::string name;
  /// What it stands in: `builtin.module`, `pg.experiment`, `any`, or nothing.
  std::string anchor;
  std::vector<RuleArgument> arguments;
  bool isUri = false;
  size_t position = 0;
  /// The text of the call.
  std::string text;
};

/// Reads `a,b{c=1 d='x y'}`, also as `builtin.module(pg.experiment(...))`. An
/// empty text has no rules. Options are separated by spaces; one that is given
/// twice is an error. In that of a recipe, `$option` may stand without quotes.
std::optional<std::vector<RuleCall>>
parsePipeline(llvm::StringRef text, ParseError &error, bool isRecipe = false);

/// Reads `name?value&key=value`. As in PyGlove, of two arguments with one key
/// the last wins, and `name?` has one empty argument. Keys and values are
/// percent-decoded after everything is split; `+` stays.
std::optional<RuleCall> parseUri(llvm::StringRef text, ParseError &error);

/// What parses back to the same: a URI for a URI, else a pipeline's element.
std::string printRuleCall(const RuleCall &call);

/// The rules in their anchors; none of them may be a URI.
std::string printPipeline(llvm::ArrayRef<RuleCall> calls);

} // namespace pg

#endif // PG_PIPELINE_RULECALL_H
