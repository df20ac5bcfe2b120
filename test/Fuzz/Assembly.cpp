//===- Assembly.cpp - JSON, by way of the dialect's assembly --------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fuzz.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;
using namespace pg;
using namespace pg::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef text(reinterpret_cast<const char *>(data), size);
  Context context;
  Document read = readJson(context, text);
  if (!read)
    return 0;
  require(succeeded(verify(*read.module)), "what is built is well formed");
  std::string assembly;
  llvm::raw_string_ostream os(assembly);
  read.module->print(os);
  Document parsed;
  parsed.module =
      parseSourceString<ModuleOp>(assembly, ParserConfig(&context.mlir));
  require(bool(parsed.module), "the assembly can be read");
  parsed.experiment = *parsed.module->getOps<ExperimentOp>().begin();
  require(parsed.toJson() == read.toJson(), "it stands for the same JSON");
  return 0;
}
