//===- Pipelines.cpp - Pipelines, read and printed ------------------------===//
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
  std::optional<std::vector<RuleCall>> calls = parsePipeline(text, error);
  if (!calls) {
    requirePlace(text, error);
    return 0;
  }
  std::optional<std::vector<RuleCall>> again =
      parsePipeline(printPipeline(*calls), error);
  require(again && std::equal(calls->begin(), calls->end(), again->begin(),
                              again->end(), sameCall),
          "a printed pipeline reads back");
  return 0;
}
