//===- JsonReader.h - One pass over a JSON text -----------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_IMPORT_JSONREADER_H
#define PG_LIB_IMPORT_JSONREADER_H

#include "ShapeCache.h"
#include "pg/IR/PgOps.h"
#include "pg/Import/Import.h"
#include "pg/Support/JsonLexer.h"

namespace pg {

/// Builds operations while it reads, innermost first. It keeps its own stack,
/// so that nesting costs memory and no recursion.
class JsonReader {
public:
  /// Operations go to \p block before \p before.
  JsonReader(Source &source, mlir::Block *block, mlir::Block::iterator before);

  /// Reads the whole text as one value.
  mlir::FailureOr<NewValue> read();

  /// With a document that has shared objects: their text (PyGlove's
  /// `__context__`); the value read is then that of `__root__`.
  llvm::StringRef getContextText() const { return contextText; }

private:
  /// A bracket that is open.
  struct Frame {
    const char *start;
    bool isArray;
    /// A list whose first item says that it is a tuple.
    bool isTuple = false;
    /// Its text is carried; nothing is built for it.
    bool isVerbatim = false;
    size_t firstSlot = 0, firstChild = 0, firstKey = 0;
  };

  mlir::LogicalResult open(const JsonToken &bracket);
  mlir::LogicalResult close(const JsonToken &bracket);
  mlir::LogicalResult readItem(JsonToken token);
  mlir::LogicalResult readKey(JsonToken token);
  void addScalar(const JsonToken &token);
  void addValue(NewValue value);

  mlir::FailureOr<NewValue> closeObject(const Frame &frame, const char *end);
  NewValue closeArray(const Frame &frame, const char *end);
  /// Fails at the second of two equal names; with \p hasClass, `_type` is one
  /// that stands before them.
  mlir::LogicalResult checkNames(const Frame &frame, bool hasClass = false);
  /// The same where it is known that two are equal.
  mlir::LogicalResult failOnEqualNames(const Frame &frame,
                                       bool hasClass = false);
  /// Takes back what was built for an object that is carried as text.
  void eraseChildren(const Frame &frame);
  mlir::Operation *build(mlir::OperationName name, const Frame &frame,
                         size_t firstSlot);
  mlir::Location locate(const char *position);
  mlir::LogicalResult fail(const char *position, const llvm::Twine &message);
  mlir::LogicalResult expected(const JsonToken &token, llvm::StringRef what);

  mlir::MLIRContext *context;
  Source &source;
  mlir::Block *block;
  mlir::Block::iterator before;
  JsonLexer lexer;
  ShapeCache shapes;
  mlir::Type any;
  mlir::DictionaryAttr noAttributes;
  mlir::OperationName objectName, dictName, listName, tupleName;

  std::vector<Frame> frames;
  std::vector<Slot> slots;
  std::vector<mlir::Value> children;
  std::vector<llvm::StringRef> keys;
  llvm::StringRef contextText;
};

} // namespace pg

#endif // PG_LIB_IMPORT_JSONREADER_H
