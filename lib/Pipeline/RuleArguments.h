//===- RuleArguments.h - What a call gives to the options of a rule -*- C++
//-*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_PIPELINE_RULEARGUMENTS_H
#define PG_LIB_PIPELINE_RULEARGUMENTS_H

#include "pg/IR/PgDialect.h"
#include "pg/Pipeline/RuleCall.h"
#include "pg/Pipeline/RuleCatalogue.h"
#include "llvm/ADT/MapVector.h"

namespace pg {

struct RuleArguments {
  /// By the name of the option, as a pass takes them.
  llvm::MapVector<llvm::StringRef, std::string> values;
  /// As in a pipeline: `scale=2 path=model`.
  std::string spelling;
};

/// Finds the options that the arguments of \p call are for, and checks their
/// values. \p source holds the text of the call. Fails, with an error at the
/// character.
mlir::FailureOr<RuleArguments> readArguments(mlir::MLIRContext *context,
                                             const RuleInfo &info,
                                             const RuleCall &call,
                                             Source &source);

/// Says what is wrong at a byte of \p source.
mlir::LogicalResult failAt(mlir::MLIRContext *context, Source &source,
                           size_t position, const llvm::Twine &message);

} // namespace pg

#endif // PG_LIB_PIPELINE_RULEARGUMENTS_H
