//===- PgOpt.cpp - Patches an experiment and emits it -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/PgOpt.h"
#include "BlameFile.h"
#include "PartialCheck.h"
#include "QueryFilter.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Support/Timing.h"
#include "pg/Export/Export.h"
#include "pg/IR/ClassTable.h"
#include "pg/Pipeline/Diagnostics.h"
#include "pg/Pipeline/PrintDiff.h"
#include "pg/Pipeline/RuleChain.h"
#include "pg/Rewrite/SelectPart.h"
#include "pg/Support/KeyPath.h"
#include "pg/Support/OutputFile.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

namespace {

/// One run, from the text to the files.
class PgOpt {
public:
  PgOpt(const PgOptOptions &options, RuleCatalogue &catalogue)
      : options(options), context(MLIRContext::Threading::DISABLED),
        diagnostics(&context, llvm::errs(), "pg-opt"), catalogue(catalogue),
        chain(&context, catalogue), unlisted(&context, catalogue),
        index(&context), query(options.query) {
    context.loadDialect<PgDialect>();
  }

  LogicalResult run();

private:
  LogicalResult readRules();
  LogicalResult readInput();
  LogicalResult declareClasses();
  LogicalResult verifyInput(const ClassTable &classes);
  LogicalResult patch();
  /// Asks for what --explain wants: of the chain, or of a rule that is not in
  /// it.
  LogicalResult readExplained();
  /// Runs a rule that is not in the chain on a copy of the result.
  LogicalResult tryUnlisted();
  /// Begins to record where values come from.
  void beginBlame();
  LogicalResult checkPostconditions(ExperimentOp experiment);
  LogicalResult reportNoMatch(ExperimentOp experiment);
  /// Makes the selected part the whole.
  LogicalResult selectIn(ModuleOp experiments);
  void emit(ModuleOp written, raw_ostream &os);
  /// Whether where values come from is saved beside \p target. Fails, with an
  /// error, if it cannot be where somebody wants it.
  FailureOr<bool> savesBlame(StringRef target);
  LogicalResult write();
  LogicalResult fail(const Twine &message) {
    return emitError(UnknownLoc::get(&context)) << message;
  }
  /// The experiments of the module, in order.
  SmallVector<ExperimentOp> experiments() {
    return llvm::to_vector(module->getOps<ExperimentOp>());
  }

  const PgOptOptions &options;
  MLIRContext context;
  DiagnosticPrinter diagnostics;
  RuleCatalogue &catalogue;
  RuleChain chain, unlisted;
  RuleChain::Explanations explanations;
  DeclarationIndex index;
  OwningOpRef<ModuleOp> module;
  Input input;
  /// What is written.
  Format emitted = Format::Json;
  QueryFilter query;
  Blame blame;
};

} // namespace

LogicalResult PgOpt::readRules() {
  if (failed(loadRules(&context, options.ruleSources, catalogue)) ||
      failed(query.compile(&context)))
    return failure();
  ParseError error;
  if (options.select && !KeyPath::parse(*options.select, error))
    return fail("--select '" + *options.select + "': " + error.message);
  for (const PgOptOptions::RuleText &rule : options.rules) {
    LogicalResult added = success();
    switch (rule.kind) {
    case PgOptOptions::RuleText::Pipeline:
      added = chain.addPipeline(rule.text, rule.name.empty() ? "--pass-pipeline"
                                                             : rule.name);
      break;
    case PgOptOptions::RuleText::Uri:
      added = chain.addUri(rule.text, "--patch");
      break;
    case PgOptOptions::RuleText::Set:
      added = chain.addSet(rule.text, "--set");
      break;
    case PgOptOptions::RuleText::Unset:
      added = chain.addUnset(rule.text, "--unset");
      break;
    case PgOptOptions::RuleText::Diff:
      if (rule.text == "-" && options.input == "-")
        return fail("only one of the input and the diff can be stdin");
      added = chain.addDiff(rule.text, "--apply-diff");
      break;
    }
    if (failed(added))
      return failure();
  }
  return readExplained();
}

