//===- CompilerErrors.cpp - What mlir-pdll says of a rule -----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Most of its errors point into the rule as ours do. But the text of an
// `attr<"…">` is a file of its own to it, whose name is that text:
//
//   loc("bogus bogus":1:1): error: expected attribute value
//
// Where the pattern matches, it goes on as if nothing had been written there.
//
//===----------------------------------------------------------------------===//

#include "PdllCompiler.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace pg;

namespace {
/// One line such as the above.
struct LocatedError {
  std::string name;
  unsigned line = 0, column = 0;
  StringRef message;

  bool parse(StringRef text);
};
} // namespace

bool LocatedError::parse(StringRef text) {
  if (!text.consume_front("loc(\""))
    return false;
  size_t end = text.find("\":");
  if (end == StringRef::npos)
    return false;
  // MLIR writes `"` as `\22`.
  for (StringRef rest = text.take_front(end); !rest.empty();) {
    if (rest.consume_front("\\\\"))
      name += '\\';
    else if (rest.size() > 2 && rest[0] == '\\' && llvm::isHexDigit(rest[1]) &&
             llvm::isHexDigit(rest[2])) {
      name += char(llvm::hexFromNibbles(rest[1], rest[2]));
      rest = rest.drop_front(3);
    } else {
      name += rest.front();
      rest = rest.drop_front();
    }
  }
  text = text.drop_front(end + 2);
  if (text.consumeInteger(10, line) || !text.consume_front(":") ||
      text.consumeInteger(10, column) || !text.consume_front("): error: "))
    return false;
  message = text;
  return true;
}

/// The place in \p text of character \p offset of the first string in an
/// `attr<"…">` that holds \p value; null if there is none.
static const char *findInAttr(StringRef text, StringRef value, size_t offset) {
  constexpr StringRef start = "attr<\"";
  for (size_t at = text.find(start); at != StringRef::npos;
       at = text.find(start, at + 1)) {
    StringRef rest = text.drop_front(at + start.size());
    const char *place = rest.begin();
    std::string read;
    while (!rest.empty() && rest.front() != '"') {
      if (read.size() <= offset)
        place = rest.begin();
      bool isEscaped = rest.consume_front("\\");
      char c = rest.empty() ? '\0' : rest.front();
      read += isEscaped && c == 'n' ? '\n' : isEscaped && c == 't' ? '\t' : c;
      rest = rest.drop_front(rest.empty() ? 0 : 1);
    }
    if (read.size() <= offset)
      place = rest.begin();
    if (read == value)
      return place;
  }
  return nullptr;
}

bool pg::reportCompilerErrors(MLIRContext *context, const RuleFile &file,
                              StringRef errors, bool hasFailed) {
  bool isReported = false;
  std::string others;
  for (StringRef line : llvm::split(errors.rtrim(), '\n')) {
    LocatedError error;
    if (!error.parse(line)) {
      others += (line + "\n").str();
      continue;
    }
    Location loc =
        FileLineColLoc::get(context, error.name, error.line, error.column);
    if (error.name == file.path) {
      // That a constant is missing where none could be read.
      if (!isReported)
        emitError(file.locate(loc)) << error.message;
      isReported = true;
      continue;
    }
    StringRef value = error.name == "-" && error.column == 0
                          ? StringRef()
                          : StringRef(error.name);
    const char *place = findInAttr(file.source->getText(), value,
                                   std::max(error.column, 1u) - 1);
    emitError(place ? Location(file.source->getLoc(context, place)) : loc)
        << "'" << value << "' is no constant: " << error.message
        << "; a name is written attr<\"@name\">, a number attr<\"3\">, a text "
           "attr<\"\\\"text\\\"\">";
    isReported = true;
  }
  if (hasFailed)
    llvm::errs() << StringRef(others).ltrim('\n');
  return isReported || hasFailed;
}
