//===- Literal.h - Constants and how they are spelled -----------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A constant is a Slot that is not a child. These functions say what it is,
// whichever of its forms it is in, and how Python's json spells it.
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_LITERAL_H
#define PG_IR_LITERAL_H

#include "pg/IR/Slot.h"
#include <limits>

namespace mlir {
class AsmParser;
class AsmPrinter;
class OpAsmParser;
class OpAsmPrinter;
class Operation;
} // namespace mlir

namespace pg {

/// What a constant is. Int and Bool are different kinds, as everywhere in pg
/// where values are compared; a value spec may accept either.
enum class LiteralKind : uint8_t {
  None,
  Bool,
  Int,
  Float,
  Str,
  Tuple,
  /// A class, function or method by its name.
  Global,
  Verbatim
};

LiteralKind kindOf(const Slot &constant);
std::optional<bool> boolOf(const Slot &constant);
/// An Int of at most 64 bits.
std::optional<int64_t> intOf(const Slot &constant);
/// An Int, or a Float without a fraction (16.0), of at most 64 bits: how many
/// of something there are.
std::optional<int64_t> wholeNumberOf(const Slot &constant);
/// A whole number of the kind that \p model is: a Float in place of a Float.
Slot wholeNumberLike(const Slot &model, int64_t number);
/// An Int (rounded to the nearest double) or a Float.
std::optional<double> numberOf(const Slot &constant);
/// A Str, decoded; a lone surrogate keeps its three bytes (WTF-8).
std::optional<std::string> stringOf(const Slot &constant);
/// What a Global stands for.
struct GlobalName {
  /// `class`, `function` or `method`.
  llvm::StringRef kind;
  /// As Python imports it: `optim.Adam`.
  std::string name;
};
std::optional<GlobalName> globalOf(const Slot &constant);
/// Calls \p visit with each element of a Tuple until it fails.
mlir::LogicalResult
forEachElement(const Slot &tuple,
               llvm::function_ref<mlir::LogicalResult(const Slot &)> visit);
unsigned numElements(const Slot &tuple);

/// Whether two constants are the same value: 1, 1.0 and true are three, the
/// spelling of a number does not count, NaN is itself.
bool sameConstant(const Slot &a, const Slot &b);
/// Whether Python's == would hold: 1 == 1.0 == True, NaN is nothing.
bool equalInPython(const Slot &a, const Slot &b);
/// How Python orders two numbers (a Bool is one): below 0, 0 or above 0,
/// nothing with NaN. It is exact: an Int is not rounded to be compared with a
/// Float.
std::optional<int> compareInPython(const Slot &a, const Slot &b);
/// Whether Python's float() would refuse an Int.
bool isTooLargeForFloat(const Slot &constant);

/// How a document is laid out: as json.dumps(indent=…) does at a depth.
struct JsonLayout {
  /// Spaces per level; nullopt is one line.
  std::optional<unsigned> indent;
  unsigned depth = 0;
  /// Items that are deeper stand on the line of what holds them.
  unsigned maxDepth = std::numeric_limits<unsigned>::max();

  JsonLayout nested() const {
    return {depth < maxDepth ? indent : std::nullopt, depth + 1, maxDepth};
  }
  /// A new line and the indentation of this depth; nothing on one line.
  void startLine(llvm::SmallVectorImpl<char> &out) const;
  /// What stands between two items of this depth.
  void separate(llvm::SmallVectorImpl<char> &out) const;
};

/// Appends the JSON that Python's json.dumps prints; the token of a scalar that
/// was read stays as it is.
void printJson(const Slot &constant, llvm::SmallVectorImpl<char> &out,
               JsonLayout layout = {});
/// Appends a well-formed JSON text, laid out anew.
void layOutJson(llvm::StringRef text, llvm::SmallVectorImpl<char> &out,
                JsonLayout layout);
bool isWellFormedJson(llvm::StringRef text);
/// The end of the well-formed JSON value that starts at \p at.
const char *skipJsonValue(const char *at);
/// What Python's repr() prints, as PyGlove's messages show values.
std::string pythonRepr(const Slot &constant);

/// Appends the shortest digits that read back as \p value, as Python's repr()
/// prints them: 1e-05, 0.0001, 1e+16, -0.0, nan, inf.
void printPythonFloat(double value, llvm::SmallVectorImpl<char> &out);
/// Appends \p text (UTF-8 or WTF-8) as an ASCII JSON string with its quotes.
void printJsonString(llvm::StringRef text, llvm::SmallVectorImpl<char> &out);
/// Decodes a JSON string token with its quotes; the token must be well-formed.
std::string decodeJsonString(llvm::StringRef token);

/// The constant that a well-formed JSON scalar token stands for, in the form a
/// rule writes: its own spelling is forgotten.
Slot scalarFromJson(mlir::MLIRContext *context, llvm::StringRef token);

/// Whether an attribute is a constant of the dialect: a default value may be a
/// list, a dictionary or a component.
bool isLiteral(mlir::Attribute value);
/// Whether it is one that a field can hold; there, those are children.
bool isFieldLiteral(mlir::Attribute value);

/// Constants are nested no deeper in the assembly; a deeper tuple is carried as
/// JSON text.
inline constexpr unsigned maxLiteralNesting = 100;

/// The constant form of an attribute that the dialect's assembly can spell.
mlir::ParseResult parseLiteral(mlir::AsmParser &parser, mlir::Attribute &value);
void printLiteral(mlir::AsmPrinter &printer, mlir::Attribute value);

} // namespace pg

#endif // PG_IR_LITERAL_H