LogicalResult PgOpt::readExplained() {
  if (!options.explain)
    return success();
  explanations = chain.explain(*options.explain);
  if (!explanations.empty())
    return success();
  auto asked = unlisted.explainAlone(*options.explain, "--explain",
                                     chain.empty() ? "tried alone"
                                                   : "tried after the chain");
  if (failed(asked))
    return failure();
  explanations = std::move(*asked);
  return success();
}

LogicalResult PgOpt::readInput() {
  FailureOr<Input> opened =
      options.inputText
          ? openText(&context, *options.inputText, options.input, options.from)
          : openInput(&context, options.input, options.from);
  if (failed(opened))
    return failure();
  input = *opened;
  emitted = options.emit != Format::Auto ? options.emit
            : input.isMlir               ? Format::Mlir
                                         : Format::Json;
  module = readModule(&context, input);
  if (!module)
    return failure();
  bool takesOne = options.diff != DiffForm::None || options.query ||
                  options.explain || options.blame || options.saveBlame ||
                  options.emit == Format::Json ||
                  options.emit == Format::Python;
  return success(
      !takesOne ||
      getOnlyExperiment(*module, options.input,
                        "JSON, Python, --diff, --query, --explain and --blame "
                        "take one"));
}

/// The classes that a JSON text names, whatever else it is: as `_type`, or as
/// `{"_type": "type", "name": …}`.
static void findTypes(StringRef json, std::vector<std::string> &names) {
  constexpr StringRef space = " \t\r\n:,";
  size_t at = 0;
  while ((at = json.find("\"_type\"", at)) != StringRef::npos) {
    at += 7;
    StringRef rest = json.drop_front(at).ltrim(space);
    bool isClass = rest.consume_front("\"type\"") &&
                   (rest = rest.ltrim(space)).consume_front("\"name\"");
    if (isClass)
      rest = rest.ltrim(space);
    if (rest.consume_front("\""))
      names.push_back(rest.take_until([](char c) { return c == '"'; }).str());
  }
}

LogicalResult PgOpt::declareClasses() {
  if (failed(index.materializeUsed(*module)))
    return failure();
  ClassNeeds needs = chain.getClassNeeds();
  unlisted.addClassNeeds(needs);
  query.getClassNeeds(needs);
  std::vector<std::string> names;
  for (StringRef json : needs.values)
    findTypes(json, names);
  auto add = [&](ArrayRef<StringRef> found) {
    for (StringRef name : found)
      names.push_back(name.str());
  };
  for (const std::string &concept_ : needs.concepts)
    add(index.playing(concept_));
  for (const std::string &name : needs.names) {
    SmallVector<StringRef> answers = index.answeringTo(name);
    // A class that was meant can be suggested only if it is there.
    if (std::optional<StringRef> near =
            answers.empty() ? closest(name, index.getNames()) : std::nullopt)
      answers.push_back(*near);
    add(answers);
  }
  for (const std::string &name : needs.families)
    for (StringRef base : index.answeringTo(name))
      add(index.subclassesOf(base));
  return index.materialize(*module,
                           SmallVector<StringRef>(names.begin(), names.end()));
}

LogicalResult PgOpt::verifyInput(const ClassTable &classes) {
  if (input.isMlir)
    return verify(*module);
  // What was just built is well formed; whether it fits its classes is open.
  for (auto library : module->getOps<LibraryOp>())
    if (failed(verify(library)))
      return failure();
  return verifyClasses(experiments().front(), classes);
}

LogicalResult PgOpt::reportNoMatch(ExperimentOp experiment) {
  bool isError = options.noMatch == PgOptOptions::NoMatch::Error;
  bool missed = false;
  unsigned number = 0;
  for (const RuleRun &rule : experiment.getHistory().rules) {
    ++number;
    if (options.verbose)
      llvm::errs() << "pg-opt: " << rule.describe(number) << ": "
                   << rule.matched << " matched, " << rule.changed
                   << " changed\n";
    if (rule.matched || options.noMatch == PgOptOptions::NoMatch::Ignore)
      continue;
    missed = true;
    auto severity =
        isError ? DiagnosticSeverity::Error : DiagnosticSeverity::Warning;
    Diagnostic diagnostic(rule.loc ? Location(rule.loc) : experiment.getLoc(),
                          severity);
    diagnostic << rule.describe(number) << ", matched nothing";
    if (!rule.hint.empty())
      diagnostic << ": " << rule.hint;
    else if (!options.explain)
      diagnostic << "; --explain=" << rule.name << " tells why";
    context.getDiagEngine().emit(std::move(diagnostic));
  }
  return success(!(isError && missed));
}

