//===- Paths.cpp - Paths, read and printed --------------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fuzz.h"
#include "pg/Support/KeyPath.h"

using namespace pg;
using namespace pg::fuzz;
using llvm::StringRef;

/// Whether PyGlove's spelling of the path is one that reads back as it: names
/// with brackets in them, or that only brackets can hold, do not.
static bool isReversible(const KeyPath &path) {
  for (const KeyPath::Key &key : path.keys())
    if (!key.isIndex() &&
        (key.getName().empty() ||
         key.getName().find_first_of("[].") != StringRef::npos))
      return false;
  return true;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef text(reinterpret_cast<const char *>(data), size);
  ParseError error;
  std::optional<KeyPath> path = KeyPath::parse(text, error);
  if (!path) {
    requirePlace(text, error);
    return 0;
  }
  if (!isReversible(*path))
    return 0;
  std::string printed = path->str();
  std::optional<KeyPath> again = KeyPath::parse(printed, error);
  require(again && *again == *path, "a printed path reads back");
  return 0;
}
