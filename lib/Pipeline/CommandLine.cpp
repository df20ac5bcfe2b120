//===- CommandLine.cpp - The command line of pg-opt -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ToolMain.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Support/Timing.h"
#include "mlir/Transforms/Passes.h"
#include "nlohmann/json.hpp"
#include "pg/Pipeline/Diagnostics.h"
#include "pg/Pipeline/PgOpt.h"
#include "pg/Pipeline/RulePlugin.h"
#include "pg/Support/OutputFile.h"
#include "pg/Support/Suggestion.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/WithColor.h"

using namespace mlir;
using namespace pg;
namespace cl = llvm::cl;

namespace {

/// The options of pg-opt, made when the command line is read.
struct CommandLine {
  using NoMatch = PgOptOptions::NoMatch;

  cl::OptionCategory category{"pg-opt options"};

  cl::list<std::string> inputs{cl::Positional, cl::desc("[INPUT]"),
                               cl::cat(category)};
  cl::opt<std::string> output{"o", cl::desc("Write the result to a file"),
                              cl::value_desc("OUT"), cl::cat(category)};
  cl::list<std::string> pipelines{
      "pass-pipeline", cl::desc("Apply rules: a,b{c=1 d='x y'}"),
      cl::value_desc("PIPELINE"), cl::cat(category)};
  cl::list<std::string> uris{"patch",
                             cl::desc("Apply a rule: name?arg&key=value"),
                             cl::value_desc("URI"), cl::cat(category)};
  cl::list<std::string> sets{"set", cl::desc("Write a value at a path"),
                             cl::value_desc("PATH=JSON"), cl::cat(category)};
  cl::list<std::string> unsets{"unset", cl::desc("Delete what is at a path"),
                               cl::value_desc("PATH"), cl::cat(category)};
  cl::list<std::string> diffs{
      "apply-diff", cl::desc("Apply the changes that --diff=json printed"),
      cl::value_desc("FILE"), cl::cat(category)};
  InputFlags inputFlags{category};
  WordOption<Format> emit{
      "emit", cl::desc("What to write; what was read, if not given"),
      cl::init(Format::Auto),
      cl::values(clEnumValN(Format::Json, "json", "PyGlove's JSON"),
                 clEnumValN(Format::Mlir, "mlir", "the pg dialect"),
                 clEnumValN(Format::Python, "python",
                            "a program that builds the experiment")),
      cl::cat(category)};
  cl::opt<bool> hideDefaults{"hide-defaults",
                             cl::desc("Write no field that holds its default"),
                             cl::Hidden, cl::cat(category)};
  cl::opt<cl::boolOrDefault> hideFrozen{
      "hide-frozen", cl::desc("Write no frozen field; =false: write them all"),
      cl::Hidden, cl::cat(category)};
  DiffFlag diff{category};
  cl::opt<std::string> query{
      "query", cl::desc("Print the values whose path matches, as JSON"),
      cl::value_desc("REGEX"), cl::cat(category)};
  cl::opt<std::string> queryType{
      "query-type", cl::desc("… and that are of a class, or int, str, …"),
      cl::value_desc("CLASS"), cl::cat(category)};
  cl::opt<std::string> queryConcept{"query-concept",
                                    cl::desc("… and that play a concept"),
                                    cl::value_desc("NAME"), cl::cat(category)};
  cl::opt<std::string> queryValue{"query-value",
                                  cl::desc("… and that equal a value"),
                                  cl::value_desc("JSON"), cl::cat(category)};
  cl::opt<std::string> blame{
      "blame", cl::desc("Print where values come from; with -o, save it too"),
      cl::value_desc("PATH"), cl::ValueOptional, cl::cat(category)};
  cl::opt<bool> saveBlame{
      "save-blame",
      cl::desc("Save in OUT.blame where values come from, and print nothing"),
      cl::Hidden, cl::cat(category)};
  cl::opt<std::string> explain{
      "explain", cl::desc("Print where a rule fired, and why not elsewhere"),
      cl::value_desc("RULE"), cl::cat(category)};
  cl::opt<std::string> select{
      "select", cl::desc("Of the result, take the part at a path"),
      cl::value_desc("PATH"), cl::cat(category)};
  cl::opt<bool> check{"check",
                      cl::desc("Run the rules, verify, and write nothing"),
                      cl::cat(category)};
  cl::list<std::string> rules{
      "rules", cl::desc("Read rules from a file, or all in a folder"),
      cl::value_desc("FILE"), cl::cat(category)};
  cl::list<std::string> rulesPath{
      "rules-path", cl::desc("Search a folder for rules (also PG_RULES_PATH)"),
      cl::value_desc("DIR"), cl::Hidden, cl::cat(category)};
  cl::list<std::string> plugins{
      "load-rule-plugin", cl::desc("Load rules in C++ from a shared library"),
      cl::value_desc("FILE.so"), cl::Hidden, cl::cat(category)};
  cl::opt<std::string> listRules{
      "list-rules", cl::desc("Print the rules and their options (=json)"),
      cl::value_desc("json"), cl::ValueOptional, cl::cat(category)};
  WordOption<NoMatch> noMatch{
      "no-match", cl::desc("When a rule matches nothing"),
      cl::init(NoMatch::Warn),
      cl::values(clEnumValN(NoMatch::Ignore, "ignore", "say nothing"),
                 clEnumValN(NoMatch::Warn, "warn", "say so (default)"),
                 clEnumValN(NoMatch::Error, "error", "fail")),
      cl::cat(category)};
  cl::opt<bool> warnUndeclared{"warn-undeclared",
                               cl::desc("List classes that nobody declared"),
                               cl::Hidden, cl::cat(category)};
  cl::opt<bool> verbose{"verbose",
                        cl::desc("Say what was read and what each rule did"),
                        cl::cat(category)};
  cl::opt<bool> emitBytecode{"emit-bytecode",
                             cl::desc("Write MLIR in its binary form"),
                             cl::Hidden, cl::cat(category)};
  // As in MLIR's own tools, where each makes this option for itself.
  cl::opt<bool> dumpPipeline{
      "dump-pass-pipeline",
      cl::desc("Print the passes to stderr, as --pass-pipeline takes them"),
      cl::Hidden, cl::cat(category)};
  cl::opt<bool> verifyEach{
      "verify-each",
      cl::desc("Verify after every rule (default), or only in the end"),
      cl::init(true), cl::Hidden, cl::cat(category)};

