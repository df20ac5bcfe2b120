//===- PgDialect.cpp - The pg dialect -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/PgDialect.h"
#include "pg/IR/PgOps.h"

using namespace mlir;
using namespace pg;

#include "dialects/pg/PgDialect.cpp.inc"

void PgDialect::initialize() {
  registerAttributes();
  registerTypes();
  addOperations<
#define GET_OP_LIST
#include "dialects/pg/PgOps.cpp.inc"
      >();
}

Source &PgDialect::addSource(std::unique_ptr<Source> source) {
  std::lock_guard<std::mutex> lock(*sourcesMutex);
  return *sources.emplace_back(std::move(source));
}

Source *PgDialect::findSource(const char *position) {
  std::lock_guard<std::mutex> lock(*sourcesMutex);
  for (auto &source : sources)
    if (source->contains(position))
      return source.get();
  return nullptr;
}
