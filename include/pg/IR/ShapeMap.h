//===- ShapeMap.h - What is worked out once per shape -----------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_SHAPEMAP_H
#define PG_IR_SHAPEMAP_H

#include "pg/IR/PgAttrs.h"
#include "llvm/ADT/DenseMap.h"
#include <array>
#include <memory>

namespace pg {

/// Keeps a value per shape; its address stays. Experiments use few shapes many
/// times over, so the last ones are found without hashing.
template <typename T> class ShapeMap {
public:
  /// The value of a shape; \p make returns it when it is asked for first, as a
  /// std::unique_ptr, and must not use the map.
  template <typename Make> T &get(ShapeAttr shape, Make make) {
    const void *key = shape.getAsOpaquePointer();
    // Shapes are allocated at multiples of 8 or more.
    auto &[knownKey, known] = recent[(uintptr_t(key) >> 4) % recent.size()];
    if (knownKey == key)
      return *known;
    std::unique_ptr<T> &value = all[shape];
    if (!value)
      value = make();
    knownKey = key;
    known = value.get();
    return *known;
  }

private:
  std::array<std::pair<const void *, T *>, 32> recent = {};
  llvm::DenseMap<ShapeAttr, std::unique_ptr<T>> all;
};

} // namespace pg

#endif // PG_IR_SHAPEMAP_H
