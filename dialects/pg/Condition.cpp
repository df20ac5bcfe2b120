//===- Condition.cpp - How conditions between fields are spelled ----------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/Condition.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace pg;

std::optional<Comparison> pg::parseComparison(StringRef word) {
  return llvm::StringSwitch<std::optional<Comparison>>(word)
      .Case("lt", Comparison::Less)
      .Case("le", Comparison::LessEqual)
      .Case("eq", Comparison::Equal)
      .Case("ne", Comparison::NotEqual)
      .Case("divides", Comparison::Divides)
      .Default(std::nullopt);
}

std::optional<Comparison> pg::parseComparisonSign(StringRef sign) {
  return llvm::StringSwitch<std::optional<Comparison>>(sign)
      .Case("<", Comparison::Less)
      .Case("<=", Comparison::LessEqual)
      .Case("==", Comparison::Equal)
      .Case("!=", Comparison::NotEqual)
      .Case("divides", Comparison::Divides)
      .Default(std::nullopt);
}

StringRef pg::wordOf(Comparison comparison) {
  switch (comparison) {
  case Comparison::Less:
    return "lt";
  case Comparison::LessEqual:
    return "le";
  case Comparison::Equal:
    return "eq";
  case Comparison::NotEqual:
    return "ne";
  case Comparison::Divides:
    return "divides";
  }
  llvm_unreachable("all comparisons are covered");
}

StringRef pg::signOf(Comparison comparison) {
  switch (comparison) {
  case Comparison::Less:
    return "<";
  case Comparison::LessEqual:
    return "<=";
  case Comparison::Equal:
    return "==";
  case Comparison::NotEqual:
    return "!=";
  case Comparison::Divides:
    return "divides";
  }
  llvm_unreachable("all comparisons are covered");
}

//===----------------------------------------------------------------------===//
// Sides
//===----------------------------------------------------------------------===//

bool pg::isNumberLiteral(Attribute value) {
  if (!value || !isFieldLiteral(value))
    return false;
  LiteralKind kind = kindOf(Slot::get(value));
  return kind == LiteralKind::Int || kind == LiteralKind::Float;
}

/// A field, a number or the length of a field: what products are of.
static bool isFactor(Attribute side) {
  auto term = dyn_cast_or_null<TermAttr>(side);
  return term ? term.getOperation() == "len"
              : isa_and_nonnull<StringAttr>(side) || isNumberLiteral(side);
}

bool pg::isSide(Attribute side) {
  return isFactor(side) || isa_and_nonnull<TermAttr>(side);
}

LogicalResult
TermAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                 StringAttr operation, ArrayRef<Attribute> operands) {
  if (operation == "len") {
    if (operands.size() == 1 && isa_and_nonnull<StringAttr>(operands[0]))
      return success();
    return emitError() << "'len' takes the name of a field";
  }
  bool isSum = operation == "sum";
  if (!isSum && operation != "product")
    return emitError() << "there is no term " << operation
                       << ", only 'len', 'product' and 'sum'";
  auto isOperand = [&](Attribute operand) {
    auto term = dyn_cast_or_null<TermAttr>(operand);
    return isFactor(operand) || (isSum && term && term.getOperation() != "sum");
  };
  if (operands.size() < 2 || !llvm::all_of(operands, isOperand))
    return emitError() << operation << " takes two or more fields, numbers and "
                       << (isSum ? "lengths, and products of these"
                                 : "lengths");
  return success();
}

static void describeSide(Attribute side, llvm::raw_ostream &os) {
  if (auto field = dyn_cast<StringAttr>(side)) {
    os << field.getValue();
  } else if (auto term = dyn_cast<TermAttr>(side)) {
    bool isLength = term.getOperation() == "len";
    if (isLength)
      os << "len(";
    llvm::interleave(
        term.getOperands(), os,
        [&](Attribute operand) { describeSide(operand, os); },
        term.getOperation() == "sum" ? " + " : " * ");
    if (isLength)
      os << ')';
  } else {
    os << pythonRepr(Slot::get(side));
  }
}

std::string pg::describeCondition(CheckOp check) {
  std::string text;
  llvm::raw_string_ostream os(text);
  describeSide(check.getLeftAttr(), os);
  os << ' ' << signOf(*parseComparison(*check.getComparison())) << ' ';
  describeSide(check.getRightAttr(), os);
  return text;
}

//===----------------------------------------------------------------------===//
// Assembly: `"heads" divides product("width", 2)`
//===----------------------------------------------------------------------===//

ParseResult pg::parseSide(OpAsmParser &parser, Attribute &side) {
  StringAttr field;
  OptionalParseResult isField = parser.parseOptionalAttribute(field);
  if (isField.has_value())
    return side = field, *isField;
  StringRef operation;
  SMLoc loc = parser.getCurrentLocation();
  if (failed(
          parser.parseOptionalKeyword(&operation, {"len", "product", "sum"}))) {
    if (parseLiteral(parser, side))
      return failure();
    return isNumberLiteral(side)
               ? success()
               : ParseResult(parser.emitError(
                     loc, "expected a field in quotes, a number, or len, "
                          "product or sum of these"));
  }
  // Terms nest only as deep as they may.
  SmallVector<Attribute> operands;
  auto parseOperand = [&]() -> ParseResult {
    if (operation != "sum" && succeeded(parser.parseOptionalKeyword("sum")))
      return parser.emitError(loc, "a sum does not stand in a ") << operation;
    if (operation != "sum" && succeeded(parser.parseOptionalKeyword("product")))
      return parser.emitError(loc, "a product stands only in a sum");
    return parseSide(parser, operands.emplace_back());
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, parseOperand))
    return failure();
  auto emitError = [&] { return parser.emitError(loc); };
  MLIRContext *context = parser.getContext();
  side = TermAttr::getChecked(
      llvm::function_ref<InFlightDiagnostic()>(emitError), context,
      StringAttr::get(context, operation), ArrayRef<Attribute>(operands));
  return success(bool(side));
}

void pg::printSide(OpAsmPrinter &printer, Operation *op, Attribute side) {
  auto term = dyn_cast<TermAttr>(side);
  if (!term)
    return printLiteral(printer, side);
  printer << term.getOperation().getValue() << '(';
  llvm::interleaveComma(term.getOperands(), printer, [&](Attribute operand) {
    printSide(printer, op, operand);
  });
  printer << ')';
}

ParseResult pg::parseComparison(OpAsmParser &parser, StringAttr &comparison) {
  StringRef word;
  if (parser.parseKeyword(&word))
    return failure();
  comparison = StringAttr::get(parser.getContext(), word);
  return success();
}

void pg::printComparison(OpAsmPrinter &printer, Operation *,
                         StringAttr comparison) {
  printer << comparison.getValue();
}

bool pg::compares(CheckOp check) {
  return check.getComparison() && parseComparison(*check.getComparison()) &&
         isSide(check.getLeftAttr()) && isSide(check.getRightAttr());
}

LogicalResult CheckOp::verify() {
  bool isThere = bool(getComparison());
  if (isThere != bool(getLeftAttr()) || isThere != bool(getRightAttr()))
    return emitOpError("has a comparison and two sides, or none of them");
  if (!isThere)
    return success();
  if (!parseComparison(*getComparison()))
    return emitOpError("compares by lt, le, eq, ne or divides, not ")
           << getComparisonAttr();
  if (!isSide(getLeftAttr()) || !isSide(getRightAttr()))
    return emitOpError("has a side that is no field, number or term");
  return success();
}
