//===- ShapeCache.h - Shapes by the text of their names ---------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_IMPORT_SHAPECACHE_H
#define PG_LIB_IMPORT_SHAPECACHE_H

#include "pg/IR/PgAttrs.h"
#include "llvm/ADT/DenseMap.h"
#include <deque>

namespace pg {

/// Finds the shape of a component without uniquing its names again: components
/// of one class mostly spell the same names in the same order.
class ShapeCache {
public:
  explicit ShapeCache(mlir::MLIRContext *context) : context(context) {}

  /// \p classToken and \p keys are JSON string tokens; the class token is empty
  /// for a dictionary. Null if a name stands twice.
  ShapeAttr get(llvm::StringRef classToken,
                llvm::ArrayRef<llvm::StringRef> keys);

private:
  struct Entry {
    llvm::StringRef classToken;
    std::vector<llvm::StringRef> keys;
    ShapeAttr shape;
    /// The next entry with the same hash.
    Entry *next;
  };

  mlir::MLIRContext *context;
  llvm::DenseMap<uint64_t, Entry *> byHash;
  std::deque<Entry> entries;
};

} // namespace pg

#endif // PG_LIB_IMPORT_SHAPECACHE_H
