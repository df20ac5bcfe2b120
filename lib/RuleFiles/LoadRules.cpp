//===- LoadRules.cpp - Finds rule files and lists them --------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PdlRule.h"
#include "pg/RuleFiles/RuleFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace pg;
namespace fs = llvm::sys::fs;

/// Whether a file in a folder is a rule: beside them may stand anything else.
static bool looksLikeRule(StringRef path) {
  if (!fs::is_regular_file(path))
    return false;
  StringRef extension = llvm::sys::path::extension(path);
  if (extension == ".pdll")
    return true;
  if (extension != ".mlir" && extension != ".json")
    return false;
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return false;
  StringRef text = (*buffer)->getBuffer();
  return extension == ".mlir"
             ? text.starts_with("//!")
             : text.contains("\"pipeline\"") && text.contains("\"summary\"");
}

FailureOr<std::vector<std::string>> pg::findRuleFiles(MLIRContext *context,
                                                      StringRef path) {
  auto fail = [&](std::error_code problem) -> LogicalResult {
    return emitError(UnknownLoc::get(context))
           << "cannot read '" << path << "': " << problem.message();
  };
  fs::file_status status;
  if (std::error_code problem = fs::status(path, status))
    return fail(problem);
  if (!fs::is_directory(status))
    return std::vector<std::string>{path.str()};
  std::vector<std::string> files;
  std::error_code problem;
  for (fs::recursive_directory_iterator entry(path, problem,
                                              /*follow_symlinks=*/false),
       end;
       entry != end && !problem; entry.increment(problem))
    if (looksLikeRule(entry->path()))
      files.push_back(entry->path());
  if (problem)
    return fail(problem);
  llvm::sort(files);
  return files;
}

RuleInfo pg::describe(const std::shared_ptr<RuleFile> &file) {
  RuleInfo info;
  info.name = file->name;
  info.team = file->team;
  info.summary = file->summary;
  info.description = file->description;
  info.version = file->version;
  info.origin = file->path;
  info.options = file->options;
  info.pipeline = file->pipeline;
  info.pipelinePlace = file->pipelinePlace;
  info.owner = file;
  if (file->kind != RuleFile::Kind::Recipe)
    info.create = [file] { return std::make_unique<PdlRule>(file); };
  return info;
}

/// Reads one file into the catalogue.
static LogicalResult loadFile(MLIRContext *context, StringRef name,
                              RuleRank rank, RuleCatalogue &catalogue) {
  FailureOr<std::shared_ptr<RuleFile>> file = readRuleFile(context, name);
  if (failed(file))
    return failure();
  std::optional<std::string> problem = catalogue.add(describe(*file), rank);
  if (!problem)
    return success();
  return emitError(Location((*file)->header->getLoc(
             context, (*file)->header->getText().begin())))
         << *problem;
}

/// Does what may fail; its errors become warnings that \p path is left out.
static void tryToLoad(MLIRContext *context, StringRef path,
                      RuleCatalogue &catalogue,
                      llvm::function_ref<LogicalResult()> load) {
  // At once: the places are in a file that goes when it is left out.
  ScopedDiagnosticHandler handler(context, [&](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() != DiagnosticSeverity::Error)
      return failure();
    emitWarning(diagnostic.getLocation())
        << diagnostic.str() << "; '" << path
        << "', which PG_RULES_PATH has, is left out";
    return success();
  });
  if (failed(load()))
    catalogue.addUnread(path);
}

LogicalResult pg::loadRules(MLIRContext *context, const RuleSources &sources,
                            RuleCatalogue &catalogue) {
  auto load = [&](StringRef path, RuleRank rank) -> LogicalResult {
    FailureOr<std::vector<std::string>> files = findRuleFiles(context, path);
    if (failed(files))
      return failure();
    for (const std::string &name : *files)
      if (failed(loadFile(context, name, rank, catalogue)))
        return failure();
    return success();
  };
  for (const std::string &path : sources.files)
    if (failed(load(path, RuleRank::Given)))
      return failure();
  for (const std::string &path : sources.paths)
    if (failed(load(path, RuleRank::Found)))
      return failure();
  for (const std::string &path : sources.usualPaths) {
    std::vector<std::string> files;
    tryToLoad(context, path, catalogue, [&]() -> LogicalResult {
      FailureOr<std::vector<std::string>> found = findRuleFiles(context, path);
      if (succeeded(found))
        files = std::move(*found);
      return found;
    });
    for (const std::string &name : files)
      tryToLoad(context, name, catalogue, [&] {
        return loadFile(context, name, RuleRank::Found, catalogue);
      });
  }
  return success();
}
