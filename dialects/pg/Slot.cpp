//===- Slot.cpp - The compact form of a field's value -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/Slot.h"
#include "mlir/Bytecode/BytecodeImplementation.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Operation.h"
#include "pg/IR/Literal.h"
#include "pg/IR/NewValue.h"
#include "pg/IR/PgAttrs.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/SmallString.h"

using namespace mlir;
using namespace pg;

Slot Slot::get(Attribute value) {
  if (isa<NoneAttr>(value))
    return none();
  if (auto boolean = dyn_cast<BoolAttr>(value))
    return get(boolean.getValue());
  if (auto integer = dyn_cast<IntegerAttr>(value))
    return get(integer.getValue().getSExtValue());
  if (auto real = dyn_cast<FloatAttr>(value))
    return get(real.getValueAsDouble());
  Slot slot(Kind::Attr);
  slot.payload.attr = value.getAsOpaquePointer();
  return slot;
}

NewValue::NewValue(Operation *op) : child(op->getResult(0)) {}

NewValue NewValue::string(MLIRContext *context, llvm::StringRef text) {
  return Slot::get(Attribute(StringAttr::get(context, text)));
}

/// Whether a JSON text is nested deeper than the assembly allows constants.
static bool isDeep(StringRef text) {
  unsigned depth = 0;
  for (const char *at = text.begin(); at != text.end();) {
    if (*at == '"') {
      at = skipJsonValue(at);
      continue;
    }
    if (*at == '[' && ++depth > maxLiteralNesting)
      return true;
    depth -= *at++ == ']';
  }
  return false;
}

/// The attribute of a slice of text: Python's own spellings become builtin
/// attributes, others keep their text.
static Attribute textToAttribute(MLIRContext *context, const Slot &slot) {
  bool isTuple = kindOf(slot) == LiteralKind::Tuple;
  if (isTuple && !isDeep(slot.getText())) {
    SmallVector<Attribute> elements;
    (void)forEachElement(slot, [&](const Slot &element) {
      elements.push_back(element.toAttribute(context));
      return success();
    });
    return TupleAttr::get(context, elements);
  }
  if (kindOf(slot) == LiteralKind::Global) {
    Slot plain = scalarFromJson(context, slot.getText());
    SmallString<64> spelled, carried;
    printJson(plain, spelled);
    layOutJson(slot.getText(), carried, {});
    if (spelled == carried)
      return plain.toAttribute(context);
  }
  if (!isTuple && kindOf(slot) != LiteralKind::Verbatim) {
    Slot plain = scalarFromJson(context, slot.getText());
    SmallString<64> spelled;
    printJson(plain, spelled);
    if (spelled == slot.getText())
      return plain.toAttribute(context);
  }
  return JsonAttr::get(context, StringAttr::get(context, slot.getText()));
}

Attribute Slot::toAttribute(MLIRContext *context) const {
  switch (getKind()) {
  case Kind::None:
    return NoneAttr::get(context);
  case Kind::Bool:
    return BoolAttr::get(context, getBool());
  case Kind::Int:
    return IntegerAttr::get(IntegerType::get(context, 64), getInt());
  case Kind::Float:
    return FloatAttr::get(Float64Type::get(context), getFloat());
  case Kind::Text:
    return textToAttribute(context, *this);
  case Kind::Attr:
    return getAttr();
  case Kind::Child:
    return {};
  }
  llvm_unreachable("all kinds are covered");
}

namespace pg {

bool operator==(const Slot &a, const Slot &b) {
  if (a.isChild() || b.isChild())
    return a.isChild() && b.isChild() && a.getChild() == b.getChild();
  return sameConstant(a, b);
}

// Equal constants can have several forms, so only what the forms share counts.
llvm::hash_code hash_value(const SlotList &slots) {
  llvm::hash_code hash = llvm::hash_value(slots.size());
  for (const Slot &slot : slots)
    hash = llvm::hash_combine(hash, slot.isChild());
  return hash;
}

// As an attribute, a child is the unit attribute: children count upwards.
Attribute convertToAttribute(MLIRContext *context, const SlotList &slots) {
  SmallVector<Attribute> values;
  for (const Slot &slot : slots)
    values.push_back(slot.isChild() ? Attribute(UnitAttr::get(context))
                                    : slot.toAttribute(context));
  return ArrayAttr::get(context, values);
}

LogicalResult
convertFromAttribute(SlotList &slots, Attribute attr,
                     llvm::function_ref<InFlightDiagnostic()> emitError) {
  auto values = dyn_cast_or_null<ArrayAttr>(attr);
  if (!values)
    return emitError() << "expected an array of values for the fields";
  slots.clear();
  unsigned children = 0;
  for (Attribute value : values) {
    if (isa<UnitAttr>(value))
      slots.push_back(Slot::child(children++));
    else if (isFieldLiteral(value))
      slots.push_back(Slot::get(value));
    else
      return emitError() << "a field cannot hold " << value;
  }
  return success();
}

LogicalResult readFromMlirBytecode(DialectBytecodeReader &reader,
                                   SlotList &slots) {
  ArrayAttr values;
  if (failed(reader.readAttribute(values)))
    return failure();
  return convertFromAttribute(slots, values,
                              [&] { return reader.emitError(); });
}

} // namespace pg
