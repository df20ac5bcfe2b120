//===- CheckReader.cpp - The checks of a declaration file -----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckReader.h"

using namespace mlir;
using namespace pg;

/// The one member of an object; nulls if it has none or several.
static std::pair<JsonView, JsonView> onlyMember(JsonView object) {
  JsonView key, value;
  unsigned size = 0;
  object.forEachMember([&](JsonView name, JsonView member) {
    key = name;
    value = member;
    ++size;
  });
  return size == 1 ? std::pair(key, value) : std::pair<JsonView, JsonView>();
}

static SmallVector<JsonView> elementsOf(JsonView list) {
  SmallVector<JsonView> elements;
  list.forEachElement([&](JsonView element) { elements.push_back(element); });
  return elements;
}

std::optional<ReadCheck> CheckReader::read(JsonView check) {
  auto [sign, sides] = onlyMember(check);
  auto fail = [&](JsonView at, const Twine &message) {
    onError(at, message);
    return std::nullopt;
  };
  if (!sign)
    return fail(check, "it must be one comparison such as {\"<=\": "
                       "[\"minimum\", \"maximum\"]}");
  std::string text = sign.getString();
  std::optional<Comparison> comparison = parseComparisonSign(text);
  if (text == ">" || text == ">=")
    return fail(sign, "'" + text +
                          "' is no comparison: turn the sides round and write "
                          "'<" +
                          text.substr(1) + "'");
  if (!comparison)
    return fail(sign, "'" + text +
                          "' is no comparison; these are '<', '<=', "
                          "'==', '!=' and 'divides'");
  SmallVector<JsonView> both = elementsOf(sides);
  if (!sides.isArray() || both.size() != 2)
    return fail(sides, "'" + text + "' compares a list of two sides");
  Attribute left = readSide(both[0], Sum), right = readSide(both[1], Sum);
  if (!left || !right)
    return std::nullopt;
  if (!hasField)
    return fail(check, "it compares no field");
  return ReadCheck{*comparison, left, right};
}

Attribute CheckReader::readField(JsonView name, bool isLength) {
  std::string text = name.getString();
  hasField = true;
  onField(name, text, isLength);
  return StringAttr::get(context, text);
}

Attribute CheckReader::readSide(JsonView side, Level level) {
  if (side.isString())
    return readField(side, /*isLength=*/false);
  if (side.isNumber())
    return scalarFromJson(context, side.getText()).toAttribute(context);
  auto [key, value] = onlyMember(side);
  std::string sign = key ? key.getString() : "";
  auto term = [&](StringRef operation, ArrayRef<Attribute> operands) {
    return TermAttr::get(context, StringAttr::get(context, operation),
                         operands);
  };
  if (sign == "len") {
    if (!value.isString())
      return fail(value, "'len' takes the name of a field");
    return term("len", readField(value, /*isLength=*/true));
  }
  if (sign != "*" && sign != "+")
    return fail(side, "a side is a field, a number, {\"len\": FIELD}, {\"*\": "
                      "[…]} or {\"+\": […]}");
  if (level == Factor || (level == Product && sign == "+"))
    return fail(key, level == Factor ? "in a product stand fields, numbers and "
                                       "lengths"
                                     : "in a sum stand fields, numbers, "
                                       "lengths and products");
  SmallVector<Attribute> operands;
  SmallVector<JsonView> elements = elementsOf(value);
  if (elements.size() < 2)
    return fail(value, "'" + sign + "' takes a list of two or more");
  for (JsonView element : elements)
    if (Attribute operand = readSide(element, sign == "+" ? Product : Factor))
      operands.push_back(operand);
    else
      return {};
  return term(sign == "+" ? "sum" : "product", operands);
}
