//===- Import.cpp - JSON, read and written --------------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fuzz.h"
#include "pg/Analysis/Equality.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;
using namespace pg::fuzz;

/// Whether json.dumps could have written it, in one line and with plain names:
/// then it has to come back as it is.
static bool isPythons(StringRef text) {
  text.consume_back("\n");
  // What is shared is numbered anew; the class comes first.
  if (text.contains("__context__") || text.contains("__ref__"))
    return false;
  bool inString = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!llvm::isPrint(text[i]) || text[i] == '\\')
      return false;
    bool separates = i > 0 && (text[i - 1] == ',' || text[i - 1] == ':');
    if (!inString && (text[i] == ' ') != separates)
      return false;
    if (text[i] != '"')
      continue;
    inString = !inString;
    if (inString && text.drop_front(i).starts_with("\"_type\"") &&
        !text.take_front(i).ends_with("{"))
      return false;
  }
  return true;
}

static bool sameField(Field a, Field b) {
  Operation *left = a.getChild(), *right = b.getChild();
  if (!left || !right)
    return left == right && sameConstant(a.getSlot(), b.getSlot());
  return sameValue(left, right);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef text(reinterpret_cast<const char *>(data), size);
  Context context;
  Document read = readJson(context, text);
  if (!read)
    return 0;
  std::string written = read.toJson();
  Document again = readJson(context, written);
  require(bool(again), "what is written can be read");
  // What is shared by one only is no reference any more.
  require(text.contains("__ref__") ||
              sameField(read.experiment.getRoot(), again.experiment.getRoot()),
          "what is written means the same");
  require(again.toJson() == written, "it is written in the same way then");
  if (isPythons(text))
    require(written == text, "what Python wrote comes back byte for byte");
  return 0;
}
