//===- LiteralAssembly.cpp - How constants are spelled in the IR -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/OpImplementation.h"
#include "pg/IR/Literal.h"
#include "pg/IR/PgAttrs.h"
#include "llvm/ADT/SmallString.h"
#include <cmath>

using namespace mlir;
using namespace pg;

ParseResult pg::parseLiteral(AsmParser &parser, Attribute &value) {
  MLIRContext *context = parser.getContext();
  auto real = [&](double number) {
    value = FloatAttr::get(Float64Type::get(context), number);
    return success();
  };
  StringRef keyword;
  if (succeeded(parser.parseOptionalKeyword(
          &keyword, {"none", "nan", "inf", "neg_inf", "json"}))) {
    if (keyword == "nan")
      return real(std::nan(""));
    if (keyword.ends_with("inf"))
      return real(keyword == "inf" ? INFINITY : -INFINITY);
    if (keyword == "none")
      return value = NoneAttr::get(context), success();
    StringAttr text;
    SMLoc loc = parser.getCurrentLocation();
    if (parser.parseAttribute(text))
      return failure();
    value = JsonAttr::getChecked([&] { return parser.emitError(loc); }, context,
                                 text);
    return success(bool(value));
  }

  SmallVector<Attribute> elements;
  auto parseElement = [&] {
    return parseLiteral(parser, elements.emplace_back());
  };
  if (succeeded(parser.parseOptionalLSquare())) {
    if (failed(parser.parseOptionalRSquare()) &&
        (parser.parseCommaSeparatedList(parseElement) || parser.parseRSquare()))
      return failure();
    return value = ArrayAttr::get(context, elements), success();
  }
  if (succeeded(parser.parseOptionalLParen())) {
    // A tuple of one element keeps its comma, as in Python.
    while (failed(parser.parseOptionalRParen())) {
      if (parseElement())
        return failure();
      if (succeeded(parser.parseOptionalRParen()))
        break;
      if (parser.parseComma())
        return failure();
    }
    return value = TupleAttr::get(context, elements), success();
  }

  StringAttr className;
  AsmParser::Delimiter delimiter = AsmParser::Delimiter::Paren;
  if (failed(parser.parseOptionalSymbolName(className))) {
    delimiter = AsmParser::Delimiter::Braces;
    className = StringAttr::get(context, "");
    // A dictionary is told from other attributes by its brace.
    if (failed(parser.parseOptionalLBrace()))
      return parser.parseAttribute(value);
  } else if (parser.parseLParen()) {
    return failure();
  }
  SmallVector<StringAttr> names;
  bool isDict = delimiter == AsmParser::Delimiter::Braces;
  auto close = [&] {
    return isDict ? parser.parseOptionalRBrace() : parser.parseOptionalRParen();
  };
  if (failed(close())) {
    do {
      std::string name;
      if (parser.parseKeywordOrString(&name) || parser.parseEqual() ||
          parseElement())
        return failure();
      names.push_back(StringAttr::get(context, name));
    } while (succeeded(parser.parseOptionalComma()));
    if (isDict ? parser.parseRBrace() : parser.parseRParen())
      return failure();
  }
  value = RecordAttr::get(context, ShapeAttr::get(context, className, names),
                          elements);
  return success();
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
