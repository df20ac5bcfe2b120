//===- Assembly.cpp - The assembly of experiments -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NameList.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/OpImplementation.h"
#include "pg/IR/PgOps.h"

using namespace mlir;
using namespace pg;

//===----------------------------------------------------------------------===//
// Fields: `%child` or a constant
//===----------------------------------------------------------------------===//

namespace {
/// Collects the fields of one container while it is parsed.
struct FieldParser {
  explicit FieldParser(OpAsmParser &parser, StringAttr className = {})
      : parser(parser), names(className) {}

  ParseResult parseValue() {
    OpAsmParser::UnresolvedOperand operand;
    OptionalParseResult child = parser.parseOptionalOperand(operand);
    if (child.has_value()) {
      slots.push_back(Slot::child(children.size()));
      children.push_back(operand);
      return *child;
    }
    Attribute value;
    SMLoc loc = parser.getCurrentLocation();
    if (parseLiteral(parser, value))
      return failure();
    if (!isFieldLiteral(value))
      return parser.emitError(loc, "a field holds a constant or a child");
    slots.push_back(Slot::get(value));
    return success();
  }

  ParseResult parseNamed() {
    std::string name;
    SMLoc loc = parser.getCurrentLocation();
    if (parser.parseKeywordOrString(&name))
      return failure();
    if (names.insert(name, parser, loc))
      return failure();
    return failure(parser.parseEqual() || parseValue());
  }

  template <typename OpT>
  ParseResult finish(OperationState &result, bool hasResult = true) {
    Type any = AnyType::get(parser.getContext());
    if (parser.parseOptionalAttrDict(result.attributes) ||
        parser.resolveOperands(children, any, result.operands))
      return failure();
    result.getOrAddProperties<typename OpT::Properties>().slots =
        std::move(slots);
    if (hasResult)
      result.addTypes(any);
    return success();
  }

  OpAsmParser &parser;
  SlotList slots;
  SmallVector<OpAsmParser::UnresolvedOperand> children;
  NameList names;
};
} // namespace

static void printValue(OpAsmPrinter &printer, Field field) {
  if (Value child = field.getValue())
    printer << child;
  else
    printLiteral(printer, field.getAttr());
}

static void printFields(OpAsmPrinter &printer, Operation *op) {
  auto fields = cast<ContainerOpInterface>(op).getFields();
  llvm::interleaveComma(fields, printer, [&](Field field) {
    if (shapeOf(op)) {
      printer.printKeywordOrString(field.getName());
      printer << " = ";
    }
    printValue(printer, field);
  });
}

static void printAttributes(OpAsmPrinter &printer, Operation *op) {
  printer.printOptionalAttrDict(llvm::to_vector(op->getDiscardableAttrs()));
}

/// `symbolic`: the mark that PyGlove gives lists and dictionaries in
/// references.
template <typename OpT>
static void parseSymbolic(OpAsmParser &parser, OperationState &result) {
  if (succeeded(parser.parseOptionalKeyword("symbolic")))
    result.getOrAddProperties<typename OpT::Properties>().setSymbolic(
        parser.getBuilder().getUnitAttr());
}

template <typename OpT>
static ParseResult parseShaped(OpAsmParser &parser, OperationState &result,
                               AsmParser::Delimiter delimiter,
                               StringAttr className) {
  FieldParser fields(parser, className);
  if (parser.parseCommaSeparatedList(delimiter,
                                     [&] { return fields.parseNamed(); }))
    return failure();
  result.getOrAddProperties<typename OpT::Properties>().shape =
      ShapeAttr::get(parser.getContext(), className, fields.names.get());
  return fields.finish<OpT>(result);
}

template <typename OpT>
static ParseResult parseSequence(OpAsmParser &parser, OperationState &result,
                                 AsmParser::Delimiter delimiter) {
  FieldParser fields(parser);
  if (parser.parseCommaSeparatedList(delimiter,
                                     [&] { return fields.parseValue(); }))
    return failure();
  return fields.finish<OpT>(result);
}

ParseResult ObjectOp::parse(OpAsmParser &parser, OperationState &result) {
  StringAttr className;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseSymbolName(className))
    return failure();
  if (className.empty())
    return parser.emitError(loc, "a component needs a class");
  return parseShaped<ObjectOp>(parser, result, AsmParser::Delimiter::Paren,
                               className);
}

void ObjectOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getClassName());
  printer << '(';
  printFields(printer, *this);
  printer << ')';
  printAttributes(printer, *this);
}

ParseResult DictOp::parse(OpAsmParser &parser, OperationState &result) {
  parseSymbolic<DictOp>(parser, result);
  return parseShaped<DictOp>(parser, result, AsmParser::Delimiter::Braces,
                             StringAttr::get(parser.getContext(), ""));
}

void DictOp::print(OpAsmPrinter &printer) {
  printer << (getSymbolic() ? " symbolic {" : " {");
  printFields(printer, *this);
  printer << '}';
  printAttributes(printer, *this);
}

ParseResult ListOp::parse(OpAsmParser &parser, OperationState &result) {
  parseSymbolic<ListOp>(parser, result);
  return parseSequence<ListOp>(parser, result, AsmParser::Delimiter::Square);
}

void ListOp::print(OpAsmPrinter &printer) {
  printer << (getSymbolic() ? " symbolic [" : " [");
  printFields(printer, *this);
  printer << ']';
  printAttributes(printer, *this);
}

ParseResult TupleOp::parse(OpAsmParser &parser, OperationState &result) {
  return parseSequence<TupleOp>(parser, result, AsmParser::Delimiter::Paren);
}

void TupleOp::print(OpAsmPrinter &printer) {
  printer << " (";
  printFields(printer, *this);
  printer << ')';
  printAttributes(printer, *this);
}

/// One value without brackets.
template <typename OpT>
static ParseResult parseSingle(OpAsmParser &parser, OperationState &result,
                               bool hasResult = true) {
  FieldParser fields(parser);
  if (fields.parseValue())
    return failure();
  return fields.finish<OpT>(result, hasResult);
}

static void printSingle(OpAsmPrinter &printer, Operation *op) {
  printer << ' ';
  printFields(printer, op);
  printAttributes(printer, op);
}

ParseResult RefOp::parse(OpAsmParser &parser, OperationState &result) {
  if (succeeded(parser.parseOptionalKeyword("plain")))
    result.getOrAddProperties<Properties>().setPlain(
        parser.getBuilder().getUnitAttr());
  return parseSingle<RefOp>(parser, result);
}

void RefOp::print(OpAsmPrinter &printer) {
  if (getPlain())
    printer << " plain";
  printSingle(printer, *this);
}

ParseResult ConstantOp::parse(OpAsmParser &parser, OperationState &result) {
  return parseSingle<ConstantOp>(parser, result);
}

void ConstantOp::print(OpAsmPrinter &printer) { printSingle(printer, *this); }

ParseResult ReturnOp::parse(OpAsmParser &parser, OperationState &result) {
  return parseSingle<ReturnOp>(parser, result, /*hasResult=*/false);
}

void ReturnOp::print(OpAsmPrinter &printer) { printSingle(printer, *this); }

//===----------------------------------------------------------------------===//
// ExperimentOp
//===----------------------------------------------------------------------===//

ParseResult ExperimentOp::parse(OpAsmParser &parser, OperationState &result) {
  auto &properties = result.getOrAddProperties<Properties>();
  StringAttr name;
  if (parser.parseSymbolName(name))
    return failure();
  properties.setSymName(name);
  Builder &builder = parser.getBuilder();
  StringRef keyword;
  while (succeeded(parser.parseOptionalKeyword(
      &keyword, {"indent", "final_newline", "partial_run"}))) {
    if (keyword == "final_newline") {
      properties.setFinalNewline(builder.getUnitAttr());
    } else if (keyword == "partial_run") {
      properties.setPartialRun(builder.getUnitAttr());
    } else {
      uint32_t indent;
      if (parser.parseInteger(indent))
        return failure();
      properties.setIndent(builder.getI64IntegerAttr(indent));
    }
  }
  if (parser.parseOptionalAttrDictWithKeyword(result.attributes))
    return failure();
  return parser.parseRegion(*result.addRegion());
}

void ExperimentOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getSymName());
  if (std::optional<uint64_t> indent = getIndent())
    printer << " indent " << *indent;
  if (getFinalNewline())
    printer << " final_newline";
  if (getPartialRun())
    printer << " partial_run";
  printer.printOptionalAttrDictWithKeyword(
      llvm::to_vector((*this)->getDiscardableAttrs()));
  printer << ' ';
  printer.printRegion(getBody());
}
