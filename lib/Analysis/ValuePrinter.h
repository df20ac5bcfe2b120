//===- ValuePrinter.h - Values as PyGlove's str() shows them ----*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_ANALYSIS_VALUEPRINTER_H
#define PG_LIB_ANALYSIS_VALUEPRINTER_H

#include "pg/Analysis/ValueHash.h"
#include "pg/IR/TupleReader.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/raw_ostream.h"

namespace pg {

/// Writes lines with PyGlove's indentation of two spaces per level.
class TextWriter {
public:
  explicit TextWriter(llvm::raw_ostream &os) : os(os) {}
  ~TextWriter() { os << out; }

  TextWriter &operator<<(llvm::StringRef text);
  void startLine(unsigned indent);
  /// Colours what follows by an escape sequence, until `endColour`. Each line
  /// is coloured by itself, as pagers want it.
  void startColour(llvm::StringLiteral escape);
  void endColour();

private:
  llvm::raw_ostream &os;
  llvm::SmallString<0> out;
  llvm::StringRef colour;
};

/// Prints values as `str(x)` does in PyGlove, in several lines, without
/// recursion. Differences: no descriptions of fields; the last part of `_type`
/// for the name of the class; a value that is carried verbatim (a pickle) as
/// its JSON on one line.
class ValuePrinter {
public:
  explicit ValuePrinter(TextWriter &writer) : writer(writer) {}

  /// Prints \p value, the lines behind its first one at \p indent.
  void print(const ValueRef &value, unsigned indent);

private:
  struct Frame {
    unsigned indent;
    /// Null for a constant tuple.
    mlir::Operation *op = nullptr;
    std::optional<TupleReader> tuple;
    unsigned next = 0;
    bool isTuple = false;
    /// A tuple that fits on a line.
    bool isInline = false;
  };

  bool run(const ValueRef &value, unsigned indent);
  void startValue(const ValueRef &value, unsigned indent);
  void continueFrame();
  bool fitsOnLine(const ValueRef &tuple, unsigned indent);
  void write(llvm::StringRef text);
  void startLine(unsigned indent);

  TextWriter &writer;
  std::vector<Frame> frames;
  /// How many references were met.
  unsigned references = 0;
  /// Set while a tuple is measured: the characters so far.
  std::optional<size_t> width;
};

/// The last part of the name of a class.
llvm::StringRef shortClassName(llvm::StringRef name);

} // namespace pg

#endif // PG_LIB_ANALYSIS_VALUEPRINTER_H
