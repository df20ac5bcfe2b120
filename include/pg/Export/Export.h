//===- Export.h - The pg dialect into PyGlove's JSON ------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_EXPORT_EXPORT_H
#define PG_EXPORT_EXPORT_H

#include "pg/IR/PgOps.h"
#include "llvm/Support/raw_ostream.h"

namespace pg {

/// Writes what `pg.save` would: in the layout of the text that it was read from
/// (indent, final newline), each untouched scalar as it was spelled there.
void exportExperiment(ExperimentOp experiment, llvm::raw_ostream &os);

/// Writes one value in the given layout, with a `__context__` of its own where
/// references below it share something.
void exportValue(Field field, llvm::raw_ostream &os, JsonLayout layout = {});

/// Writes a Python program whose `experiment` is the same (`pg.eq`) when
/// PyGlove runs it: imports, nested constructor calls, defaults left out where
/// the class is declared. Values that are shared, or nested very deep, get a
/// name.
void exportPython(ExperimentOp experiment, llvm::raw_ostream &os);

} // namespace pg

#endif // PG_EXPORT_EXPORT_H
