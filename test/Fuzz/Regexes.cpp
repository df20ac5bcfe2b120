//===- Regexes.cpp - Python's regular expressions -------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fuzz.h"
#include "pg/Support/PythonRegex.h"

using namespace pg;
using namespace pg::fuzz;
using llvm::StringRef;

/// The text after a line break is matched with the expression before it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  auto [pattern, text] =
      StringRef(reinterpret_cast<const char *>(data), size).split('\n');
  ParseError error;
  std::optional<PythonRegex> regex = PythonRegex::compile(pattern, error);
  if (!regex)
    requirePlace(pattern, error);
  else
    (void)regex->matchPrefix(text);
  return 0;
}
