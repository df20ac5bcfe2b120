//===- ShowValue.h - Values in a few words ----------------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_ANALYSIS_SHOWVALUE_H
#define PG_ANALYSIS_SHOWVALUE_H

#include "pg/IR/NewValue.h"
#include "pg/IR/PgOps.h"

namespace pg {

/// A value as a line about it shows it: a constant as Python's repr(), cut to
/// 60 bytes, a component as `its.Class(…)`, a list as `[…]`.
std::string showBriefly(const NewValue &value);
std::string showBriefly(Field field);
/// The same of what was replaced.
std::string showBriefly(const ReplacedValue &value);

} // namespace pg

#endif // PG_ANALYSIS_SHOWVALUE_H
