//===- Walk.h - Every value of an experiment, in order ----------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// PyGlove's order of traversal: pre-order and depth-first, the root first, then
// the fields of a component or dictionary and the elements of a list as they
// stand. Tuples, references and values that are carried verbatim are leaves.
//
//===----------------------------------------------------------------------===//

#ifndef PG_ANALYSIS_WALK_H
#define PG_ANALYSIS_WALK_H

#include "mlir/Support/WalkResult.h"
#include "pg/IR/PgOps.h"

namespace pg {

/// Whether a walk enters what \p field holds: a component, list or dictionary.
bool isEntered(Field field);

/// Visits \p root and every value below it. `skip()` does not enter the value,
/// `interrupt()` ends the walk, and that is then the result.
///
/// Neither recursive nor dependent on the depth; linear but for the text of the
/// names. \p visit must not add, remove or replace fields: collect first, then
/// change.
mlir::WalkResult walkValues(Field root,
                            llvm::function_ref<mlir::WalkResult(Field)> visit);

/// The same with the path of each value from \p root, which is '' itself, in
/// PyGlove's spelling. The path is extended and cut, not built anew, and is
/// valid during the call only. Different values can have one path: that of a
/// dictionary's key '' is the dictionary's own path at the root.
mlir::WalkResult walkValues(
    Field root,
    llvm::function_ref<mlir::WalkResult(Field, llvm::StringRef path)> visit);

/// The same, and what a reference refers to is visited for each reference to
/// it: values that share values can be reached in very many ways. Past a
/// million references, further ones are not entered, and false is returned.
bool walkThroughReferences(
    Field root,
    llvm::function_ref<mlir::WalkResult(Field, llvm::StringRef path)> visit);

/// All values of an experiment.
inline mlir::WalkResult
walkValues(ExperimentOp experiment,
           llvm::function_ref<mlir::WalkResult(Field)> visit) {
  return walkValues(experiment.getRoot(), visit);
}
inline mlir::WalkResult walkValues(
    ExperimentOp experiment,
    llvm::function_ref<mlir::WalkResult(Field, llvm::StringRef path)> visit) {
  return walkValues(experiment.getRoot(), visit);
}

} // namespace pg

#endif // PG_ANALYSIS_WALK_H
