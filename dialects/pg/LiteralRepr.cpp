//===- LiteralRepr.cpp - How Python shows constants -----------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/Literal.h"
#include "pg/IR/TupleReader.h"
#include "pg/Support/PythonText.h"
#include "llvm/ADT/SmallString.h"

using namespace mlir;
using namespace pg;

/// What repr() prints for a constant that is no tuple.
static std::string reprOfPlain(const Slot &constant) {
  switch (kindOf(constant)) {
  case LiteralKind::None:
    return "None";
  case LiteralKind::Bool:
    return *boolOf(constant) ? "True" : "False";
  case LiteralKind::Float: {
    SmallString<32> out;
    printPythonFloat(*numberOf(constant), out);
    return out.str().str();
  }
  case LiteralKind::Str:
    return pythonQuoted(*stringOf(constant));
  case LiteralKind::Int:
    // An int has no -0.
    if (std::optional<int64_t> value = intOf(constant))
      return std::to_string(*value);
    [[fallthrough]];
  case LiteralKind::Global:
    if (std::optional<GlobalName> global = globalOf(constant))
      return ("<" + global->kind + " '" + global->name + "'>").str();
    [[fallthrough]];
  case LiteralKind::Verbatim: {
    SmallString<64> out;
    printJson(constant, out);
    return out.str().str();
  }
  case LiteralKind::Tuple:
    break;
  }
  llvm_unreachable("a tuple is shown by its elements");
}

std::string pg::pythonRepr(const Slot &constant) {
  if (kindOf(constant) != LiteralKind::Tuple)
    return reprOfPlain(constant);
  std::string out = "(";
  // Each open tuple, and how many elements of it are shown.
  SmallVector<std::pair<TupleReader, unsigned>> readers = {
      {TupleReader(constant), 0}};
  while (!readers.empty()) {
    auto &[reader, count] = readers.back();
    std::optional<Slot> element = reader.next();
    if (!element) {
      out += count == 1 ? ",)" : ")";
      TupleReader ended = readers.pop_back_val().first;
      if (!readers.empty())
        readers.back().first.leave(ended);
      continue;
    }
    if (count++)
      out += ", ";
    if (kindOf(*element) == LiteralKind::Tuple) {
      out += '(';
      readers.push_back({TupleReader(*element), 0});
    } else {
      out += reprOfPlain(*element);
    }
  }
  return out;
}
