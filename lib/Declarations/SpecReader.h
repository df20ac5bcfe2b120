//===- SpecReader.h - PyGlove's value specs to types ------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_DECLARATIONS_SPECREADER_H
#define PG_LIB_DECLARATIONS_SPECREADER_H

#include "pg/Declarations/JsonTree.h"
#include "pg/IR/PgTypes.h"
#include "llvm/ADT/Twine.h"

namespace pg {

/// What a value spec says.
struct ReadSpec {
  mlir::Type type;
  /// Null without one.
  mlir::Attribute defaultValue;
  bool frozen = false;
};

/// One field of a schema, or one kind of keyword fields.
struct ReadField {
  std::string name;
  bool pattern;
  JsonView spec;
};

/// Reads the JSON of value specs. Specs that it does not know accept any value.
/// Told of what a reader comes across.
class SpecListener {
public:
  /// What is not of the format.
  virtual void error(JsonView at, const llvm::Twine &message) = 0;
  /// What means nothing, or cannot be checked.
  virtual void warning(JsonView at, const llvm::Twine &message) = 0;
  /// A class that a constant constructs.
  virtual void needsClass(llvm::StringRef name) = 0;
  /// A default value, and the type that it should fit.
  virtual void hasDefault(JsonView at, mlir::Type type,
                          mlir::Attribute value) = 0;

protected:
  ~SpecListener() = default;
};

class SpecReader {
public:
  SpecReader(mlir::MLIRContext *context, SpecListener &listener)
      : context(context), listener(listener) {}

  ReadSpec readSpec(JsonView spec);
  /// The fields of a `pyglove.typing.Schema`, without their specs.
  llvm::SmallVector<ReadField> readSchema(JsonView schema);
  /// A default value, a choice or a fact: anything that JSON can hold.
  mlir::Attribute readConstant(JsonView value);

private:
  struct Members;
  mlir::Type readType(const Members &spec);
  mlir::Type readNested(JsonView spec);
  mlir::Type readTuple(const Members &spec);
  mlir::Type readDict(const Members &spec);
  mlir::Type readClass(JsonView named);
  /// In the words of the dialect; null if nothing is said of it.
  mlir::StringAttr readSignature(const Members &spec);
  mlir::Attribute readBound(JsonView value);
  uint64_t readSize(JsonView value);
  std::optional<uint64_t> readMaxSize(JsonView value);
  mlir::Attribute readObject(JsonView value);
  mlir::Attribute readVerbatim(JsonView value);

  /// Warns of members that are not among the \p known ones.
  void checkKeys(JsonView object, llvm::StringRef what, llvm::StringRef known);
  void checkRegex(JsonView regex);
  bool readBool(JsonView value, llvm::StringRef name);
  void checkOrder(const Members &spec);

  mlir::MLIRContext *context;
  SpecListener &listener;
};

} // namespace pg

#endif // PG_LIB_DECLARATIONS_SPECREADER_H
