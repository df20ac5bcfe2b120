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

private:
  /// A bracket that is open.
  struct Frame {
    const char *start;
    bool isArray;
    /// A list whose first item says that it is a tuple.
    bool isTuple = false;
    /// Its text is carried; nothing is built for it.
    bool isVerbatim = false;
    /// PyGlove's mark for lists and dictionaries in references.
    bool isSymbolic = false;
    /// The list of the objects that references share.
    bool isShared = false;
    size_t firstSlot = 0, firstChild = 0, firstKey = 0, firstUse = 0;
  };

  mlir::LogicalResult open(const JsonToken &bracket);
  /// Fails on a name of PyGlove's own that has escapes: what reads it here
  /// compares tokens.
  mlir::LogicalResult checkSpelling(const JsonToken &token);
  mlir::LogicalResult close(const JsonToken &bracket);
  mlir::LogicalResult readItem(JsonToken token);
  mlir::LogicalResult readKey(JsonToken token);
  void addScalar(const JsonToken &token);
  void addValue(NewValue value);

  /// Whether the bracket that opens now is the list of shared objects of the
  /// document: `{"__context__": {"shared_objects": [`.
  bool opensShared(bool isArray) const;
  void addShared(NewValue value);
  mlir::FailureOr<NewValue> closeObject(Frame &frame, const char *end);
  /// `{"_type": "…Ref", "value": …}`
  mlir::FailureOr<NewValue> closeReference(const Frame &frame);
  /// `{"__ref__": 3}`
  mlir::FailureOr<NewValue> closeSharedUse(const Frame &frame,
                                           const Slot &index);
  /// `{"__context__": …, "__root__": …}`
  mlir::FailureOr<NewValue> closeDocument(const Frame &frame, const char *end,
                                          bool hasClass);
  NewValue closeArray(const Frame &frame, const char *end);
  /// Fails at the second of two equal names; with \p hasClass, `_type` is one
  /// that stands before them.
  mlir::LogicalResult checkNames(const Frame &frame, bool hasClass = false);
  /// The same where it is known that two are equal.
  mlir::LogicalResult failOnEqualNames(const Frame &frame,
                                       bool hasClass = false);
  /// Takes back what was built for an object that is carried as text.
  void eraseChildren(const Frame &frame);
  void eraseTree(mlir::Operation *root);
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
  mlir::OperationName objectName, dictName, listName, tupleName, refName,
      constantName;

  std::vector<Frame> frames;
  /// The first token behind a bracket that was just opened.
  std::optional<JsonToken> first;
  llvm::SmallVector<Slot, 0> slots;
  llvm::SmallVector<mlir::Value, 0> children;
  llvm::SmallVector<llvm::StringRef, 0> keys;
  /// What references share, in the order of the document.
  std::vector<mlir::Value> shared;
  /// How many references to them were read.
  size_t sharedUses = 0;
  /// Whether there is a list of them, though it be empty.
  bool readShared = false;
};

} // namespace pg

#endif // PG_LIB_IMPORT_JSONREADER_H