LogicalResult PgOpt::checkPostconditions(ExperimentOp experiment) {
  Provenance &history = experiment.getHistory();
  // Each rule that ran to its end left one.
  for (auto [index, condition] : llvm::enumerate(history.postconditions)) {
    if (succeeded(condition(experiment)))
      continue;
    const RuleRun &rule = history.rules[index];
    return emitError(rule.loc ? Location(rule.loc) : experiment.getLoc())
           << rule.describe(index + 1)
           << ", promised otherwise and a later rule broke it; nothing is "
              "written";
  }
  history.postconditions.clear();
  return success();
}

LogicalResult PgOpt::patch() {
  PassManager manager(&context, ModuleOp::getOperationName());
  if (failed(applyPassManagerCLOptions(manager)))
    return failure();
  applyDefaultTimingPassManagerCLOptions(manager);
  if (failed(chain.populate(manager, options.verifyEach)))
    return failure();
  if (options.dumpPipeline) {
    manager.printAsTextualPipeline(llvm::errs());
    llvm::errs() << '\n';
  }
  if (failed(manager.run(*module)) ||
      (!options.verifyEach && failed(verify(*module)))) {
    // What a rule wrote and the verifier refused is that rule's failure too.
    for (ExperimentOp experiment : experiments())
      experiment.getHistory().reportFailure(experiment.getLoc());
    return failure();
  }
  for (ExperimentOp experiment : experiments()) {
    if (failed(checkPostconditions(experiment)))
      return failure();
    if (failed(reportNoMatch(experiment)))
      return failure();
  }
  return success();
}

LogicalResult PgOpt::tryUnlisted() {
  OwningOpRef<ModuleOp> copy = module->clone();
  // What it does is no part of the history of the original.
  for (auto experiment : copy->getOps<ExperimentOp>()) {
    auto history = std::make_shared<Provenance>(experiment.getHistory());
    experiment.getProperties().provenance = std::move(history);
  }
  PassManager manager(&context, ModuleOp::getOperationName());
  return success(succeeded(unlisted.populate(manager, options.verifyEach)) &&
                 succeeded(manager.run(*copy)));
}

void PgOpt::beginBlame() {
  std::string problem;
  FailureOr<Origins> earlier = Origins();
  if (options.input != "-")
    earlier = readBlameFile(options.input, input.source->getText(), problem);
  bool isOf = blame.begin(experiments().front(),
                          failed(earlier) ? Origins() : std::move(*earlier));
  if (!isOf)
    problem = "'" + blameFileOf(options.input) + "' has other values than '" +
              options.input + "'";
  if (!problem.empty())
    emitWarning(UnknownLoc::get(&context)) << problem << "; it is not believed";
}

LogicalResult PgOpt::selectIn(ModuleOp experiments) {
  for (auto experiment : experiments.getOps<ExperimentOp>())
    if (failed(selectPart(experiment, *options.select)))
      return failure();
  return success();
}

void PgOpt::emit(ModuleOp written, raw_ostream &os) {
  auto first = [&] { return *written.getOps<ExperimentOp>().begin(); };
  if (emitted == Format::Mlir && options.emitBytecode)
    (void)writeBytecodeToFile(written, os);
  else if (emitted == Format::Mlir)
    written.print(os);
  else if (emitted == Format::Python)
    exportPython(first(), os);
  else
    exportExperiment(first(), os);
}

FailureOr<bool> PgOpt::savesBlame(StringRef target) {
  bool canSave = isFileToWrite(target) && emitted != Format::Python;
  if (options.saveBlame && !canSave)
    return fail("--save-blame needs -o FILE, beside which it saves FILE.blame" +
                Twine(emitted == Format::Python
                          ? "; no values are read from a program"
                          : ""));
  return canSave && (options.blame || options.saveBlame);
}

