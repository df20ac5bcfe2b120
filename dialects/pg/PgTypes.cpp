//===- PgTypes.cpp - Value specs as types -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/PgTypes.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "pg/IR/Literal.h"
#include "pg/IR/PgAttrs.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace pg;

#define GET_TYPEDEF_CLASSES
#include "dialects/pg/PgTypes.cpp.inc"

void PgDialect::registerTypes() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialects/pg/PgTypes.cpp.inc"
      >();
}

TypeParts pg::splitType(Type type) {
  TypeParts parts;
  if (auto outer = dyn_cast<DefaultType>(type)) {
    parts.defaultValue = outer.getDefaultValue();
    parts.frozen = outer.getFrozen();
    type = outer.getValue();
  }
  if (auto optional = dyn_cast<OptionalType>(type)) {
    parts.noneable = true;
    type = optional.getValue();
  }
  parts.spec = type;
  return parts;
}

Type pg::elementType(Type spec, unsigned index) {
  if (auto list = dyn_cast_or_null<ListType>(spec))
    return list.getElement();
  if (auto sized = dyn_cast_or_null<VarTupleType>(spec))
    return sized.getElement();
  auto fixed = dyn_cast_or_null<FixedTupleType>(spec);
  return fixed && index < fixed.getElements().size()
             ? fixed.getElements()[index]
             : Type();
}

/// The elements of a constant list or tuple.
static ArrayRef<Attribute> elementsOf(Attribute constant) {
  if (auto list = dyn_cast<ArrayAttr>(constant))
    return list.getValue();
  auto tuple = dyn_cast<TupleAttr>(constant);
  return tuple ? tuple.getElements() : ArrayRef<Attribute>();
}

SmallVector<Attribute> pg::choicesOf(Type type) {
  Type spec = splitType(type).spec;
  if (auto choices = dyn_cast<EnumType>(spec))
    return llvm::to_vector(choices.getValues());
  SmallVector<Attribute> all;
  if (auto any = dyn_cast<UnionType>(spec))
    for (Type candidate : any.getCandidates())
      llvm::append_range(all, choicesOf(candidate));
  return all;
}

bool pg::isWhole(Attribute defaultValue, Type type) {
  for (auto [index, element] : llvm::enumerate(elementsOf(defaultValue)))
    if (Type inner = elementType(splitType(type).spec, index);
        inner && !isWhole(element, inner))
      return false;
  auto record = dyn_cast<RecordAttr>(defaultValue);
  auto spec = dyn_cast<DictType>(splitType(type).spec);
  if (!record || !spec || !record.getShape().isDict())
    return true;
  return llvm::all_of(spec.getKeys(), [&](const KeyType &key) {
    if (key.pattern)
      return true;
    if (std::optional<unsigned> place = record.getShape().find(key.name))
      return isWhole(record.getValues()[*place], key.type);
    return hasWholeDefault(splitType(key.type));
  });
}

bool pg::hasWholeDefault(const TypeParts &parts) {
  return parts.isFrozen() ||
         (parts.defaultValue && isWhole(parts.defaultValue, parts.spec));
}

//===----------------------------------------------------------------------===//
// Bounds: `min = 1, max = 8`
//===----------------------------------------------------------------------===//

/// Calls \p parseBound for `min` and `max`, each at most once, in that order.
static ParseResult
parseBounds(AsmParser &parser,
            llvm::function_ref<ParseResult(StringRef)> parseBound) {
  do {
    StringRef name;
    if (parser.parseKeyword(&name))
      return failure();
    if (name != "min" && name != "max")
      return parser.emitError(parser.getCurrentLocation(),
                              "expected 'min' or 'max'");
    if (parser.parseEqual() || parseBound(name))
      return failure();
  } while (succeeded(parser.parseOptionalComma()));
  return success();
}

template <typename TypeT> static Type parseNumber(AsmParser &parser) {
  Attribute min, max;
  if (succeeded(parser.parseOptionalLess())) {
    auto parseBound = [&](StringRef name) -> ParseResult {
      Attribute &bound = name == "min" ? min : max;
      SMLoc loc = parser.getCurrentLocation();
      if (parseLiteral(parser, bound))
        return failure();
      if (!isFieldLiteral(bound) || isa<BoolAttr>(bound) ||
          !numberOf(Slot::get(bound)))
        return parser.emitError(loc, "a bound must be a number");
      return success();
    };
    if (parseBounds(parser, parseBound) || parser.parseGreater())
      return {};
  }
  return TypeT::get(parser.getContext(), min, max);
}

static void printNumber(AsmPrinter &printer, Attribute min, Attribute max) {
  if (!min && !max)
    return;
  printer << '<';
  if (min) {
    printer << "min = ";
    printLiteral(printer, min);
  }
  if (max) {
    printer << (min ? ", max = " : "max = ");
    printLiteral(printer, max);
  }
  printer << '>';
}

Type IntType::parse(AsmParser &parser) { return parseNumber<IntType>(parser); }
void IntType::print(AsmPrinter &printer) const {
  printNumber(printer, getMin(), getMax());
}
Type RealType::parse(AsmParser &parser) {
  return parseNumber<RealType>(parser);
}
void RealType::print(AsmPrinter &printer) const {
  printNumber(printer, getMin(), getMax());
}

