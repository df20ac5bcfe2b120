//===- PipelineText.cpp - How a pipeline spells a value -------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Support/PipelineText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace pg;
using llvm::StringRef;

bool pg::isBareWord(char c) {
  return llvm::isAlnum(c) || StringRef("_-./:+[]").contains(c);
}

std::string pg::printPipelineValue(StringRef value) {
  if (!value.empty() && llvm::all_of(value, isBareWord))
    return value.str();
  std::string quoted = "'";
  for (char c : value)
    quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + "'";
}