LogicalResult PgOpt::write() {
  // What was there is read again: a copy would cost every run as much.
  OwningOpRef<ModuleOp> before;
  bool diffs = options.diff != DiffForm::None;
  if (diffs && !(before = readModule(&context, input, /*verify=*/false)))
    return failure();
  if (options.select &&
      (failed(selectIn(*module)) || (before && failed(selectIn(*before)))))
    return failure();
  if (options.query && failed(query.bind(experiments().front(), index)))
    return failure();
  FailureOr<Blame::Place> blamed = Blame::Place();
  if (options.blame &&
      failed(blamed = Blame::find(experiments().front(), *options.blame)))
    return failure();
  auto print = [&](raw_ostream &os) {
    for (const auto &explanation : explanations)
      explanation->print(os, options.verbose);
    if (options.blame)
      blame.print(experiments().front(), *blamed, os);
    if (diffs)
      printDiff(*before->getOps<ExperimentOp>().begin(), experiments().front(),
                options.diff, os);
    if (options.query)
      query.print(os);
  };
  bool prints = diffs || options.query || options.explain || options.blame;
  std::string target = options.output;
  if (options.check) {
    if (!target.empty())
      emitWarning(UnknownLoc::get(&context))
          << "--check writes nothing; -o is ignored";
    target.clear();
  } else if (target.empty() && !prints) {
    target = "-";
  }
  FailureOr<bool> saves = savesBlame(target);
  if (failed(saves))
    return failure();
  // What is printed shows all fields.
  OwningOpRef<ModuleOp> shown;
  if (options.hidden.any() && !target.empty()) {
    shown = module->clone();
    for (auto experiment : shown->getOps<ExperimentOp>())
      hideFields(experiment, ClassTable(experiment), options.hidden);
  }
  ModuleOp written = shown ? *shown : *module;
  // What is saved beside a text says which text that is.
  std::string text;
  if (*saves) {
    llvm::raw_string_ostream os(text);
    emit(written, os);
  }
  auto writeExperiment = [&](raw_ostream &os) {
    if (*saves)
      os << text;
    else
      emit(written, os);
  };
  auto writeBlame = [&](raw_ostream &os) {
    printBlameFile(blame.collect(*written.getOps<ExperimentOp>().begin()), text,
                   os);
  };
  auto finish = [&]() -> llvm::Error {
    llvm::Error error =
        prints ? writeOutput("-", print) : llvm::Error::success();
    return error || !*saves ? std::move(error)
                            : writeOutput(blameFileOf(target), writeBlame);
  };
  // The file appears when all else is done.
  if (llvm::Error error = target.empty()
                              ? finish()
                              : writeOutput(target, writeExperiment, finish))
    return fail(llvm::toString(std::move(error)));
  return success();
}

LogicalResult PgOpt::run() {
  if (failed(readRules()) || failed(readInput()) ||
      failed(readDeclarations(index, options.declarations, {options.input},
                              "pg-opt")) ||
      failed(declareClasses()))
    return failure();
  if (experiments().empty())
    return fail("'" + options.input + "' holds no pg.experiment");
  ClassTable classes(*module);
  if (failed(verifyInput(classes)))
    return failure();
  if (options.warnUndeclared)
    warnUndeclared(*module, classes);
  if (!options.check)
    for (ExperimentOp experiment : experiments())
      (void)checkPartial(experiment, classes, /*isError=*/false, diagnostics);
  if (options.blame || options.saveBlame)
    beginBlame();
  if (!chain.empty() && failed(patch()))
    return failure();
  if (!unlisted.empty() && failed(tryUnlisted()))
    return failure();
  if (options.check)
    for (ExperimentOp experiment : experiments())
      if (failed(checkPartial(experiment, ClassTable(experiment),
                              /*isError=*/true, diagnostics)))
        return failure();
  return write();
}

LogicalResult pg::runPgOpt(const PgOptOptions &options,
                           RuleCatalogue &catalogue) {
  // Never freed: the process ends, and taking a large experiment apart first
  // would only cost time.
  auto *run = new PgOpt(options, catalogue);
  return run->run();
}
