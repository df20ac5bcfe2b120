//===- JsonLexer.h - Tokens of a JSON text ----------------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// RFC 8259 plus NaN, Infinity and -Infinity, as Python reads and writes it.
// Tokens are slices of the text: nothing is decoded, nothing is lost.
//
//===----------------------------------------------------------------------===//

#ifndef PG_SUPPORT_JSONLEXER_H
#define PG_SUPPORT_JSONLEXER_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace pg {

struct JsonToken {
  enum Kind : uint8_t {
    End,
    Error,
    LBrace,
    RBrace,
    LSquare,
    RSquare,
    Comma,
    Colon,
    String,
    Number,
    Word // null, true, false, NaN, Infinity, -Infinity
  };
  Kind kind;
  llvm::StringRef text;

  const char *begin() const { return text.data(); }
  const char *end() const { return text.data() + text.size(); }
  bool isScalar() const { return kind >= String; }
  /// How a message names the token: `'x'`, `the end of the text`.
  std::string describe() const;
};

/// Splits a text into tokens. The text must be null-terminated.
class JsonLexer {
public:
  explicit JsonLexer(llvm::StringRef text)
      : at(text.begin()), end(text.end()) {}

  /// The next token; after an error the same error again.
  JsonToken next();

  /// Steps over a mark (`,` or `:`) if it comes next: the same as `next`, but
  /// without a token.
  bool consume(char mark) {
    while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')
      ++at;
    if (*at != mark)
      return false;
    ++at;
    return true;
  }

  /// Where an Error token is, and what is wrong there.
  const char *getErrorPosition() const { return errorPosition; }
  llvm::StringRef getErrorMessage() const { return errorMessage; }

private:
  JsonToken single(JsonToken::Kind kind) {
    return {kind, llvm::StringRef(at++, 1)};
  }
  JsonToken lexString();
  JsonToken lexNumber();
  JsonToken lexWord();
  JsonToken fail(const char *position, std::string message);
  bool skipEscape();
  bool skipUtf8();

  const char *at, *end;
  const char *errorPosition = nullptr;
  std::string errorMessage;
};

} // namespace pg

#endif // PG_SUPPORT_JSONLEXER_H
