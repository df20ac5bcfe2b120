//===- RuleOption.h - Values of a rule's options -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_RULEOPTION_H
#define PG_REWRITE_RULEOPTION_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/CommandLine.h"
#include <cstdint>
#include <optional>
#include <string>

namespace pg {

/// A text in an option. In MLIR's own textual pipelines, which drop quotes and
/// braces, it stands percent-encoded.
struct Text {
  std::string value;

  Text() = default;
  Text(llvm::StringRef value) : value(value.str()) {}
  Text(const char *value) : value(value) {}
  operator llvm::StringRef() const { return value; }
  bool empty() const { return value.empty(); }
  bool operator==(const Text &other) const { return value == other.value; }
  bool operator!=(const Text &other) const { return value != other.value; }
};

/// As MLIR prints the pipeline of a pass: a printed one parses back.
llvm::raw_ostream &operator<<(llvm::raw_ostream &os, const Text &text);

/// Encodes what a pipeline's bare words cannot hold, and `%`.
std::string percentEncode(llvm::StringRef text);
/// Decodes `%xx`; a `%` that begins no such thing stays.
std::string percentDecode(llvm::StringRef text);

/// How far to scale: by a factor (`2x`) or to a size (`1024`).
struct Scale {
  /// Above 0.
  double factor = 1;
  /// Above 0; takes the place of the factor.
  std::optional<int64_t> size;

  /// `2x`, `0.5x` or `1024`; nullopt if it is anything else.
  static std::optional<Scale> parse(llvm::StringRef text);
  bool isIdentity() const { return !size && factor == 1; }
  /// The nearest integer, ties up, at least 1; nullopt if it takes more than
  /// 64 bits.
  std::optional<int64_t> apply(int64_t value) const;
};

/// `value * factor` as an integer: nearest, ties up, at least 1; nullopt if it
/// takes more than 64 bits.
std::optional<int64_t> scaledInt(int64_t value, double factor);

/// The numbers of an option of kind `numbers`: `0.5:1:2`.
llvm::SmallVector<double> parseNumbers(llvm::StringRef text);

} // namespace pg

namespace llvm::cl {

extern template class basic_parser<pg::Text>;

template <> class parser<pg::Text> : public basic_parser<pg::Text> {
public:
  parser(Option &option) : basic_parser(option) {}
  bool parse(Option &, StringRef, StringRef text, pg::Text &value) {
    value.value = pg::percentDecode(text);
    return false;
  }
  StringRef getValueName() const override { return "text"; }
  void printOptionDiff(const Option &option, const pg::Text &value,
                       const OptionValue<pg::Text> &defaultValue,
                       size_t globalWidth) const;
  static void print(raw_ostream &os, const pg::Text &value);
  void anchor() override;
};

} // namespace llvm::cl

#endif // PG_REWRITE_RULEOPTION_H
