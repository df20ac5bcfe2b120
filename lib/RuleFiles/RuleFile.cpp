//===- RuleFile.cpp - A rule or recipe that stands in one file ------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/RuleFiles/RuleFile.h"
#include "HeaderReader.h"
#include "pg/IR/PgDialect.h"
#include "pg/Support/InputFile.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace pg;

/// The text with its first lines up to the last one that begins with `//!`,
/// these marks blanked, so that what is left is JSON in its place.
static std::string takeHeader(StringRef text) {
  std::string header;
  while (text.consume_front("//!")) {
    auto [line, rest] = text.split('\n');
    header += "   ";
    header += line;
    header += '\n';
    text = rest;
  }
  return header;
}

std::string RuleFile::cutOut(StringRef slice,
                             ArrayRef<StringRef> tokens) const {
  StringRef text = header->getText();
  std::string cut = text.take_front(slice.begin() - text.begin()).str();
  for (char &c : cut)
    if (c != '\n')
      c = ' ';
  size_t end = cut.size();
  for (StringRef token : llvm::reverse(tokens)) {
    size_t room = end < token.size() ? std::string::npos
                                     : cut.rfind(std::string(token.size(), ' '),
                                                 end - token.size());
    if (room == std::string::npos)
      return llvm::join(tokens, "") + slice.str();
    cut.replace(room, token.size(), token.data(), token.size());
    end = room;
  }
  return cut + slice.str();
}

Location RuleFile::locate(Location loc) const {
  auto place = loc->findInstanceOf<FileLineColLoc>();
  if (!place || place.getFilename() != path || !place.getLine())
    return loc;
  StringRef rest = source->getText();
  for (unsigned line = 1; line < place.getLine(); ++line)
    rest = rest.split('\n').second;
  unsigned column = std::max(place.getColumn(), 1u) - 1;
  return source->getLoc(loc.getContext(), rest.substr(column).begin());
}

FailureOr<std::shared_ptr<RuleFile>> pg::readRuleFile(MLIRContext *context,
                                                      StringRef path) {
  auto file = std::make_shared<RuleFile>();
  file->path = path.str();
  StringRef extension = llvm::sys::path::extension(path);
  if (extension != ".pdll" && extension != ".mlir" && extension != ".json")
    return emitError(UnknownLoc::get(context))
           << "'" << path << "' is no rule file: those end in .pdll (PDLL), "
           << ".mlir (PDL) or .json (a recipe)";
  file->kind = extension == ".pdll"   ? RuleFile::Kind::Pdll
               : extension == ".mlir" ? RuleFile::Kind::Pdl
                                      : RuleFile::Kind::Recipe;
  auto buffer = openFile(path);
  if (std::error_code problem = buffer.getError())
    return emitError(UnknownLoc::get(context))
           << "cannot read '" << path << "': " << problem.message();
  file->text = std::move(*buffer);
  StringRef text = file->text->getBuffer();
  file->source = std::make_unique<Source>(llvm::MemoryBuffer::getMemBuffer(
      text, path, /*RequiresNullTerminator=*/false));
  file->header = std::make_unique<Source>(llvm::MemoryBuffer::getMemBufferCopy(
      file->kind == RuleFile::Kind::Recipe ? text.str() : takeHeader(text),
      path));
  if (failed(HeaderReader(context, *file).read()))
    return failure();
  return file;
}
