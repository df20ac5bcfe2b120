//===- PgTest.cpp - Tries rules on their own fixtures ---------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/PgTest.h"
#include "ToolMain.h"
#include "mlir/Pass/PassManager.h"
#include "pg/Analysis/Diff.h"
#include "pg/Pipeline/Diagnostics.h"
#include "pg/Pipeline/PgOpt.h"
#include "pg/Support/OutputFile.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

using namespace mlir;
using namespace pg;
namespace cl = llvm::cl;
namespace fs = llvm::sys::fs;

static constexpr llvm::StringLiteral tool = "pg-test";

namespace {

enum class Verdict { Passed, Wrong, Missing, Noisy };

/// The fixtures of one file.
class FixtureRunner {
public:
  FixtureRunner(MLIRContext *context, const RuleFile &file,
                const PgTestOptions &options, const RuleCatalogue &catalogue,
                StringRef folder)
      : context(context), file(file), options(options), catalogue(catalogue),
        folder(folder) {}

  Verdict run(const RuleFixture &fixture);
  /// Whether the rule runs at all, on an experiment that has nothing for it. A
  /// rule that requires an option is let through.
  bool canRun();
  /// What differs, or what there is to say.
  std::string details;

private:
  /// Runs the rule on a file in the folder; fails if it did.
  LogicalResult patch(StringRef input, StringRef output,
                      const RuleFixture &fixture);
  bool write(StringRef name, StringRef text);
  std::string pathOf(StringRef name) { return (folder + "/" + name).str(); }
  /// What differs between two files of the folder; empty if nothing does.
  std::string diff(StringRef left, StringRef right);

  MLIRContext *context;
  const RuleFile &file;
  const PgTestOptions &options;
  const RuleCatalogue &catalogue;
  StringRef folder;
};

} // namespace

bool FixtureRunner::write(StringRef name, StringRef text) {
  llvm::Error error =
      writeOutput(pathOf(name), [&](llvm::raw_ostream &os) { os << text; });
  if (!error)
    return true;
  emitError(UnknownLoc::get(context)) << llvm::toString(std::move(error));
  return false;
}

LogicalResult FixtureRunner::patch(StringRef input, StringRef output,
                                   const RuleFixture &fixture) {
  PgOptOptions run;
  run.input = pathOf(input);
  run.output = pathOf(output);
  // A fixture is a part of an experiment as often as a whole one.
  run.noMatch = PgOptOptions::NoMatch::Ignore;
  run.ruleSources.files = {file.path};
  run.ruleSources.paths = options.rulesPath;
  std::string rule = file.getFullName();
  if (!fixture.options.empty())
    rule += ("{" + fixture.options + "}").str();
  run.rules.push_back({PgOptOptions::RuleText::Pipeline, rule});
  if (!file.classes.empty())
    run.declarations.files = {pathOf("components.json")};
  else if (std::optional<std::string> found = findComponents(file.path))
    run.declarations.files = {*found};
  RuleCatalogue own = catalogue;
  return runPgOpt(run, own);
}

std::string FixtureRunner::diff(StringRef left, StringRef right) {
  OwningOpRef<ModuleOp> modules[2];
  for (auto [name, module] : llvm::zip(std::array{left, right}, modules)) {
    FailureOr<Input> input = openInput(context, pathOf(name), Format::Json);
    if (failed(input) || !(module = readModule(context, *input)))
      return "cannot be compared";
  }
  auto experiment = [](OwningOpRef<ModuleOp> &module) {
    return *module->getOps<ExperimentOp>().begin();
  };
  std::string text;
  llvm::raw_string_ostream os(text);
  bool differs =
      diffExperiments(experiment(modules[0]), experiment(modules[1]), os);
  return differs ? text : "";
}

Verdict FixtureRunner::run(const RuleFixture &fixture) {
  std::string classes =
      ("{\"version\": 1, \"classes\": " + file.classes + "}").str();
  if (!write("before.json", fixture.before) ||
      !write("after.json", fixture.after) ||
      (!file.classes.empty() && !write("components.json", classes)) ||
      failed(patch("before.json", "result.json", fixture))) {
    details = "the rule failed";
    return Verdict::Wrong;
  }
  std::string changed = diff("before.json", "result.json");
  if (fixture.after.empty()) {
    details = changed;
    return changed.empty() ? Verdict::Passed : Verdict::Noisy;
  }
  details = diff("after.json", "result.json");
  if (!details.empty())
    return changed.empty() ? Verdict::Missing : Verdict::Wrong;
  if (!file.isIdempotent)
    return Verdict::Passed;
  if (failed(patch("result.json", "again.json", fixture)))
    details =
        "the rule says that it is idempotent, and fails when it runs again";
  else if (std::string again = diff("result.json", "again.json");
           !again.empty())
    details =
        "the rule says that it is idempotent; running it again changes:\n" +
        again;
  return details.empty() ? Verdict::Passed : Verdict::Wrong;
}

bool FixtureRunner::canRun() {
  if (llvm::any_of(file.options,
                   [](const OptionInfo &option) { return option.required; }))
    return true;
  return write("before.json", "null") &&
         succeeded(patch("before.json", "result.json", RuleFixture()));
}

