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
  /// Runs the rule and writes a file in the folder; fails if the rule did.
  LogicalResult patch(const NamedText &input, StringRef output,
                      const RuleFixture &fixture);
  std::string pathOf(StringRef name) { return (folder + "/" + name).str(); }
  /// What stands in the rule file, so that messages point into that.
  NamedText cutOut(StringRef slice) { return {file.path, file.cutOut(slice)}; }
  /// A file that the rule wrote in the folder.
  NamedText readResult(StringRef name, const RuleFixture &fixture);
  /// The call of the rule, in the place where the fixture has its options.
  std::string callOf(const RuleFixture &fixture);
  /// What differs between two experiments; empty if nothing does.
  std::string diff(const NamedText &left, const NamedText &right);

  MLIRContext *context;
  const RuleFile &file;
  const PgTestOptions &options;
  const RuleCatalogue &catalogue;
  StringRef folder;
};

} // namespace

std::string FixtureRunner::callOf(const RuleFixture &fixture) {
  std::string name = file.getFullName();
  if (fixture.text.empty())
    return name;
  if (fixture.options.empty())
    return file.cutOut(fixture.text.take_front(0)) + name;
  // Between the quotes.
  StringRef options = fixture.optionsText.drop_front().drop_back();
  if (options != fixture.options)
    return name + "{" + fixture.options.str() + "}";
  return file.cutOut(options, {name + "{"}) + "}";
}

LogicalResult FixtureRunner::patch(const NamedText &input, StringRef output,
                                   const RuleFixture &fixture) {
  PgOptOptions run;
  run.input = input.name;
  run.inputText = input.text;
  run.from = Format::Json;
  run.output = pathOf(output);
  // A fixture is a part of an experiment as often as a whole one.
  run.noMatch = PgOptOptions::NoMatch::Ignore;
  run.ruleSources.files = {file.path};
  run.ruleSources.paths = options.rulesPath;
  run.rules.push_back(
      {PgOptOptions::RuleText::Pipeline, callOf(fixture), file.path});
  if (!file.classes.empty())
    run.declarations.texts = {
        {file.path,
         file.cutOut(file.classes, {"{", "\"classes\"", ":"}) + "}"}};
  else if (std::optional<std::string> found = findComponents(file.path))
    run.declarations.files = {*found};
  RuleCatalogue own = catalogue;
  return runPgOpt(run, own);
}

NamedText FixtureRunner::readResult(StringRef name,
                                    const RuleFixture &fixture) {
  NamedText result{
      (Twine(file.path) + ": the result of '" + fixture.name + "'").str(), ""};
  if (auto buffer = llvm::MemoryBuffer::getFile(pathOf(name)))
    result.text = (*buffer)->getBuffer().str();
  return result;
}

std::string FixtureRunner::diff(const NamedText &left, const NamedText &right) {
  OwningOpRef<ModuleOp> modules[2];
  for (auto [text, module] : llvm::zip(std::array{&left, &right}, modules))
    if (!(module = readModule(context, openText(context, text->text, text->name,
                                                Format::Json))))
      return "cannot be compared";
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
  NamedText before = cutOut(fixture.before);
  if (failed(patch(before, "result.json", fixture))) {
    details = "the rule failed";
    return Verdict::Wrong;
  }
  NamedText result = readResult("result.json", fixture);
  std::string changed = diff(before, result);
  if (fixture.after.empty()) {
    details = changed;
    return changed.empty() ? Verdict::Passed : Verdict::Noisy;
  }
  details = diff(cutOut(fixture.after), result);
  if (!details.empty())
    return changed.empty() ? Verdict::Missing : Verdict::Wrong;
  if (!file.isIdempotent)
    return Verdict::Passed;
  if (failed(patch(result, "again.json", fixture)))
    details =
        "the rule says that it is idempotent, and fails when it runs again";
  else if (std::string again = diff(result, readResult("again.json", fixture));
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
  return succeeded(patch({file.path, "null"}, "result.json", RuleFixture()));
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
