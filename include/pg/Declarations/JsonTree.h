//===- JsonTree.h - A JSON text to walk about in ----------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One node per value in the order of the text, each knowing where it ends.
// Values stay slices of the text: numbers keep every digit, NaN is a number,
// and a message can point at its place.
//
//===----------------------------------------------------------------------===//

#ifndef PG_DECLARATIONS_JSONTREE_H
#define PG_DECLARATIONS_JSONTREE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <vector>

namespace pg {

struct JsonNode {
  const char *begin;
  const char *end;
  /// How many nodes the value takes, itself included; a member of an object
  /// counts its name and its value.
  unsigned size;
};

/// A value in a JsonTree; a null view is false and of no kind.
class JsonView {
public:
  JsonView() = default;
  explicit JsonView(const JsonNode *node) : node(node) {}

  explicit operator bool() const { return node; }
  llvm::StringRef getText() const {
    return {node->begin, static_cast<size_t>(node->end - node->begin)};
  }
  bool isObject() const { return startsWith('{'); }
  bool isArray() const { return startsWith('['); }
  bool isString() const { return startsWith('"'); }
  bool isNull() const { return startsWith('n'); }
  bool isBool() const { return startsWith('t') || startsWith('f'); }
  bool isTrue() const { return startsWith('t'); }
  bool isScalar() const { return node && !isObject() && !isArray(); }
  bool isNumber() const {
    return isScalar() && !isString() && !isNull() && !isBool();
  }
  /// A string, decoded.
  std::string getString() const;
  /// Whether it is the string \p plain, which has nothing to escape.
  bool isString(llvm::StringRef plain) const;
  /// A size: an integer from 0 on.
  std::optional<uint64_t> getSize() const;

  /// The value of a member; null if there is none or this is no object.
  JsonView operator[](llvm::StringRef name) const;
  void forEachMember(llvm::function_ref<void(JsonView, JsonView)> visit) const;
  void forEachElement(llvm::function_ref<void(JsonView)> visit) const;

private:
  bool startsWith(char c) const { return node && *node->begin == c; }

  const JsonNode *node = nullptr;
};

class JsonTree {
public:
  /// \p text is one well-formed value within a null-terminated buffer.
  explicit JsonTree(llvm::StringRef text);
  JsonView root() const { return JsonView(nodes.data()); }

private:
  std::vector<JsonNode> nodes;
};

/// A JSON string token, decoded.
std::string decodeToken(llvm::StringRef token);

} // namespace pg

#endif // PG_DECLARATIONS_JSONTREE_H
