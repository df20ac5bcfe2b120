//===- QueryFilter.h - What --query and its relatives select ----*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_PIPELINE_QUERYFILTER_H
#define PG_LIB_PIPELINE_QUERYFILTER_H

#include "pg/Declarations/DeclarationIndex.h"
#include "pg/Pipeline/PgOpt.h"
#include "pg/Rewrite/Matchers.h"
#include "pg/Rewrite/RulePass.h"
#include "pg/Support/PythonRegex.h"

namespace pg {

/// A query of the command line. What is wrong is reported.
class QueryFilter {
public:
  explicit QueryFilter(const QueryOptions &options) : options(options) {}

  /// Reads what needs no experiment.
  mlir::LogicalResult compile(mlir::MLIRContext *context);
  /// Adds the classes that it asks about.
  void getClassNeeds(ClassNeeds &needs) const;
  /// Looks up classes, a concept and a value, and warns about names that nobody
  /// knows. \p experiment must not change until the query is printed.
  mlir::LogicalResult bind(ExperimentOp experiment,
                           const DeclarationIndex &index);
  /// Prints what is selected in the experiment that it was bound to.
  void print(llvm::raw_ostream &os);

private:
  bool selects(Field field, llvm::StringRef path) const;

  const QueryOptions &options;
  std::optional<PythonRegex> path;
  ExperimentOp experiment;
  std::optional<ClassTable> classes;
  std::optional<TypeMatcher> type;
  std::optional<ValueMatcher> value;
};

} // namespace pg

#endif // PG_LIB_PIPELINE_QUERYFILTER_H
