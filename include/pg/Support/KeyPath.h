//===- KeyPath.h - Paths, in PyGlove's spelling -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_SUPPORT_KEYPATH_H
#define PG_SUPPORT_KEYPATH_H

#include "pg/Support/ParseError.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <variant>
#include <vector>

namespace pg {

/// What `pg.KeyPath.parse` reads: `model.layers[0].filters`, `a[x.y].b`. Only
/// a number in brackets is an index; the empty text is the root.
class KeyPath {
public:
  /// One step: a name, or an index, which may be negative.
  class Key {
  public:
    Key(llvm::StringRef name) : value(name.str()) {}
    Key(int64_t index) : value(index) {}

    bool isIndex() const { return std::holds_alternative<int64_t>(value); }
    int64_t getIndex() const { return std::get<int64_t>(value); }
    llvm::StringRef getName() const { return std::get<std::string>(value); }
    /// The name, or the index as text.
    std::string str() const;

    /// The index 0 and the name '0' are two keys.
    bool operator==(const Key &other) const { return value == other.value; }
    bool operator!=(const Key &other) const { return value != other.value; }
    /// Indices by number, all else as text.
    bool operator<(const Key &other) const;

  private:
    std::variant<std::string, int64_t> value;
  };

  KeyPath() = default;
  KeyPath(std::vector<Key> keys) : steps(std::move(keys)) {}

  /// Reads \p text as leniently as PyGlove does: empty names are skipped, and
  /// whatever stands in brackets is one key.
  static std::optional<KeyPath> parse(llvm::StringRef text, ParseError &error);

  llvm::ArrayRef<Key> keys() const { return steps; }
  bool isRoot() const { return steps.empty(); }
  /// What PyGlove prints. A few paths do not read back as themselves: `a[]`
  /// prints as `a.`.
  std::string str() const;

  bool operator==(const KeyPath &other) const { return steps == other.steps; }
  bool operator!=(const KeyPath &other) const { return steps != other.steps; }
  /// PyGlove's order, in which `x[2]` comes before `x[10]`.
  bool operator<(const KeyPath &other) const { return steps < other.steps; }

private:
  std::vector<Key> steps;
};

} // namespace pg

#endif // PG_SUPPORT_KEYPATH_H
