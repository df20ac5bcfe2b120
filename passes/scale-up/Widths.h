//===- Widths.h - Widths that have to agree -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_PASSES_SCALEUP_WIDTHS_H
#define PG_PASSES_SCALEUP_WIDTHS_H

#include "pg/Rewrite/Component.h"
#include "llvm/ADT/MapVector.h"

namespace pg {

/// Where a width is stated.
struct WidthPlace {
  mlir::Location loc;
  std::string path;
};

/// The model widths that are stated all over an experiment, also where only
/// references lead, and where a field that is left out has a default, each with
/// the first place that has it.
llvm::MapVector<int64_t, WidthPlace> findModelWidths(ExperimentOp experiment,
                                                     const ClassTable &classes);

/// The width of the model, if all places that state one agree.
std::optional<int64_t> findModelWidth(ExperimentOp experiment,
                                      const ClassTable &classes);

/// A field that states a model width with which no other can agree: by a
/// placeholder, or a constant that is no whole number. Null without one; None
/// states nothing.
Field findUnclearWidth(ExperimentOp experiment, const ClassTable &classes);

/// Whether a field holds a placeholder, or refers to one.
bool isPlaceholder(Field field, const ClassTable &classes);

/// The width of all heads of an attention together.
struct TotalWidth {
  llvm::StringRef name;
  int64_t width;
  /// What stands there.
  Slot stated;
  /// Whether None stands there, which means the width of the model.
  bool isImplied;
};

/// Nothing for an attention that states the width of one head, or whose width
/// is unknown.
std::optional<TotalWidth> findTotalWidth(Component attention,
                                         std::optional<int64_t> modelWidth);

} // namespace pg

#endif // PG_PASSES_SCALEUP_WIDTHS_H
