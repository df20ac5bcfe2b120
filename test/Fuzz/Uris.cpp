//===- Uris.cpp - Rules as URIs, read and printed -------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Calls.h"
#include "Fuzz.h"

using namespace pg;
using namespace pg::fuzz;
using llvm::StringRef;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef text(reinterpret_cast<const char *>(data), size);
  ParseError error;
  std::optional<RuleCall> call = parseUri(text, error);
  if (!call) {
    requirePlace(text, error);
    return 0;
  }
  std::optional<RuleCall> again = parseUri(printRuleCall(*call), error);
  require(again && sameCall(*again, *call), "a printed URI reads back");
  return 0;
}
