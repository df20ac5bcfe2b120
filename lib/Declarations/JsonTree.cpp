//===- JsonTree.cpp - A JSON text to walk about in ------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Declarations/JsonTree.h"
#include "pg/IR/Literal.h"
#include "pg/Support/JsonLexer.h"

using namespace pg;
using llvm::StringRef;

std::string pg::decodeToken(StringRef token) {
  return token.contains('\\') ? decodeJsonString(token)
                              : token.drop_front().drop_back().str();
}

JsonTree::JsonTree(StringRef text) {
  nodes.reserve(text.size() / 16 + 1);
  JsonLexer lexer(text);
  llvm::SmallVector<unsigned> open;
  do {
    JsonToken token = lexer.next();
    switch (token.kind) {
    case JsonToken::Comma:
    case JsonToken::Colon:
      break;
    case JsonToken::RBrace:
    case JsonToken::RSquare: {
      unsigned first = open.pop_back_val();
      nodes[first].end = token.end();
      nodes[first].size = nodes.size() - first;
      break;
    }
    case JsonToken::End:
    case JsonToken::Error:
      llvm_unreachable("the text was read before");
    case JsonToken::LBrace:
    case JsonToken::LSquare:
      open.push_back(nodes.size());
      [[fallthrough]];
    default:
      nodes.push_back({token.begin(), token.end(), 1});
    }
  } while (!open.empty());
}

std::string JsonView::getString() const { return decodeToken(getText()); }

bool JsonView::isString(StringRef plain) const {
  if (!isString())
    return false;
  StringRef text = getText().drop_front().drop_back();
  return text == plain || (text.contains('\\') && getString() == plain);
}

std::optional<uint64_t> JsonView::getSize() const {
  uint64_t size;
  if (!isNumber() || getText().getAsInteger(10, size))
    return std::nullopt;
  return size;
}

JsonView JsonView::operator[](StringRef name) const {
  JsonView found;
  forEachMember([&](JsonView key, JsonView value) {
    if (key.isString(name))
      found = value;
  });
  return found;
}

void JsonView::forEachMember(
    llvm::function_ref<void(JsonView, JsonView)> visit) const {
  if (!isObject())
    return;
  for (const JsonNode *key = node + 1, *end = node + node->size; key != end;) {
    const JsonNode *value = key + 1;
    visit(JsonView(key), JsonView(value));
    key = value + value->size;
  }
}

void JsonView::forEachElement(llvm::function_ref<void(JsonView)> visit) const {
  if (!isArray())
    return;
  for (const JsonNode *item = node + 1, *end = node + node->size; item != end;
       item += item->size)
    visit(JsonView(item));
}
