//===- Fuzz.cpp - What the fuzz targets share -----------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fuzz.h"
#include "pg/Export/Export.h"
#include "pg/Import/Import.h"
#include <cstdlib>

using namespace mlir;
using namespace pg;

void fuzz::require(bool holds, StringRef promise) {
  if (holds)
    return;
  llvm::errs() << "does not hold: " << promise << '\n';
  std::abort();
}

fuzz::Context::Context() {
  mlir.loadDialect<PgDialect>();
  mlir.getDiagEngine().registerHandler([this](Diagnostic &diagnostic) {
    errors += diagnostic.getSeverity() == DiagnosticSeverity::Error;
  });
}

Source &fuzz::Context::addSource(StringRef text, StringRef name) {
  return mlir.getLoadedDialect<PgDialect>()->addSource(std::make_unique<Source>(
      llvm::MemoryBuffer::getMemBufferCopy(text, name)));
}

std::string fuzz::Document::toJson() {
  std::string text;
  llvm::raw_string_ostream os(text);
  exportExperiment(experiment, os);
  return text;
}

fuzz::Document fuzz::readJson(Context &context, StringRef text) {
  unsigned errors = context.errors;
  Document document;
  document.module = ModuleOp::create(UnknownLoc::get(&context.mlir));
  FailureOr<ExperimentOp> experiment = importExperiment(
      context.addSource(text, "input"), *document.module, "experiment");
  require(failed(experiment) == (context.errors > errors),
          "a text is refused with an error, or read without one");
  if (failed(experiment)) {
    require(document.module->getBody()->empty(),
            "nothing is left of a text that is refused");
    return {};
  }
  document.experiment = *experiment;
  return document;
}

void fuzz::requirePlace(StringRef text, const ParseError &error) {
  require(error.position <= text.size(), "an error points into the text");
  require(!error.message.empty(), "an error says what is wrong");
}
