//===- Input.cpp - Reads experiments and their declarations ---------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/Input.h"
#include "mlir/Parser/Parser.h"
#include "pg/Import/Import.h"
#include "pg/Support/InputFile.h"

using namespace mlir;
using namespace pg;

/// Whether a text is MLIR rather than JSON; both say so in their first
/// characters.
static bool looksLikeMlir(StringRef name, StringRef text) {
  if (name.ends_with(".mlir") || name.ends_with(".mlirbc"))
    return true;
  if (name.ends_with(".json"))
    return false;
  text = text.ltrim();
  return text.starts_with("module") || text.starts_with("pg.") ||
         text.starts_with("//") || text.starts_with("builtin.module") ||
         text.starts_with("\"builtin.module\"(") || text.starts_with("#") ||
         text.starts_with("!") || text.starts_with("ML\xefR");
}

static Input makeInput(MLIRContext *context,
                       std::unique_ptr<llvm::MemoryBuffer> buffer,
                       StringRef name, Format format) {
  Input input;
  input.isMlir =
      format == Format::Mlir ||
      (format == Format::Auto && looksLikeMlir(name, buffer->getBuffer()));
  auto *dialect = context->getOrLoadDialect<PgDialect>();
  input.source =
      &dialect->addSource(std::make_unique<Source>(std::move(buffer)));
  return input;
}

Input pg::openText(MLIRContext *context, StringRef text, StringRef name,
                   Format format) {
  return makeInput(context, llvm::MemoryBuffer::getMemBufferCopy(text, name),
                   name, format);
}

FailureOr<Input> pg::openInput(MLIRContext *context, StringRef path,
                               Format format) {
  auto buffer = path == "-" ? readStdin() : openFile(path);
  if (!buffer)
    return emitError(UnknownLoc::get(context))
           << "cannot read '" << path << "': " << buffer.getError().message();
  return makeInput(context, std::move(*buffer), path, format);
}

OwningOpRef<ModuleOp> pg::readModule(MLIRContext *context, const Input &input,
                                     bool verify) {
  Source &source = *input.source;
  if (input.isMlir)
    return parseSourceString<ModuleOp>(
        source.getText(), ParserConfig(context, verify), source.getName());
  OwningOpRef<ModuleOp> module(ModuleOp::create(UnknownLoc::get(context)));
  if (failed(importExperiment(source, *module, "experiment")))
    return {};
  return module;
}

ExperimentOp pg::getOnlyExperiment(ModuleOp module, StringRef name,
                                   StringRef takesOne) {
  auto experiments = llvm::to_vector(module.getOps<ExperimentOp>());
  if (experiments.size() == 1)
    return experiments.front();
  emitError(UnknownLoc::get(module.getContext()))
      << "'" << name << "' holds " << experiments.size() << " experiments; "
      << takesOne;
  return {};
}

LogicalResult pg::readDeclarations(DeclarationIndex &index,
                                   const DeclarationOptions &options,
                                   ArrayRef<StringRef> inputs, StringRef tool) {
  if (options.defaults && failed(index.addBuiltin()))
    return failure();
  if (options.defaults && options.verbose)
    for (const std::string &name : DeclarationIndex::getBuiltinNames())
      llvm::errs() << tool << ": declarations from " << name << '\n';
  std::vector<std::string> files = options.files;
  if (files.empty() && options.texts.empty() && options.defaults)
    for (StringRef input : inputs)
      if (std::optional<std::string> found = findComponents(input))
        if (!llvm::is_contained(files, *found))
          files.push_back(*found);
  for (const std::string &file : files) {
    if (options.verbose)
      llvm::errs() << tool << ": declarations from " << file << '\n';
    if (failed(index.addFile(file)))
      return failure();
  }
  for (const NamedText &text : options.texts)
    if (failed(index.addText(text.text, text.name)))
      return failure();
  if (options.verbose && files.empty())
    llvm::errs() << tool << ": "
                 << (options.defaults ? "no components.json was found\n"
                                      : "no declarations were looked for\n");
  return success();
}
