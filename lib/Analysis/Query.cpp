//===- Query.cpp - Prints selected values and their paths -----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Query.h"
#include "pg/Analysis/Walk.h"
#include "pg/Export/Export.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace pg;

bool pg::query(ExperimentOp experiment,
               llvm::function_ref<bool(Field, StringRef)> selects,
               raw_ostream &os) {
  // In order; the paths are the keys of the map.
  std::vector<std::pair<StringRef, Field>> selected;
  llvm::StringMap<size_t> places;
  auto visit = [&](Field field, StringRef path) {
    if (!selects(field, path))
      return WalkResult::advance();
    auto [known, fresh] = places.try_emplace(path, selected.size());
    if (fresh)
      selected.push_back({known->getKey(), field});
    else
      selected[known->getValue()].second = field;
    return WalkResult::skip();
  };
  bool isComplete = walkThroughReferences(experiment.getRoot(), visit);
  SmallString<128> key;
  os << '{';
  bool first = true;
  for (auto [path, field] : selected) {
    key = first ? "" : ", ";
    first = false;
    printJsonString(path, key);
    os << key << ": ";
    exportValue(field, os);
  }
  os << "}\n";
  return isComplete;
}
