//===- ShapeCache.cpp - Shapes by the text of their names -----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ShapeCache.h"
#include "pg/IR/Literal.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/xxhash.h"

using namespace mlir;
using namespace pg;

static std::string decode(StringRef token) {
  return token.contains('\\') ? decodeJsonString(token)
                              : token.drop_front().drop_back().str();
}

ShapeAttr ShapeCache::get(StringRef classToken, ArrayRef<StringRef> keys) {
  uint64_t hash = llvm::xxh3_64bits(classToken);
  for (StringRef key : keys)
    hash = hash * 0x9E3779B97F4A7C15 + llvm::xxh3_64bits(key);
  // DenseMap keeps the two largest values for itself.
  Entry *&first = byHash[hash >> 2];
  for (Entry *entry = first; entry; entry = entry->next)
    if (entry->classToken == classToken && keys == ArrayRef(entry->keys))
      return entry->shape;

  SmallVector<StringAttr> names;
  llvm::DenseSet<StringAttr> seen;
  // What has a class has its name under `_type`, however that is spelled.
  if (!classToken.empty())
    seen.insert(StringAttr::get(context, "_type"));
  for (StringRef key : keys) {
    names.push_back(StringAttr::get(context, decode(key)));
    if (!seen.insert(names.back()).second)
      return {};
  }
  auto className =
      StringAttr::get(context, classToken.empty() ? "" : decode(classToken));
  auto shape = ShapeAttr::get(context, className, names);
  entries.push_back({classToken, keys.vec(), shape, first});
  first = &entries.back();
  return shape;
}
