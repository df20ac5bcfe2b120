//===- ConstantReader.cpp - Default values to attributes ------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpecReader.h"
#include "pg/IR/Literal.h"
#include "pg/IR/PgAttrs.h"
#include "pg/Support/PyGloveNames.h"
#include "llvm/ADT/SmallString.h"

using namespace mlir;
using namespace pg;

Attribute SpecReader::readConstant(JsonView value) {
  if (value.isScalar())
    return scalarFromJson(context, value.getText()).toAttribute(context);
  if (value.isObject())
    return readObject(value);
  bool isTuple = false;
  SmallVector<Attribute> elements;
  value.forEachElement([&](JsonView element) {
    if (elements.empty() && !isTuple && element.getText() == names::quotedTuple)
      isTuple = true;
    else
      elements.push_back(readConstant(element));
  });
  if (isTuple)
    return TupleAttr::get(context, elements);
  return ArrayAttr::get(context, elements);
}

/// A dictionary or a component; what only PyGlove can read stays text.
Attribute SpecReader::readObject(JsonView value) {
  StringAttr className = StringAttr::get(context, "");
  SmallVector<StringAttr> fields;
  SmallVector<Attribute> values;
  bool isVerbatim = false;
  value.forEachMember([&](JsonView key, JsonView member) {
    StringRef token = key.getText();
    if (token == names::quotedType && member.isString()) {
      isVerbatim |= names::isVerbatim(member.getText());
      className = StringAttr::get(context, member.getString());
      return;
    }
    isVerbatim |= token == names::quotedRef || token == names::quotedContext;
    if (isVerbatim)
      return;
    fields.push_back(StringAttr::get(context, key.getString()));
    values.push_back(readConstant(member));
  });
  if (isVerbatim)
    return readVerbatim(value);
  if (!className.empty())
    listener.needsClass(className);
  return RecordAttr::get(context, ShapeAttr::get(context, className, fields),
                         values);
}

Attribute SpecReader::readVerbatim(JsonView value) {
  SmallString<128> text;
  layOutJson(value.getText(), text, {});
  return JsonAttr::get(context, StringAttr::get(context, text));
}
