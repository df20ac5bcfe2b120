//===- LiteralAssembly.cpp - How constants are spelled in the IR -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NameList.h"
#include "mlir/IR/OpImplementation.h"
#include "pg/IR/Literal.h"
#include "pg/IR/PgAttrs.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include <cmath>

using namespace mlir;
using namespace pg;

namespace {
/// Parses one constant, and those inside of it.
class LiteralParser {
public:
  explicit LiteralParser(AsmParser &parser)
      : parser(parser), context(parser.getContext()) {}

  ParseResult parse(Attribute &value);

private:
  ParseResult parseWord(StringRef keyword, Attribute &value);
  ParseResult parseList(Attribute &value);
  ParseResult parseTuple(Attribute &value);
  ParseResult parseRecord(StringAttr className, bool isDict, Attribute &value);

  AsmParser &parser;
  MLIRContext *context;
  unsigned depth = 0;
};
} // namespace

ParseResult LiteralParser::parse(Attribute &value) {
  if (depth > maxLiteralNesting)
    return parser.emitError(parser.getCurrentLocation(),
                            "constants are nested deeper than ")
           << maxLiteralNesting << " levels; write the tuple as json";
  ++depth;
  llvm::scope_exit leave([&] { --depth; });
  StringRef keyword;
  if (succeeded(parser.parseOptionalKeyword(
          &keyword, {"none", "nan", "inf", "neg_inf", "json", "class",
                     "function", "method"})))
    return parseWord(keyword, value);
  if (succeeded(parser.parseOptionalLSquare()))
    return parseList(value);
  if (succeeded(parser.parseOptionalLParen()))
    return parseTuple(value);
  StringAttr className;
  if (succeeded(parser.parseOptionalSymbolName(className)))
    return failure(parser.parseLParen() ||
                   parseRecord(className, /*isDict=*/false, value));
  if (succeeded(parser.parseOptionalLBrace()))
    return parseRecord(StringAttr::get(context, ""), /*isDict=*/true, value);
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseAttribute(value))
    return failure();
  if (!isLiteral(value))
    return parser.emitError(loc, "expected a constant");
  return success();
}

ParseResult LiteralParser::parseWord(StringRef keyword, Attribute &value) {
  auto real = [&](double number) {
    value = FloatAttr::get(Float64Type::get(context), number);
    return success();
  };
  if (keyword == "nan")
    return real(std::nan(""));
  if (keyword.ends_with("inf"))
    return real(keyword == "inf" ? INFINITY : -INFINITY);
  if (keyword == "none")
    return value = NoneAttr::get(context), success();
  StringAttr text;
  SMLoc loc = parser.getCurrentLocation();
  if (keyword != "json") {
    if (parser.parseSymbolName(text))
      return failure();
    value =
        GlobalAttr::getChecked([&] { return parser.emitError(loc); }, context,
                               StringAttr::get(context, keyword), text);
    return success(bool(value));
  }
  if (parser.parseAttribute(text))
    return failure();
  value = JsonAttr::getChecked([&] { return parser.emitError(loc); }, context,
                               text);
  return success(bool(value));
}

ParseResult LiteralParser::parseList(Attribute &value) {
  SmallVector<Attribute> elements;
  auto parseElement = [&] { return parse(elements.emplace_back()); };
  if (failed(parser.parseOptionalRSquare()) &&
      (parser.parseCommaSeparatedList(parseElement) || parser.parseRSquare()))
    return failure();
  return value = ArrayAttr::get(context, elements), success();
}

ParseResult LiteralParser::parseTuple(Attribute &value) {
  SmallVector<Attribute> elements;
  // A tuple of one element keeps its comma, as in Python.
  while (failed(parser.parseOptionalRParen())) {
    if (parse(elements.emplace_back()))
      return failure();
    if (succeeded(parser.parseOptionalRParen()))
      break;
    if (parser.parseComma())
      return failure();
  }
  return value = TupleAttr::get(context, elements), success();
}

ParseResult LiteralParser::parseRecord(StringAttr className, bool isDict,
                                       Attribute &value) {
  auto close = [&] {
    return isDict ? parser.parseOptionalRBrace() : parser.parseOptionalRParen();
  };
  NameList names(className);
  SmallVector<Attribute> values;
  if (failed(close())) {
    do {
      std::string name;
      SMLoc loc = parser.getCurrentLocation();
      if (parser.parseKeywordOrString(&name) ||
          names.insert(name, parser, loc) || parser.parseEqual() ||
          parse(values.emplace_back()))
        return failure();
    } while (succeeded(parser.parseOptionalComma()));
    if (isDict ? parser.parseRBrace() : parser.parseRParen())
      return failure();
  }
  auto shape = ShapeAttr::get(context, className, names.get());
  return value = RecordAttr::get(context, shape, values), success();
}

ParseResult pg::parseLiteral(AsmParser &parser, Attribute &value) {
  return LiteralParser(parser).parse(value);
}

static void printFloat(AsmPrinter &printer, double value) {
  if (std::isnan(value)) {
    printer << "nan";
    return;
  }
  if (std::isinf(value)) {
    printer << (value < 0 ? "neg_inf" : "inf");
    return;
  }
  SmallString<32> digits;
  printPythonFloat(value, digits);
  // The lexer wants a point before the exponent.
  auto [mantissa, exponent] = digits.str().split('e');
  printer << mantissa;
  if (!mantissa.contains('.'))
    printer << ".0";
  if (!exponent.empty())
    printer << 'e' << exponent;
}

void pg::printLiteral(AsmPrinter &printer, Attribute value) {
  auto print = [&](Attribute element) { printLiteral(printer, element); };
  auto &os = printer.getStream();
  if (auto real = dyn_cast<FloatAttr>(value)) {
    printFloat(printer, real.getValueAsDouble());
  } else if (auto boolean = dyn_cast<BoolAttr>(value)) {
    os << (boolean.getValue() ? "true" : "false");
  } else if (auto integer = dyn_cast<IntegerAttr>(value)) {
    os << integer.getValue().getSExtValue();
  } else if (isa<NoneAttr>(value)) {
    os << "none";
  } else if (auto global = dyn_cast<GlobalAttr>(value)) {
    os << global.getKind().getValue() << ' ';
    printer.printSymbolName(global.getName());
  } else if (auto json = dyn_cast<JsonAttr>(value)) {
    os << "json ";
    printer.printAttribute(json.getText());
  } else if (auto list = dyn_cast<ArrayAttr>(value)) {
    os << '[';
    llvm::interleaveComma(list, os, print);
    os << ']';
  } else if (auto tuple = dyn_cast<TupleAttr>(value)) {
    os << '(';
    llvm::interleaveComma(tuple.getElements(), os, print);
    os << (tuple.getElements().size() == 1 ? ",)" : ")");
  } else if (auto record = dyn_cast<RecordAttr>(value)) {
    ShapeAttr shape = record.getShape();
    if (!shape.isDict())
      printer.printSymbolName(shape.getClassName());
    os << (shape.isDict() ? '{' : '(');
    llvm::interleaveComma(llvm::zip(shape.getNames(), record.getValues()), os,
                          [&](auto field) {
                            printer.printKeywordOrString(std::get<0>(field));
                            os << " = ";
                            print(std::get<1>(field));
                          });
    os << (shape.isDict() ? '}' : ')');
  } else {
    printer.printAttribute(value);
  }
}
