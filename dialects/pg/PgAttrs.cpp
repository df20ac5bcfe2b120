//===- PgAttrs.cpp - Attributes of the pg dialect -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/PgAttrs.h"
#include "NameList.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "pg/IR/Literal.h"
#include "pg/Support/JsonLexer.h"
#include "pg/Support/PyGloveNames.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace pg;

#define GET_ATTRDEF_CLASSES
#include "dialects/pg/PgAttrs.cpp.inc"

void PgDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/pg/PgAttrs.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// ShapeAttr
//===----------------------------------------------------------------------===//

std::optional<unsigned> ShapeAttr::find(StringRef name) const {
  for (auto [index, candidate] : llvm::enumerate(getNames()))
    if (candidate.getValue() == name)
      return index;
  return std::nullopt;
}

Attribute ShapeAttr::parse(AsmParser &parser, Type) {
  StringAttr className;
  if (parser.parseLess())
    return {};
  if (succeeded(parser.parseOptionalSymbolName(className))) {
    if (parser.parseComma())
      return {};
  } else {
    className = StringAttr::get(parser.getContext(), "");
  }
  NameList names(className);
  auto parseName = [&]() -> ParseResult {
    std::string name;
    SMLoc loc = parser.getCurrentLocation();
    return failure(parser.parseString(&name) ||
                   names.insert(name, parser, loc));
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parseName) ||
      parser.parseGreater())
    return {};
  return ShapeAttr::get(parser.getContext(), className, names.get());
}

void ShapeAttr::print(AsmPrinter &printer) const {
  printer << '<';
  if (!isDict()) {
    printer.printSymbolName(getClassName());
    printer << ", ";
  }
  printer << '[';
  llvm::interleaveComma(getNames(), printer.getStream(),
                        [&](StringAttr name) { printer.printAttribute(name); });
  printer << "]>";
}

//===----------------------------------------------------------------------===//
// TupleAttr, RecordAttr
//===----------------------------------------------------------------------===//

template <typename AttrT> static Attribute parseBracketed(AsmParser &parser) {
  Attribute value;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseLess() || parseLiteral(parser, value) ||
      parser.parseGreater())
    return {};
  if (!isa<AttrT>(value))
    return parser.emitError(loc, "expected another kind of constant"),
           Attribute();
  return value;
}

Attribute TupleAttr::parse(AsmParser &parser, Type) {
  return parseBracketed<TupleAttr>(parser);
}

void TupleAttr::print(AsmPrinter &printer) const {
  printer << '<';
  printLiteral(printer, *this);
  printer << '>';
}

Attribute RecordAttr::parse(AsmParser &parser, Type) {
  return parseBracketed<RecordAttr>(parser);
}

void RecordAttr::print(AsmPrinter &printer) const {
  printer << '<';
  printLiteral(printer, *this);
  printer << '>';
}

LogicalResult
GlobalAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                   StringAttr kind, StringAttr name) {
  if (kind != "class" && kind != "function" && kind != "method")
    return emitError() << "expected \"class\", \"function\" or \"method\", not "
                       << kind;
  if (name.empty())
    return emitError() << "a " << kind.getValue() << " needs a name";
  return success();
}

//===----------------------------------------------------------------------===//
// JsonAttr
//===----------------------------------------------------------------------===//

/// Whether every list in \p text that no object holds is a tuple. Other lists
/// have an operation of their own.
static bool holdsOnlyTuples(StringRef text) {
  JsonLexer lexer(text);
  unsigned objects = 0;
  for (JsonToken token = lexer.next(); token.kind != JsonToken::End;
       token = lexer.next()) {
    objects += token.kind == JsonToken::LBrace;
    objects -= token.kind == JsonToken::RBrace;
    if (token.kind == JsonToken::LSquare && !objects &&
        lexer.next().text != names::quotedTuple)
      return false;
  }
  return true;
}

LogicalResult
JsonAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                 StringAttr text) {
  if (!isWellFormedJson(text) || text.getValue().trim() != text.getValue())
    return emitError() << "not a well-formed JSON value: " << text;
  if (!holdsOnlyTuples(text))
    return emitError() << "a list is no constant: " << text;
  return success();
}

//===----------------------------------------------------------------------===//
// SourceLocAttr
//===----------------------------------------------------------------------===//

const Source &SourceLocAttr::getSource() const { return *getImpl()->source; }
const char *SourceLocAttr::getPosition() const { return getImpl()->position; }

void SourceLocAttr::print(AsmPrinter &printer) const {
  auto [line, column] = getSource().getLineAndColumn(getPosition());
  printer << '<';
  printer.printString(getSource().getName());
  printer << ", " << line << ", " << column << '>';
}

// Read back, a location is a builtin one: its text is not there any more.
Attribute SourceLocAttr::parse(AsmParser &parser, Type) {
  std::string name;
  unsigned line, column;
  if (parser.parseLess() || parser.parseString(&name) || parser.parseComma() ||
      parser.parseInteger(line) || parser.parseComma() ||
      parser.parseInteger(column) || parser.parseGreater())
    return {};
  return FileLineColLoc::get(parser.getContext(), name, line, column);
}
