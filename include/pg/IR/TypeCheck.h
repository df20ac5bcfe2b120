//===- TypeCheck.h - Whether a value fits its spec --------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_TYPECHECK_H
#define PG_IR_TYPECHECK_H

#include "pg/IR/ClassTable.h"
#include "pg/Support/PythonRegex.h"

namespace pg {

/// Compiled regular expressions of value specs.
class RegexCache {
public:
  /// Null for one that does not compile.
  const PythonRegex *get(mlir::StringAttr pattern);
  /// What the schema of a dictionary says of a key; null if it has no place.
  const KeyType *findKey(DictType schema, llvm::StringRef name);

private:
  llvm::DenseMap<mlir::StringAttr, std::optional<PythonRegex>> regexes;
};

/// The candidate of a union that takes a constant, or what \p child builds:
/// that of its class, else one without a class, else one that it converts to.
/// Null if there is none.
mlir::Type chooseCandidate(UnionType spec, const Slot &constant,
                           mlir::Operation *child, const ClassTable &classes);

/// The kind of all choices but None; nullopt if they differ.
std::optional<LiteralKind> kindOfChoices(EnumType spec);

/// Whether a constant, or what \p child builds, equals a literal in Python:
/// 1, 1.0 and True are equal there, and the order of keys is free. With
/// \p classes, a component has the default of a field that it leaves out.
bool equalInPython(const Slot &constant, mlir::Operation *child,
                   mlir::Attribute literal,
                   const ClassTable *classes = nullptr);

/// Whether a field holds exactly what a literal (a default value) stands for:
/// 1, 1.0 and true are three, and the order of keys is free.
bool holdsLiteral(Field field, mlir::Attribute literal);

/// Checks values against value specs as PyGlove does, with its words.
class TypeChecker {
public:
  /// Told of each value that does not fit: the field, the rest of the path for
  /// an element of a constant tuple (`[0]`), and what is wrong.
  using Report =
      llvm::function_ref<void(Field, llvm::StringRef, const llvm::Twine &)>;

  /// \p report must outlive the checker. Without \p checkSizes, the lengths of
  /// lists are let through.
  TypeChecker(const ClassTable &classes, Report report, bool checkSizes = true)
      : classes(classes), report(report), checkSizes(checkSizes) {}

  /// Told of the required keys that dictionaries lack, which is no misfit.
  using OnMissing = llvm::function_ref<void(Field, llvm::StringRef)>;
  void setOnMissing(OnMissing callback) { onMissing = callback; }

  /// Whether what \p field holds fits \p type.
  bool check(Field field, mlir::Type type) {
    return check(field, splitType(type));
  }
  bool check(Field field, const TypeParts &parts);

private:
  struct Place;
  bool checkPlace(const Place &place, const TypeParts &parts);
  bool checkSpec(const Place &place, mlir::Type spec);
  bool checkNumber(const Place &place, mlir::Type spec);
  bool checkString(const Place &place, StrType spec);
  bool checkEnum(const Place &place, EnumType spec);
  bool checkTuple(const Place &place, mlir::Type spec);
  bool checkList(const Place &place, ListType spec);
  bool checkDict(const Place &place, DictType spec);
  bool checkObject(const Place &place, ObjectType spec);
  bool checkUnion(const Place &place, UnionType spec);
  bool checkPlaceholder(const Place &place, const TypeParts &parts,
                        Placeholder kind);
  bool checkCandidates(ObjectOp placeholder, const TypeParts &parts);
  bool checkFloatRange(const Place &place, RealType spec);
  bool checkClass(const Place &place, ClassType spec);
  bool wrongKind(const Place &place, const llvm::Twine &expected);
  bool fail(const Place &place, const llvm::Twine &message);
  bool checkSize(const Place &place, llvm::StringRef kind, uint64_t size,
                 uint64_t min, std::optional<uint64_t> max);

  const ClassTable &classes;
  Report report;
  bool checkSizes;
  OnMissing onMissing;
  RegexCache regexes;
};

/// How a message shows a value; components are shown by their class.
std::string describeValue(Field field);
/// The class that Python's type() gives: `<class 'int'>`.
std::string describeClass(const Slot &constant);

} // namespace pg

#endif // PG_IR_TYPECHECK_H
