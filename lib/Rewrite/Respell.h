//===- Respell.h - Values in the spelling of another class -----*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_REWRITE_RESPELL_H
#define PG_LIB_REWRITE_RESPELL_H

#include "pg/Rewrite/RuleRewriter.h"

namespace pg {

/// The elements of a tuple or list of integers; nullopt for anything else.
std::optional<int64_t> countAxes(const NewValue &value);

/// A kernel is 3 or (3, 3) or [3, 3]; each class takes some of these. Gives the
/// one that a field of \p type takes, or the value as it is. \p rank is how
/// many axes one number stands for, if that is known.
NewValue respellAxes(RuleRewriter &rewriter, mlir::Location loc, NewValue value,
                     mlir::Type type, std::optional<int64_t> rank);

/// Padding is a word, in small letters or in capitals, or a number. Gives the
/// word as a field of \p type has it; `valid` and 0 stand for each other. Any
/// other number is a word only for some kernels, and stays.
NewValue respellPadding(RuleRewriter &rewriter, NewValue value,
                        mlir::Type type);

} // namespace pg

#endif // PG_LIB_REWRITE_RESPELL_H
