//===- Stages.cpp - What each stage of a run takes ------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// stages EXPERIMENT.json COMPONENTS.json RUNS [RULES]
//
// Reads an experiment, declares its classes, verifies it, scales its widths
// (with the verification that follows a rule; by a rule file, if one is given)
// and writes it to memory, RUNS times, each in a context of its own. Prints the
// median of each stage as JSON, in milliseconds on the processor. The start of
// the process does not count.
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"
#include "pg/Declarations/DeclarationIndex.h"
#include "pg/Export/Export.h"
#include "pg/IR/ClassTable.h"
#include "pg/Import/Import.h"
#include "pg/InitAllRules.h"
#include "pg/Pipeline/RuleChain.h"
#include "pg/Support/OutputFile.h"
#include "pg/RuleFiles/RuleFile.h"
#include "llvm/Support/Format.h"
#include <ctime>

using namespace mlir;
using namespace pg;

namespace {

enum Stage { Import, Declare, Verify, Rule, Export, NumStages };
constexpr const char *names[] = {"import", "declare", "verify", "rule",
                                 "export"};

struct Run {
  double milliseconds[NumStages] = {};

  LogicalResult run(StringRef input, StringRef components,
                    const RuleSources &rules) {
    MLIRContext context(MLIRContext::Threading::DISABLED);
    auto *dialect = context.getOrLoadDialect<PgDialect>();
    RuleCatalogue catalogue;
    registerAllRules(catalogue);
    RuleChain chain(&context, catalogue);
    PassManager manager(&context);
    if (failed(loadRules(&context, rules, catalogue)) ||
        failed(chain.addPipeline("scale-width", "stages")) ||
        failed(chain.populate(manager)))
      return failure();
    auto buffer = llvm::MemoryBuffer::getFile(input);
    if (!buffer)
      return failure();
    Source &source =
        dialect->addSource(std::make_unique<Source>(std::move(*buffer)));

    // Not taken apart, as in pg-opt.
    ModuleOp module = ModuleOp::create(UnknownLoc::get(&context));
    FailureOr<ExperimentOp> experiment;
    // As pg-opt writes: a text that grows would be copied as it does.
    auto write = [&](llvm::raw_ostream &os) {
      exportExperiment(*experiment, os);
    };
    auto declare = [&] {
      DeclarationIndex index(&context);
      return success(succeeded(index.addBuiltin()) &&
                     succeeded(index.addFile(components)) &&
                     succeeded(index.materializeUsed(module)));
    };
    return success(
        succeeded(measure(Import,
                          [&] {
                            experiment = importExperiment(source, module, "e");
                            return LogicalResult(experiment);
                          })) &&
        succeeded(measure(Declare, declare)) &&
        succeeded(
            measure(Verify, [&] { return verifyClasses(*experiment); })) &&
        succeeded(measure(Rule, [&] { return manager.run(module); })) &&
        succeeded(measure(Export, [&] {
          return success(!writeOutput("/dev/null", write));
        })));
  }

  LogicalResult measure(Stage stage, llvm::function_ref<LogicalResult()> work) {
    std::clock_t start = std::clock();
    LogicalResult result = work();
    milliseconds[stage] = 1e3 * (std::clock() - start) / CLOCKS_PER_SEC;
    return result;
  }
};

} // namespace

int main(int argc, char **argv) {
  unsigned numRuns = 0;
  if (argc < 4 || argc > 5 || StringRef(argv[3]).getAsInteger(10, numRuns) ||
      !numRuns)
    return 1;
  RuleSources rules;
  rules.files.assign(argv + 4, argv + argc);
  std::vector<Run> runs(numRuns);
  for (Run &run : runs)
    if (failed(run.run(argv[1], argv[2], rules)))
      return 1;
  for (unsigned stage = 0; stage != NumStages; ++stage) {
    std::vector<double> times;
    for (const Run &run : runs)
      times.push_back(run.milliseconds[stage]);
    llvm::sort(times);
    llvm::outs() << (stage ? ", " : "{") << '"' << names[stage]
                 << llvm::format("\": %.3f", times[times.size() / 2]);
  }
  llvm::outs() << "}\n";
  return 0;
}
