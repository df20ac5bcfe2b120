//===- HideFields.h - What goes without saying ------------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_HIDEFIELDS_H
#define PG_REWRITE_HIDEFIELDS_H

#include "pg/IR/ClassTable.h"

namespace pg {

/// Which fields of declared classes, and keys of dictionaries with a schema,
/// are spelled; the others stay as they are.
struct HiddenFields {
  /// Leaves out what holds its default or is frozen, all the way down:
  /// PyGlove's `hide_default_values`. Here 1, 1.0 and true are three values.
  bool defaults = false;
  /// Leaves out what is frozen (true), as PyGlove does by default, or spells it
  /// (false).
  std::optional<bool> frozen;

  bool any() const { return defaults || frozen; }
};

/// Removes or adds fields. The experiment means the same afterwards, to whom
/// knows its classes.
void hideFields(ExperimentOp experiment, const ClassTable &classes,
                const HiddenFields &hidden);

} // namespace pg

#endif // PG_REWRITE_HIDEFIELDS_H