  PgOptOptions toOptions() const;
  RuleSources getRuleSources() const;
};

} // namespace

RuleSources CommandLine::getRuleSources() const {
  RuleSources sources;
  sources.files.assign(rules.begin(), rules.end());
  sources.paths.assign(rulesPath.begin(), rulesPath.end());
  if (std::optional<std::string> folders =
          llvm::sys::Process::GetEnv("PG_RULES_PATH"))
    for (StringRef folder : llvm::split(*folders, ':'))
      if (!folder.empty())
        sources.usualPaths.push_back(folder.str());
  return sources;
}

PgOptOptions CommandLine::toOptions() const {
  PgOptOptions options;
  if (!inputs.empty())
    options.input = inputs.front();
  options.output = output;
  options.from = inputFlags.getFormat();
  options.emit = emit;
  options.ruleSources = getRuleSources();
  options.declarations = inputFlags.getDeclarations(verbose);
  options.noMatch = noMatch;
  auto given = [](const cl::opt<std::string> &option) {
    return option.getNumOccurrences() ? std::optional(option.getValue())
                                      : std::nullopt;
  };
  options.select = given(select);
  options.query = {given(query), given(queryType), given(queryConcept),
                   given(queryValue)};
  options.explain = given(explain);
  options.blame = given(blame);
  options.saveBlame = saveBlame;
  options.diff = diff.getForm().value_or(DiffForm::None);
  options.check = check;
  options.hidden.defaults = hideDefaults;
  if (hideFrozen != cl::boolOrDefault::BOU_UNSET)
    options.hidden.frozen = hideFrozen == cl::boolOrDefault::BOU_TRUE;
  options.warnUndeclared = warnUndeclared;
  options.verbose = verbose;
  options.dumpPipeline = dumpPipeline;
  options.emitBytecode = emitBytecode;
  options.verifyEach = verifyEach;

  std::vector<std::pair<unsigned, PgOptOptions::RuleText>> ordered;
  auto add = [&](const cl::list<std::string> &list,
                 PgOptOptions::RuleText::Kind kind) {
    for (unsigned i = 0; i < list.size(); ++i)
      ordered.push_back({list.getPosition(i), {kind, list[i]}});
  };
  add(pipelines, PgOptOptions::RuleText::Pipeline);
  add(uris, PgOptOptions::RuleText::Uri);
  add(sets, PgOptOptions::RuleText::Set);
  add(unsets, PgOptOptions::RuleText::Unset);
  add(diffs, PgOptOptions::RuleText::Diff);
  llvm::sort(ordered, [](auto &a, auto &b) { return a.first < b.first; });
  for (auto &[position, rule] : ordered)
    options.rules.push_back(std::move(rule));
  return options;
}

