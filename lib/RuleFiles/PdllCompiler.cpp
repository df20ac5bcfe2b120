//===- PdllCompiler.cpp - From PDLL to PDL --------------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PdllCompiler.h"
#include "mlir/IR/Diagnostics.h"
#include "pg/Support/OutputFile.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/SHA1.h"

using namespace mlir;
using namespace pg;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

static constexpr StringLiteral library =
#include "Rules.pdll.inc"
    ;

/// What the result depends on.
static std::string cacheKey(const RuleFile &file) {
  llvm::SHA1 hash;
  for (StringRef part : {StringRef(LLVM_VERSION_STRING), StringRef(library),
                         StringRef(file.path), file.text->getBuffer()}) {
    uint64_t size = part.size();
    hash.update(StringRef(reinterpret_cast<const char *>(&size), sizeof size));
    hash.update(part);
  }
  return llvm::toHex(hash.final(), /*LowerCase=*/true);
}

/// The folder for what is compiled; empty if there is none to write to.
static std::string cacheFolder() {
  using llvm::sys::Process;
  SmallString<128> folder;
  if (std::optional<std::string> chosen = Process::GetEnv("PG_CACHE"))
    folder = *chosen;
  else if (path::cache_directory(folder))
    path::append(folder, "pg");
  if (folder.empty() || fs::create_directories(folder))
    return "";
  return folder.str().str();
}

/// mlir-pdll; empty if there is none, which PG_MLIR_PDLL set to nothing says.
static std::string findCompilerPath() {
  if (std::optional<std::string> chosen =
          llvm::sys::Process::GetEnv("PG_MLIR_PDLL"))
    return *chosen;
  if (fs::can_execute(PG_MLIR_PDLL))
    return PG_MLIR_PDLL;
  for (StringRef name : {"mlir-pdll-" PG_LLVM_MAJOR, "mlir-pdll"})
    if (llvm::ErrorOr<std::string> found = llvm::sys::findProgramByName(name))
      return *found;
  return "";
}

static FailureOr<std::string> findCompiler(MLIRContext *context) {
  std::string path = findCompilerPath();
  if (!path.empty())
    return path;
  return emitError(UnknownLoc::get(context))
         << "rules in PDLL need mlir-pdll (Debian's mlir-" PG_LLVM_MAJOR
            "-tools); it is neither at " PG_MLIR_PDLL " nor on the PATH, and "
            "PG_MLIR_PDLL names none";
}

static std::optional<std::string> readFile(StringRef name) {
  auto buffer = llvm::MemoryBuffer::getFile(name);
  if (!buffer)
    return std::nullopt;
  return (*buffer)->getBuffer().str();
}

FailureOr<std::string> pg::compilePdll(MLIRContext *context,
                                       const RuleFile &file) {
  auto fail = [&](const Twine &message) -> LogicalResult {
    return emitError(UnknownLoc::get(context)) << message;
  };
  std::string cached = cacheFolder();
  if (!cached.empty())
    cached += "/" + cacheKey(file) + ".mlir";
  if (std::optional<std::string> known = readFile(cached))
    return *known;

  FailureOr<std::string> compiler = findCompiler(context);
  if (failed(compiler))
    return failure();
  // `#include "pg/Rules.pdll"` finds the library of this very program.
  SmallString<128> folder;
  if (std::error_code problem = fs::createUniqueDirectory("pg-rule", folder))
    return fail("cannot make a temporary folder: " + problem.message());
  llvm::scope_exit remove(
      [&] { (void)fs::remove_directories(folder, /*IgnoreErrors=*/true); });
  std::string include = (folder + "/pg").str(),
              output = (folder + "/rule.mlir").str(),
              errors = (folder + "/errors").str();
  (void)fs::create_directory(include);
  auto writeLibrary = [](llvm::raw_ostream &os) { os << library; };
  if (llvm::Error problem = writeOutput(include + "/Rules.pdll", writeLibrary))
    return fail(llvm::toString(std::move(problem)));

  StringRef arguments[] = {*compiler, "-x",      "mlir", "-I",
                           folder,    file.path, "-o",   output};
  std::string problem;
  int status = llvm::sys::ExecuteAndWait(
      *compiler, arguments, std::nullopt,
      {StringRef("/dev/null"), StringRef(errors), StringRef(errors)},
      /*SecondsToWait=*/60, /*MemoryLimit=*/0, &problem);
  std::string said = readFile(errors).value_or("");
  if (reportCompilerErrors(context, file, said, status != 0))
    return fail("'" + file.path + "' does not compile" +
                (problem.empty() ? "" : ": " + problem));
  std::optional<std::string> compiled = readFile(output);
  if (!compiled)
    return fail("'" + *compiler + "' wrote nothing");
  // A cache that cannot be written costs time and nothing else.
  if (!cached.empty())
    llvm::consumeError(
        writeOutput(cached, [&](llvm::raw_ostream &os) { os << *compiled; }));
  return *compiled;
}
