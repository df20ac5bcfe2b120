//===- PgDiff.cpp - Shows what differs between two experiments ------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/PgDiff.h"
#include "ToolMain.h"
#include "pg/Pipeline/Diagnostics.h"
#include "pg/Pipeline/PrintDiff.h"
#include "pg/Support/OutputFile.h"

using namespace mlir;
using namespace pg;
namespace cl = llvm::cl;

static constexpr llvm::StringLiteral tool = "pg-diff";

namespace {

/// One of the two experiments.
struct Side {
  OwningOpRef<ModuleOp> module;
  ExperimentOp experiment;

  LogicalResult read(MLIRContext *context, StringRef path, Format format) {
    FailureOr<Input> input = openInput(context, path, format);
    if (failed(input) || !(module = readModule(context, *input)))
      return failure();
    experiment = getOnlyExperiment(*module, path, "pg-diff compares one");
    return success(experiment);
  }
};

} // namespace

LogicalResult pg::runPgDiff(const PgDiffOptions &options) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  context.loadDialect<PgDialect>();
  DiagnosticPrinter diagnostics(&context, llvm::errs(), tool);
  Side left, right;
  DeclarationIndex index(&context);
  if (failed(left.read(&context, options.left, options.from)) ||
      failed(right.read(&context, options.right, options.from)) ||
      failed(readDeclarations(index, options.declarations,
                              {options.left, options.right}, tool)) ||
      failed(index.materializeUsed(*left.module)) ||
      failed(index.materializeUsed(*right.module)))
    return failure();
  auto print = [&](raw_ostream &os) {
    printDiff(left.experiment, right.experiment, options.form, os);
  };
  if (llvm::Error error = writeOutput("-", print))
    return emitError(UnknownLoc::get(&context))
           << llvm::toString(std::move(error));
  return success();
}

namespace {

struct CommandLine {
  cl::OptionCategory category{"pg-diff options"};
  cl::list<std::string> inputs{cl::Positional, cl::desc("A B"),
                               cl::cat(category)};
  InputFlags inputFlags{category};
  DiffFlag diff{category};
  cl::opt<bool> verbose{"verbose", cl::desc("Say what was read"),
                        cl::cat(category)};
};

} // namespace

static int usage(const Twine &message) {
  return failUsage(tool, "A B", message);
}

int pg::pgDiffMain(int argc, char **argv) {
  CommandLine line;
  if (!parseCommandLine(argc, argv, tool, line.category,
                        "Shows what differs between two experiments.\n"))
    return 1;
  if (line.inputs.size() > 2)
    return usage("compares two experiments; '" + line.inputs[2] +
                 "' is a third");
  if (line.inputs.size() < 2)
    return usage("compares two experiments; " +
                 Twine(line.inputs.empty() ? "none is" : "one is") + " given");
  if (line.inputs[0] == "-" && line.inputs[1] == "-")
    return usage("only one of the two can be stdin");
  std::optional<DiffForm> form = line.diff.getForm();
  if (!form)
    return usage(line.diff.describeProblem());
  PgDiffOptions options{line.inputs[0], line.inputs[1],
                        line.inputFlags.getFormat(),
                        line.inputFlags.getDeclarations(line.verbose)};
  if (*form != DiffForm::None)
    options.form = *form;
  return succeeded(runPgDiff(options)) ? 0 : 1;
}