LogicalResult pg::runPgTest(const PgTestOptions &options,
                            const RuleCatalogue &catalogue) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  context.loadDialect<PgDialect>();
  DiagnosticPrinter diagnostics(&context, llvm::errs(), tool);
  SmallString<128> folder;
  if (std::error_code problem = fs::createUniqueDirectory("pg-test", folder))
    return emitError(UnknownLoc::get(&context))
           << "cannot make a temporary folder: " << problem.message();
  llvm::scope_exit remove(
      [&] { (void)fs::remove_directories(folder, /*IgnoreErrors=*/true); });

  static constexpr StringLiteral words[] = {"passed", "wrong", "missing",
                                            "noisy"};
  unsigned counts[4] = {};
  bool isSound = true;
  for (const std::string &input : options.inputs) {
    FailureOr<std::vector<std::string>> files = findRuleFiles(&context, input);
    if (failed(files))
      return failure();
    if (files->empty())
      emitWarning(UnknownLoc::get(&context))
          << "'" << input << "' has no rule files";
    for (const std::string &name : *files) {
      FailureOr<std::shared_ptr<RuleFile>> file = readRuleFile(&context, name);
      if (failed(file) || failed(checkNeeds(&context, *file))) {
        isSound = false;
        continue;
      }
      llvm::outs() << (*file)->getFullName() << ' ' << (*file)->version << " ("
                   << name << ")\n";
      if ((*file)->fixtures.empty()) {
        emitWarning(Location((*file)->header->getLoc(
            &context, (*file)->header->getText().begin())))
            << "the rule has no fixtures: nothing is tested";
        FixtureRunner runner(&context, **file, options, catalogue, folder);
        isSound &= runner.canRun();
      }
      for (const RuleFixture &fixture : (*file)->fixtures) {
        FixtureRunner runner(&context, **file, options, catalogue, folder);
        Verdict verdict = runner.run(fixture);
        ++counts[static_cast<unsigned>(verdict)];
        if (verdict == Verdict::Passed && !options.verbose)
          continue;
        llvm::outs() << "  " << words[static_cast<unsigned>(verdict)] << "  "
                     << fixture.name << '\n';
        SmallVector<StringRef> lines;
        StringRef(runner.details).rtrim().split(lines, '\n');
        for (StringRef line : lines)
          if (!runner.details.empty())
            llvm::outs() << "    " << line << '\n';
      }
    }
  }
  for (auto [word, count] : llvm::zip(words, counts))
    llvm::outs() << count << ' ' << word << (word == "noisy" ? "\n" : ", ");
  return success(isSound && counts[1] + counts[2] + counts[3] == 0);
}

static int compile(ArrayRef<std::string> inputs, StringRef output) {
  if (inputs.size() != 1)
    return failUsage(tool, "--compile=OUT.mlir FILE.pdll",
                     "--compile takes one rule file");
  MLIRContext context(MLIRContext::Threading::DISABLED);
  context.loadDialect<PgDialect>();
  DiagnosticPrinter diagnostics(&context, llvm::errs(), tool);
  FailureOr<std::shared_ptr<RuleFile>> file =
      readRuleFile(&context, inputs.front());
  FailureOr<std::string> text =
      failed(file) ? FailureOr<std::string>() : compileRule(&context, *file);
  if (failed(text))
    return 1;
  auto write = [&](llvm::raw_ostream &os) { os << *text; };
  if (llvm::Error error = writeOutput(output, write)) {
    emitError(UnknownLoc::get(&context)) << llvm::toString(std::move(error));
    return 1;
  }
  return 0;
}

int pg::pgTestMain(int argc, char **argv, const RuleCatalogue &catalogue) {
  cl::OptionCategory category{"pg-test options"};
  cl::list<std::string> inputs{cl::Positional, cl::desc("FILE|DIR…"),
                               cl::cat(category)};
  cl::list<std::string> rulesPath{
      "rules-path", cl::desc("Search a folder for rules that a recipe names"),
      cl::value_desc("DIR"), cl::cat(category)};
  cl::opt<bool> verbose{"verbose", cl::desc("Name what passed, too"),
                        cl::cat(category)};
  cl::opt<std::string> compiled{
      "compile",
      cl::desc("Run nothing; write a .pdll as PDL, which needs no "
               "compiler where it is used"),
      cl::value_desc("OUT.mlir"), cl::cat(category)};
  registerPassManagerCLOptions();
  if (!parseCommandLine(argc, argv, tool, category,
                        "Runs the fixtures that stand in rule files.\n"))
    return 1;
  if (inputs.empty())
    return failUsage(tool, "FILE|DIR…", "no rule file is given");
  if (compiled.getNumOccurrences())
    return compile(inputs, compiled);
  PgTestOptions options;
  options.inputs.assign(inputs.begin(), inputs.end());
  options.rulesPath.assign(rulesPath.begin(), rulesPath.end());
  options.verbose = verbose;
  bool passed = succeeded(runPgTest(options, catalogue));
  llvm::outs().flush();
  return passed ? 0 : 1;
}
