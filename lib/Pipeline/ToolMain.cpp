//===- ToolMain.cpp - What the command lines of all tools share -----------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ToolMain.h"
#include "pg/Pipeline/Diagnostics.h"
#include "pg/Support/PythonText.h"
#include "pg/Version.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/WithColor.h"
#include <csignal>
#include <fcntl.h>
#include <new>
#include <unistd.h>

using namespace pg;
using llvm::StringRef;
namespace cl = llvm::cl;

/// Who speaks when memory ends.
static StringRef toolName;

/// Leaves MLIR's and LLVM's options, and --help-list, to --help-hidden.
static void hideOthers(cl::OptionCategory &own) {
  for (auto &entry : cl::getRegisteredOptions()) {
    cl::Option &option = *entry.second;
    bool isShown = llvm::any_of(option.Categories, [&](auto *category) {
      return category == &own || category->getName() == "Generic Options";
    });
    isShown &= option.ArgStr != "help-list";
    if (!isShown && option.getOptionHiddenFlag() == cl::NotHidden)
      option.setHiddenFlag(cl::Hidden);
  }
}

/// Gives a closed standard stream back its number, so that no file that is
/// opened later takes its place: it cannot be used then either.
static void occupyStandardStreams() {
  for (int fd : {0, 1, 2})
    if (fcntl(fd, F_GETFD) == -1)
      (void)open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

/// Ends a run that is out of memory as any other error does. Nothing can be
/// allocated any more.
[[noreturn]] static void failForMemory() {
  static constexpr char message[] = ": error: out of memory\n";
  (void)!write(2, toolName.data(), toolName.size());
  (void)!write(2, message, sizeof(message) - 1);
  // Removes temporary files.
  llvm::sys::RunInterruptHandlers();
  _exit(1);
}

bool pg::parseCommandLine(int argc, char **argv, StringRef tool,
                          cl::OptionCategory &category, StringRef overview) {
  occupyStandardStreams();
  // A closed pipe and a file that may not grow are errors of the write, not the
  // end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  // Blocked, since LLVM may install a handler of its own.
  sigset_t tooLarge;
  sigemptyset(&tooLarge);
  sigaddset(&tooLarge, SIGXFSZ);
  sigprocmask(SIG_BLOCK, &tooLarge, nullptr);
  toolName = tool;
  std::set_new_handler(failForMemory);
  llvm::install_bad_alloc_error_handler(
      [](void *, const char *, bool) { failForMemory(); });
  llvm::WithColor::setAutoDetectFunction(wantsColour);
  hideOthers(category);
  cl::SetVersionPrinter([tool](llvm::raw_ostream &os) {
    os << tool << " " PG_VERSION " on MLIR " LLVM_VERSION_STRING "\n";
  });
  std::string problems;
  llvm::raw_string_ostream stream(problems);
  bool parsed = cl::ParseCommandLineOptions(argc, argv, overview, &stream);
  llvm::errs() << presentable(problems);
  return parsed;
}

int pg::failUsage(StringRef tool, StringRef usage, const llvm::Twine &message) {
  llvm::WithColor::error(llvm::errs(), tool)
      << message << "\nusage: " << tool << ' ' << usage << "; see " << tool
      << " --help\n";
  return 1;
}

InputFlags::InputFlags(cl::OptionCategory &category)
    : from("from", cl::desc("What the input is"), cl::init(Format::Auto),
           cl::values(
               clEnumValN(Format::Auto, "auto", "by name or content (default)"),
               clEnumValN(Format::Json, "json", "PyGlove's JSON"),
               clEnumValN(Format::Mlir, "mlir", "the pg dialect")),
           cl::cat(category)),
      components(
          "components",
          cl::desc("Declarations, instead of the nearest components.json"),
          cl::value_desc("FILE"), cl::cat(category)),
      noDefaults("no-default-components",
                 cl::desc("Neither search components.json nor use built-in "
                          "annotations"),
                 cl::Hidden, cl::cat(category)) {}

DiffFlag::DiffFlag(cl::OptionCategory &category)
    : form("diff", cl::desc("Print what changed (=json: for --apply-diff)"),
           cl::value_desc("json"), cl::ValueOptional, cl::cat(category)) {}

std::optional<DiffForm> DiffFlag::getForm() const {
  if (!form.getNumOccurrences())
    return DiffForm::None;
  if (form.empty())
    return DiffForm::Text;
  return form == "json" ? std::optional(DiffForm::Json) : std::nullopt;
}

std::string DiffFlag::describeProblem() const {
  return "--diff takes nothing or 'json', not '" + presentable(form) + "'";
}

DeclarationOptions InputFlags::getDeclarations(bool verbose) const {
  DeclarationOptions options;
  options.files.assign(components.begin(), components.end());
  options.defaults = !noDefaults;
  options.verbose = verbose;
  return options;
}