template <typename TypeT> static Type parseSized(AsmParser &parser) {
  Type element;
  uint64_t min = 0;
  std::optional<uint64_t> max;
  if (parser.parseLess() || parser.parseType(element))
    return {};
  auto parseBound = [&](StringRef name) {
    return parser.parseInteger(name == "min" ? min : max.emplace());
  };
  if (succeeded(parser.parseOptionalComma()) && parseBounds(parser, parseBound))
    return {};
  if (parser.parseGreater())
    return {};
  return TypeT::get(parser.getContext(), element, min, max);
}

template <typename TypeT>
static void printSized(AsmPrinter &printer, TypeT type) {
  printer << '<' << type.getElement();
  if (type.getMin())
    printer << ", min = " << type.getMin();
  if (type.getMax())
    printer << ", max = " << *type.getMax();
  printer << '>';
}

Type ListType::parse(AsmParser &parser) { return parseSized<ListType>(parser); }
void ListType::print(AsmPrinter &printer) const { printSized(printer, *this); }
Type VarTupleType::parse(AsmParser &parser) {
  return parseSized<VarTupleType>(parser);
}
void VarTupleType::print(AsmPrinter &printer) const {
  printSized(printer, *this);
}

//===----------------------------------------------------------------------===//
// Others
//===----------------------------------------------------------------------===//

Type FixedTupleType::parse(AsmParser &parser) {
  SmallVector<Type> elements;
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::LessGreater, [&] {
        return parser.parseType(elements.emplace_back());
      }))
    return {};
  return FixedTupleType::get(parser.getContext(), elements);
}

void FixedTupleType::print(AsmPrinter &printer) const {
  printer << '<';
  llvm::interleaveComma(getElements(), printer.getStream(),
                        [&](Type type) { printer << type; });
  printer << '>';
}

Type EnumType::parse(AsmParser &parser) {
  Attribute values;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseLess() || parseLiteral(parser, values) ||
      parser.parseGreater())
    return {};
  if (auto list = dyn_cast<ArrayAttr>(values))
    return EnumType::get(parser.getContext(), list.getValue());
  return parser.emitError(loc, "expected a list of constants"), Type();
}

void EnumType::print(AsmPrinter &printer) const {
  printer << '<';
  printLiteral(printer, ArrayAttr::get(getContext(), getValues()));
  printer << '>';
}

Type DictType::parse(AsmParser &parser) {
  SmallVector<KeyType> keys;
  if (failed(parser.parseOptionalLess()))
    return DictType::get(parser.getContext(), keys, true);
  auto parseKey = [&]() -> ParseResult {
    KeyType key;
    key.pattern = succeeded(parser.parseOptionalKeyword("matching"));
    // As an attribute, the name would take the type behind the colon.
    std::string name;
    if (parser.parseString(&name) || parser.parseColon() ||
        parser.parseType(key.type))
      return failure();
    key.name = StringAttr::get(parser.getContext(), name);
    keys.push_back(key);
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Braces, parseKey) ||
      parser.parseGreater())
    return {};
  return DictType::get(parser.getContext(), keys, false);
}

void DictType::print(AsmPrinter &printer) const {
  if (getFree())
    return;
  printer << "<{";
  llvm::interleaveComma(getKeys(), printer.getStream(),
                        [&](const KeyType &key) {
                          if (key.pattern)
                            printer << "matching ";
                          printer.printAttribute(key.name);
                          printer << " : " << key.type;
                        });
  printer << "}>";
}

Type ObjectType::parse(AsmParser &parser) {
  StringAttr name;
  if (parser.parseLess() || parser.parseSymbolName(name) ||
      parser.parseGreater())
    return {};
  return ObjectType::get(parser.getContext(), name);
}

void ObjectType::print(AsmPrinter &printer) const {
  printer << '<';
  printer.printSymbolName(getClassName());
  printer << '>';
}

Type ClassType::parse(AsmParser &parser) {
  StringAttr name;
  if (succeeded(parser.parseOptionalLess()) &&
      (parser.parseSymbolName(name) || parser.parseGreater()))
    return {};
  return ClassType::get(parser.getContext(), name);
}

void ClassType::print(AsmPrinter &printer) const {
  if (!getClassName())
    return;
  printer << '<';
  printer.printSymbolName(getClassName());
  printer << '>';
}

Type DefaultType::parse(AsmParser &parser) {
  Type value;
  Attribute defaultValue;
  if (parser.parseLess() || parser.parseType(value) || parser.parseEqual() ||
      parseLiteral(parser, defaultValue))
    return {};
  bool frozen = succeeded(parser.parseOptionalKeyword("frozen"));
  if (parser.parseGreater())
    return {};
  return DefaultType::get(parser.getContext(), value, defaultValue, frozen);
}

void DefaultType::print(AsmPrinter &printer) const {
  printer << '<' << getValue() << " = ";
  printLiteral(printer, getDefaultValue());
  printer << (getFrozen() ? " frozen>" : ">");
}
