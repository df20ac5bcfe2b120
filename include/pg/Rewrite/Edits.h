//===- Edits.h - Finding the places that a rule's arguments name -*- C++
//-*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_EDITS_H
#define PG_REWRITE_EDITS_H

#include "pg/Rewrite/RuleRewriter.h"
#include "pg/Support/KeyPath.h"

namespace pg {

/// Where a path leads.
struct PathTarget {
  /// What holds the last step: a component, dictionary or list; `pg.return` for
  /// the root.
  mlir::Operation *parent = nullptr;
  /// The last step; an index counts from the front.
  KeyPath::Key key = KeyPath::Key("");
  /// The place, if there is one already.
  Field field;
  /// What the path leads through, outermost first.
  llvm::SmallVector<Field> through = {};
};

/// Follows a path in PyGlove's spelling. Fails, with an error and what is near,
/// when a step before the last leads nowhere.
mlir::FailureOr<PathTarget> followPath(RuleRewriter &rewriter,
                                       llvm::StringRef path);

/// The same for a value that has to be there; a declared default that is not
/// spelled gets spelled first. Fails, with an error and what is near, if there
/// is none.
mlir::FailureOr<PathTarget> followToValue(RuleRewriter &rewriter,
                                          llvm::StringRef path);

/// The value at a path; a declared default that is not spelled gets spelled
/// first. Fails, with an error and what is near, if there is none.
mlir::FailureOr<Field> findValue(RuleRewriter &rewriter, llvm::StringRef path);

/// The field that one step leads to from a component, dictionary or list; null
/// if there is none.
Field stepInto(mlir::Operation *container, const KeyPath::Key &key);

/// How a dictionary or component spells a step of a path.
std::string nameOf(const KeyPath::Key &key);

/// Fails, with an error and a suggestion, if the class of \p container is
/// declared and has no field \p name.
mlir::LogicalResult checkFieldName(RuleRewriter &rewriter,
                                   mlir::Operation *container,
                                   llvm::StringRef name);

/// Writes the value of a JSON text to every place that \p matches accepts,
/// outermost first; what is written over is not entered.
mlir::LogicalResult
patchWhere(RuleRewriter &rewriter, llvm::StringRef json,
           llvm::function_ref<bool(Field, llvm::StringRef path)> matches);

} // namespace pg

#endif // PG_REWRITE_EDITS_H
