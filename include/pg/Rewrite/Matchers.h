//===- Matchers.h - What arguments of rules and queries match ---*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_MATCHERS_H
#define PG_REWRITE_MATCHERS_H

#include "pg/Analysis/ValueHash.h"
#include "pg/Rewrite/RuleRewriter.h"

namespace pg {

/// The class that an argument names: a key, an alias, or the last part of one,
/// of a class that is declared or present; else of one that is only annotated.
/// Fails, with an error, if several answer; nullopt, with a \p hint that
/// suggests one, or one of \p others, if none does.
mlir::FailureOr<std::optional<std::string>>
resolveClass(ExperimentOp experiment, const ClassTable &classes,
             llvm::StringRef name, std::string &hint,
             llvm::ArrayRef<llvm::StringRef> others = {});

/// Fails, with an error and a suggestion, if the class and all its subclasses
/// are declared and none of them has a field \p name.
mlir::LogicalResult checkMember(RuleRewriter &rewriter,
                                llvm::StringRef className,
                                llvm::StringRef name);

/// Recognizes the values of a type: a class with its subclasses, or one of
/// Python's own, `int` (true and false too), `float`, `str`, `bool`, `list`,
/// `dict` or `tuple`.
class TypeMatcher {
public:
  /// Fails and hints as `resolveClass` does; a class that is not there matches
  /// nothing. \p classes must outlive the matcher.
  static mlir::FailureOr<TypeMatcher> create(ExperimentOp experiment,
                                             const ClassTable &classes,
                                             llvm::StringRef name,
                                             std::string &hint);
  bool matches(Field field) const;

private:
  TypeMatcher(const ClassTable &classes, llvm::StringRef name)
      : classes(&classes), name(name.str()) {}

  const ClassTable *classes;
  /// Empty matches nothing.
  std::string name;
  bool isPythons = false;
};

/// Recognizes the values that equal one: 1, 1.0 and true are three, NaN is
/// itself, the order of keys does not count and a class may go by an alias.
class ValueMatcher {
public:
  /// Reads the value from a JSON text. Where all its classes are declared,
  /// their defaults may be left out. Of others it has to be written in full; if
  /// one is neither declared nor present, \p hint says so. Fails, with an
  /// error, for a component that its declared class does not allow.
  static mlir::FailureOr<ValueMatcher> create(RuleRewriter &rewriter,
                                              llvm::StringRef json,
                                              llvm::StringRef what,
                                              std::string &hint);
  bool matches(Field field) const;

private:
  Slot constant;
  /// Set for what is no constant: hashes of the experiment's values, and of the
  /// value, as it was written and completed.
  std::shared_ptr<const ValueHashes> hashes;
  llvm::SmallVector<uint64_t, 2> sought;
};

} // namespace pg

#endif // PG_REWRITE_MATCHERS_H
