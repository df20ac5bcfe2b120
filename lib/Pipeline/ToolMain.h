//===- ToolMain.h - What the command lines of all tools share ---*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_PIPELINE_TOOLMAIN_H
#define PG_LIB_PIPELINE_TOOLMAIN_H

#include "pg/Pipeline/Input.h"
#include "pg/Support/PythonText.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"

namespace pg {

/// Parses a command line: --version, a --help of the options of \p category
/// (the rest under --help-hidden), colours, closed pipes. Returns false, when
/// stderr says why, for one that is wrong.
bool parseCommandLine(int argc, char **argv, llvm::StringRef tool,
                      llvm::cl::OptionCategory &category,
                      llvm::StringRef overview);

/// Says what is wrong with a command line, and how one looks: exit status 1.
int failUsage(llvm::StringRef tool, llvm::StringRef usage,
              const llvm::Twine &message);

/// Reads one of the words of an option; for any other text it says which there
/// are.
template <typename T> struct WordParser : public llvm::cl::parser<T> {
  using llvm::cl::parser<T>::parser;
  bool parse(llvm::cl::Option &option, llvm::StringRef, llvm::StringRef word,
             T &value) {
    llvm::SmallVector<llvm::StringRef> words;
    for (const auto &known : this->Values) {
      if (known.Name == word) {
        value = known.V.getValue();
        return false;
      }
      words.push_back(known.Name);
    }
    return option.error("'" + presentable(word) + "' is none of " +
                        llvm::join(words, ", ") + didYouMean(word, words));
  }
};

/// An option whose value is one of a few words.
template <typename T>
using WordOption = llvm::cl::opt<T, /*ExternalStorage=*/false, WordParser<T>>;

/// The options that say what the input is, and where declarations come from.
class InputFlags {
public:
  explicit InputFlags(llvm::cl::OptionCategory &category);
  Format getFormat() const { return from; }
  DeclarationOptions getDeclarations(bool verbose) const;

private:
  WordOption<Format> from;
  llvm::cl::list<std::string> components;
  llvm::cl::opt<bool> noDefaults;
};

/// `--diff`, for people, or `--diff=json`.
class DiffFlag {
public:
  explicit DiffFlag(llvm::cl::OptionCategory &category);
  /// Nothing for a word that is no form.
  std::optional<DiffForm> getForm() const;
  std::string describeProblem() const;

private:
  llvm::cl::opt<std::string> form;
};

} // namespace pg

#endif // PG_LIB_PIPELINE_TOOLMAIN_H
