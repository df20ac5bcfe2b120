//===- FileScanner.cpp - Finds the entries of a declaration file ----------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DeclarationFile.h"
#include "pg/Support/JsonLexer.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace pg;

/// Schemas nested deeper than this are nobody's.
static constexpr unsigned maxDepth = 500;

namespace pg {
/// One pass over the text. Syntax errors end it; other mistakes are reported
/// and passed over, so that all are told at once.
class FileScanner {
public:
  explicit FileScanner(DeclarationFile &file)
      : file(file), lexer(file.source.getText()) {}

  LogicalResult scan();

private:
  using Member = llvm::function_ref<LogicalResult(JsonToken, JsonToken)>;
  /// Reads an object whose brace was read; \p member reads each value.
  LogicalResult readObject(Member member);
  LogicalResult readClass(JsonToken key, JsonToken value);
  LogicalResult readPart(Entry &entry, JsonToken key, JsonToken value);
  LogicalResult readNames(JsonToken key, JsonToken value,
                          ArrayRef<StringRef> &names);
  LogicalResult readSlice(JsonToken key, JsonToken value, StringRef &slice);
  /// Reads the rest of a value of any kind, to \p end if given.
  LogicalResult skip(JsonToken token, const char **end = nullptr);
  /// Reads up to the value of a member, if an object is open.
  LogicalResult startItem(bool inObject, JsonToken &token);

  LogicalResult syntaxError(const JsonToken &token, StringRef expected);
  /// Reports a wrong value, and passes over it.
  LogicalResult wrongKind(JsonToken key, JsonToken value, StringRef expected);
  void unknownKey(JsonToken key, ArrayRef<StringRef> known);
  StringRef decode(const JsonToken &token);

  DeclarationFile &file;
  JsonLexer lexer;
  bool isValid = true, hasClasses = false;
};
} // namespace pg

LogicalResult DeclarationFile::scan() { return FileScanner(*this).scan(); }

//===----------------------------------------------------------------------===//
// Words
//===----------------------------------------------------------------------===//

LogicalResult FileScanner::syntaxError(const JsonToken &token,
                                       StringRef expected) {
  if (token.kind == JsonToken::Error)
    return file.error(lexer.getErrorPosition()) << lexer.getErrorMessage();
  return file.error(token.begin())
         << "expected " << expected << ", not " << token.describe();
}

LogicalResult FileScanner::wrongKind(JsonToken key, JsonToken value,
                                     StringRef expected) {
  bool isOpen =
      value.kind == JsonToken::LBrace || value.kind == JsonToken::LSquare;
  if (!isOpen && !value.isScalar())
    return syntaxError(value, "a value");
  isValid = false;
  file.error(value.begin())
      << "'" << decode(key) << "' must be " << expected << ", not "
      << (value.kind == JsonToken::LBrace    ? "an object"
          : value.kind == JsonToken::LSquare ? "a list"
                                             : value.describe());
  return skip(value);
}

void FileScanner::unknownKey(JsonToken key, ArrayRef<StringRef> known) {
  StringRef name = decode(key);
  file.warning(key.begin()) << "the key '" << name << "' means nothing here"
                            << didYouMean(name, known);
}

StringRef FileScanner::decode(const JsonToken &token) {
  if (!token.text.contains('\\'))
    return token.text.drop_front().drop_back();
  return StringRef(decodeToken(token.text)).copy(file.allocator);
}

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

LogicalResult FileScanner::startItem(bool inObject, JsonToken &token) {
  if (!inObject)
    return success();
  if (token.kind != JsonToken::String)
    return syntaxError(token, "a name in double quotes");
  token = lexer.next();
  if (token.kind != JsonToken::Colon)
    return syntaxError(token, "':' after the name");
  token = lexer.next();
  return success();
}

LogicalResult FileScanner::skip(JsonToken token, const char **end) {
  SmallVector<JsonToken::Kind> closers;
  while (true) {
    // A value starts here.
    if (token.kind == JsonToken::LBrace || token.kind == JsonToken::LSquare) {
      if (closers.size() == maxDepth)
        return file.error(token.begin())
               << "nested deeper than " << maxDepth << " levels";
      bool isObject = token.kind == JsonToken::LBrace;
      closers.push_back(isObject ? JsonToken::RBrace : JsonToken::RSquare);
      token = lexer.next();
      if (token.kind != closers.back()) {
        if (failed(startItem(isObject, token)))
          return failure();
        continue;
      }
      closers.pop_back();
    } else if (!token.isScalar()) {
      return syntaxError(token, "a value");
    }
    // After a value: brackets close, or a comma starts the next item.
    while (true) {
      if (closers.empty()) {
        if (end)
          *end = token.end();
        return success();
      }
      token = lexer.next();
      if (token.kind == JsonToken::Comma)
        break;
      bool isObject = closers.back() == JsonToken::RBrace;
      if (token.kind != closers.pop_back_val())
        return syntaxError(token, isObject ? "',' or '}'" : "',' or ']'");
    }
    token = lexer.next();
    if (failed(startItem(closers.back() == JsonToken::RBrace, token)))
      return failure();
  }
}

LogicalResult FileScanner::readObject(Member member) {
  JsonToken key = lexer.next();
  if (key.kind == JsonToken::RBrace)
    return success();
  while (true) {
    JsonToken token = key;
    if (failed(startItem(/*inObject=*/true, token)) ||
        failed(member(key, token)))
      return failure();
    token = lexer.next();
    if (token.kind == JsonToken::RBrace)
      return success();
    if (token.kind != JsonToken::Comma)
      return syntaxError(token, "',' or '}'");
    key = lexer.next();
  }
}

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

