//===- Placeholder.h - Values that are decided later ------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An experiment with placeholders is a search space. A placeholder is a
// component of one of PyGlove's classes for it, or of a class that plays
// `placeholder`.
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_PLACEHOLDER_H
#define PG_IR_PLACEHOLDER_H

#include "pg/IR/PgOps.h"

namespace pg {

class ClassDecl;

enum class Placeholder : uint8_t {
  /// An ordinary component.
  None,
  /// One of several candidates (`pg.oneof`).
  OneOf,
  /// A list of several of them (`pg.manyof`, `pg.permutate`).
  ManyOf,
  /// A float in a range (`pg.floatv`).
  Float,
  /// Anything: nothing is known of what it becomes.
  Unknown
};

/// What the components of a class are; \p decl is null where nothing is known
/// of it.
Placeholder placeholderOf(llvm::StringRef className, const ClassDecl *decl);

/// What is wrong with a placeholder by itself, whatever the field that holds
/// it; empty if nothing is.
std::string checkPlaceholder(ObjectOp object, Placeholder kind);

} // namespace pg

#endif // PG_IR_PLACEHOLDER_H
