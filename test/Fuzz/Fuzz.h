//===- Fuzz.h - What the fuzz targets share ---------------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each target is a program of libFuzzer: it reads one input, and ends with a
// report when a promise about it does not hold. The tests try the same inputs
// every time. To try others, here and with each of them for ten minutes:
//
//     PG_SEED=7 lit -v build/asan/test/Fuzz
//     fuzz=build/asan/bin/fuzz-import
//     $fuzz -max_total_time=600 CORPUS test/Fuzz/seeds/json
//
//===----------------------------------------------------------------------===//

#ifndef PG_TEST_FUZZ_FUZZ_H
#define PG_TEST_FUZZ_FUZZ_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "pg/IR/PgOps.h"
#include "pg/Support/ParseError.h"
#include <string>

namespace pg::fuzz {

/// Ends the run where \p holds does not.
void require(bool holds, llvm::StringRef promise);

/// A context that takes note of errors.
struct Context {
  Context();
  /// A text that lives as long as the context.
  Source &addSource(llvm::StringRef text, llvm::StringRef name);

  mlir::MLIRContext mlir{mlir::MLIRContext::Threading::DISABLED};
  unsigned errors = 0;
};

/// A module with one experiment; null if the text was refused.
struct Document {
  mlir::OwningOpRef<mlir::ModuleOp> module;
  ExperimentOp experiment;

  explicit operator bool() const { return bool(module); }
  std::string toJson();
};

/// Reads JSON. A text that is refused has an error, and no other has one.
Document readJson(Context &context, llvm::StringRef text);

/// What a parser of the command line promises when it refuses \p text.
void requirePlace(llvm::StringRef text, const ParseError &error);

} // namespace pg::fuzz

#endif // PG_TEST_FUZZ_FUZZ_H