LogicalResult FileScanner::scan() {
  JsonToken token = lexer.next();
  if (token.kind != JsonToken::LBrace)
    return syntaxError(token, "the object of a declaration file");
  const char *start = token.begin();
  LogicalResult read = readObject([&](JsonToken key, JsonToken value) {
    StringRef name = decode(key);
    if (name == "classes") {
      if (std::exchange(hasClasses, true)) {
        isValid = false;
        file.error(key.begin()) << "'classes' stands twice";
      }
      if (value.kind != JsonToken::LBrace)
        return wrongKind(key, value, "an object");
      return readObject([&](JsonToken key, JsonToken value) {
        return readClass(key, value);
      });
    }
    if (name == "version" && value.text != "1")
      return wrongKind(key, value, "1, the one version that there is");
    if (name == "library" && value.kind != JsonToken::String)
      return wrongKind(key, value, "a string");
    if (name != "version" && name != "library")
      unknownKey(key, {"classes", "version", "library"});
    return skip(value);
  });
  if (failed(read))
    return failure();
  token = lexer.next();
  if (token.kind != JsonToken::End)
    return syntaxError(token, "the end of the text");
  if (!hasClasses)
    return file.error(start) << "these are no declarations: 'classes' is "
                                "missing";
  if (file.isShipped())
    return success();
  for (const Entry &entry : file.entries) {
    isValid &= succeeded(file.checkRoles(entry));
    isValid &= succeeded(file.checkFacts(entry));
    isValid &= succeeded(file.checkFields(entry));
    isValid &= succeeded(file.checkChecks(entry));
  }
  return success(isValid);
}

LogicalResult FileScanner::readClass(JsonToken key, JsonToken value) {
  if (value.kind != JsonToken::LBrace)
    return wrongKind(key, value, "an object");
  Entry entry;
  entry.file = &file;
  entry.key = decode(key);
  entry.position = key.begin();
  if (entry.key.empty()) {
    isValid = false;
    file.error(key.begin()) << "a class needs a name";
  }
  SmallVector<StringRef, 8> seen;
  LogicalResult read = readObject([&](JsonToken key, JsonToken value) {
    if (llvm::is_contained(seen, key.text)) {
      isValid = false;
      file.error(key.begin()) << "the key " << key.text << " of class '"
                              << entry.key << "' stands twice";
    }
    seen.push_back(key.text);
    return readPart(entry, key, value);
  });
  file.entries.push_back(entry);
  return read;
}

LogicalResult FileScanner::readPart(Entry &entry, JsonToken key,
                                    JsonToken value) {
  StringRef name = decode(key);
  if (name == "schema")
    return readSlice(key, value, entry.schema);
  if (name == "roles")
    return readSlice(key, value, entry.roles);
  if (name == "facts")
    return readSlice(key, value, entry.facts);
  if (name == "checks")
    return readSlice(key, value, entry.checks);
  if (name == "fields")
    return readSlice(key, value, entry.fields);
  if (name == "aliases")
    return readNames(key, value, entry.aliases);
  if (name == "bases")
    return readNames(key, value, entry.bases);
  if (name == "concepts") {
    if (failed(readNames(key, value, entry.concepts)))
      return failure();
    if (!file.isShipped())
      for (StringRef word : entry.concepts)
        file.checkWord(WordKind::Concept, word,
                       file.source.contains(word.data()) ? word.data()
                                                         : value.begin());
    return success();
  }
  if (name == "callable") {
    entry.callability =
        llvm::StringSwitch<std::optional<Callability>>(value.text)
            .Case("true", Callability::Yes)
            .Case("false", Callability::No)
            .Case("\"functor\"", Callability::Functor)
            .Default(std::nullopt);
    if (!entry.callability)
      return wrongKind(key, value, "true, false or \"functor\"");
    return success();
  }
  if (name == "abstract") {
    if (value.text != "true" && value.text != "false")
      return wrongKind(key, value, "true or false");
    entry.isAbstract = value.text == "true";
    return success();
  }
  unknownKey(key, {"aliases", "abstract", "callable", "bases", "schema",
                   "concepts", "roles", "facts", "checks", "fields"});
  return skip(value);
}

LogicalResult FileScanner::readSlice(JsonToken key, JsonToken value,
                                     StringRef &slice) {
  if (value.kind != JsonToken::LBrace)
    return wrongKind(key, value, "an object");
  const char *end;
  if (failed(skip(value, &end)))
    return failure();
  slice = StringRef(value.begin(), end - value.begin());
  return success();
}

LogicalResult FileScanner::readNames(JsonToken key, JsonToken value,
                                     ArrayRef<StringRef> &names) {
  if (value.kind != JsonToken::LSquare)
    return wrongKind(key, value, "a list of strings");
  SmallVector<StringRef, 16> read;
  JsonToken token = lexer.next();
  while (token.kind != JsonToken::RSquare) {
    if (token.kind == JsonToken::String)
      read.push_back(decode(token));
    else if (failed(wrongKind(key, token, "a list of strings")))
      return failure();
    token = lexer.next();
    if (token.kind == JsonToken::RSquare)
      break;
    if (token.kind != JsonToken::Comma)
      return syntaxError(token, "',' or ']'");
    token = lexer.next();
    if (token.kind == JsonToken::RSquare)
      return syntaxError(token, "a value");
  }
  names = ArrayRef(read).copy(file.allocator);
  return success();
}