void pg::listRules(const RuleCatalogue &catalogue, bool asJson,
                   raw_ostream &os) {
  if (!asJson) {
    for (const RuleInfo &rule : catalogue.getRules()) {
      bool isBuiltIn = rule.origin.empty();
      os << (isBuiltIn ? rule.name.str() : rule.getFullName()) << "  "
         << rule.summary << '\n';
      if (!isBuiltIn)
        os << "    version " << rule.version << ", from " << rule.origin
           << '\n';
      for (const OptionInfo &option : rule.options) {
        os << "    " << option.name << '='
           << (option.required ? "<required>" : option.defaultValue) << "  "
           << option.description << '\n';
      }
      if (rule.isRecipe())
        os << "    = " << rule.pipeline << '\n';
    }
    return;
  }
  static constexpr const char *kinds[] = {"text",  "path",    "regex",
                                          "class", "json",    "size",
                                          "float", "numbers", "bool"};
  auto rules = nlohmann::ordered_json::array();
  for (const RuleInfo &rule : catalogue.getRules()) {
    auto options = nlohmann::ordered_json::array();
    for (const OptionInfo &option : rule.options) {
      nlohmann::ordered_json entry = {
          {"name", option.name.str()},
          {"type", kinds[static_cast<unsigned>(option.kind)]},
          {"required", option.required},
          {"description", option.description.str()}};
      if (!option.required)
        entry["default"] = option.defaultValue.str();
      if (!option.choices.empty())
        entry["choices"] = std::vector<std::string>(option.choices.begin(),
                                                    option.choices.end());
      if (!option.minimum.empty())
        entry["minimum"] = option.minimum.str();
      if (!option.maximum.empty())
        entry["maximum"] = option.maximum.str();
      options.push_back(entry);
    }
    rules.push_back(
        {{"name", rule.name.str()},
         {"team", rule.team.str()},
         {"version", rule.version.str()},
         {"origin", rule.origin.empty() ? "built in" : rule.origin.str()},
         {"summary", rule.summary.str()},
         {"description", rule.description.str()},
         {"options", options}});
    if (rule.isRecipe())
      rules.back()["pipeline"] = rule.pipeline.str();
  }
  os << rules.dump(2) << '\n';
}

static int usage(const Twine &message) {
  return failUsage("pg-opt", "[INPUT] [-o OUT] [RULES…]", message);
}

int pg::pgOptMain(int argc, char **argv, RuleCatalogue &catalogue) {
  CommandLine line;
  registerTransformsPasses();
  // So that --mlir-print-ir-before and its like know them.
  for (const RuleInfo &rule : catalogue.getRules())
    if (!rule.isRecipe())
      registerPass(rule.create);
  registerAsmPrinterCLOptions();
  registerMLIRContextCLOptions();
  registerPassManagerCLOptions();
  registerDefaultTimingManagerCLOptions();
  if (!parseCommandLine(
          argc, argv, "pg-opt", line.category,
          "Applies rules to an experiment and writes a config that runs.\n"))
    return 1;
  for (const std::string &plugin : line.plugins)
    if (std::optional<std::string> problem =
            loadRulePlugin(plugin, catalogue)) {
      llvm::WithColor::error(llvm::errs(), "pg-opt") << *problem << '\n';
      return 1;
    }
  if (line.listRules.getNumOccurrences()) {
    if (!line.listRules.empty() && line.listRules != "json")
      return usage("--list-rules takes nothing or 'json', not '" +
                   line.listRules + "'");
    if (!line.inputs.empty() && sameNameIgnoringCase(line.inputs[0], "json"))
      return usage(
          "--list-rules takes its format after '=': --list-rules=json");
    if (!line.inputs.empty())
      return usage("--list-rules reads no input; '" + line.inputs[0] +
                   "' is one");
    MLIRContext context(MLIRContext::Threading::DISABLED);
    context.loadDialect<PgDialect>();
    DiagnosticPrinter diagnostics(&context, llvm::errs(), "pg-opt");
    if (failed(loadRules(&context, line.getRuleSources(), catalogue)))
      return 1;
    auto print = [&](raw_ostream &os) {
      listRules(catalogue, line.listRules == "json", os);
    };
    if (llvm::Error error = writeOutput("-", print)) {
      llvm::WithColor::error(llvm::errs(), "pg-opt")
          << llvm::toString(std::move(error)) << '\n';
      return 1;
    }
    return 0;
  }
  if (!line.diff.getForm())
    return usage(line.diff.describeProblem());
  if (line.inputs.size() > 1 && line.blame.getNumOccurrences() &&
      line.inputs.getPosition(0) == line.blame.getPosition() + 1)
    return usage("--blame takes a path after '=': --blame=" + line.inputs[0]);
  if (line.inputs.size() > 1)
    return usage("one input at a time; '" + line.inputs[1] + "' is a second");
  if (line.inputs.empty() && llvm::sys::Process::StandardInIsUserInput())
    return usage("no input");
  bool done = succeeded(runPgOpt(line.toOptions(), catalogue));
  llvm::outs().flush();
  return done ? 0 : 1;
}
