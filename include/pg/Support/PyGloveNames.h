//===- PyGloveNames.h - Names that PyGlove's JSON gives a meaning *- C++
//-*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_SUPPORT_PYGLOVENAMES_H
#define PG_SUPPORT_PYGLOVENAMES_H

#include "llvm/ADT/StringRef.h"

namespace pg::names {

// As JSON tokens: PyGlove spells them without escapes.
inline constexpr llvm::StringLiteral quotedType = "\"_type\"";
inline constexpr llvm::StringLiteral quotedTuple = "\"__tuple__\"";
inline constexpr llvm::StringLiteral quotedRef = "\"__ref__\"";
inline constexpr llvm::StringLiteral quotedContext = "\"__context__\"";
inline constexpr llvm::StringLiteral quotedRoot = "\"__root__\"";
inline constexpr llvm::StringLiteral quotedShared = "\"shared_objects\"";
inline constexpr llvm::StringLiteral quotedSymbolic = "\"__symbolic__\"";
inline constexpr llvm::StringLiteral quotedName = "\"name\"";
inline constexpr llvm::StringLiteral quotedValue = "\"value\"";
inline constexpr llvm::StringLiteral quotedReference =
    "\"pyglove.core.symbolic.ref.Ref\"";
inline constexpr llvm::StringLiteral reference =
    "pyglove.core.symbolic.ref.Ref";

/// A place-holder with candidates.
inline constexpr llvm::StringLiteral oneOf = "hyper.OneOf";
inline constexpr llvm::StringLiteral opaque =
    "pyglove.core.utils.json_conversion._OpaqueObject";

/// Decisions of a search, whose JSON says other things than its constructor.
inline constexpr llvm::StringLiteral dna = "pyglove.core.geno.base.DNA";

/// What stands where a value is yet to come.
inline constexpr llvm::StringLiteral missing =
    "pyglove.core.utils.missing.MissingValue";

/// The base of all component classes.
inline constexpr llvm::StringLiteral object =
    "pyglove.core.symbolic.object.Object";

/// The base of all functors.
inline constexpr llvm::StringLiteral functor =
    "pyglove.core.symbolic.functor.Functor";

/// Whether a class (a JSON token) is one whose objects are leaves to every rule
/// and constants: classes and functions by name, pickles.
inline bool isVerbatim(llvm::StringRef quotedClass) {
  if (!quotedClass.starts_with("\""))
    return false;
  llvm::StringRef name = quotedClass.drop_front().drop_back();
  return name == opaque || name == "type" || name == "function" ||
         name == "method";
}

} // namespace pg::names

#endif // PG_SUPPORT_PYGLOVENAMES_H
