//===- TupleReader.cpp - Constant tuples of any depth ---------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/TupleReader.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "pg/IR/Literal.h"
#include "pg/Support/PyGloveNames.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

static const char *skipSpaceAndCommas(const char *at) {
  while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t' || *at == ',')
    ++at;
  return at;
}

/// The end of an element that is no tuple: of a number, say, quickly.
static const char *skipElement(const char *at) {
  const char *start = at;
  while (llvm::isDigit(*at) || *at == '.' || *at == '-')
    ++at;
  bool isNumber = at != start && (*at == ',' || *at == ']');
  return isNumber ? at : skipJsonValue(start);
}

TupleReader::TupleReader(const Slot &tuple) {
  const char *text = nullptr;
  if (tuple.isText())
    text = tuple.getText().data();
  else if (auto attr = dyn_cast<TupleAttr>(tuple.getAttr()))
    rest = attr.getElements();
  else
    text = cast<JsonAttr>(tuple.getAttr()).getText().data();
  // Past the bracket and the marker that makes a list a tuple.
  if (text)
    at = skipSpaceAndCommas(text + 1) + names::quotedTuple.size();
}

std::optional<Slot> TupleReader::next() {
  if (!at) {
    if (rest.empty())
      return std::nullopt;
    Attribute element = rest.front();
    rest = rest.drop_front();
    return Slot::get(element);
  }
  at = skipSpaceAndCommas(at);
  if (*at == ']') {
    ++at;
    return std::nullopt;
  }
  const char *start = at;
  // Where a tuple ends is known when it has been read.
  at = *start == '[' ? start + 1 : skipElement(start);
  return Slot::text({start, static_cast<size_t>(at - start)});
}
