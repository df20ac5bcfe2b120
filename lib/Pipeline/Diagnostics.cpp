//===- Diagnostics.cpp - Prints diagnostics at their places -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/Diagnostics.h"
#include "pg/IR/PgAttrs.h"
#include "pg/Support/PythonText.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/WithColor.h"

using namespace mlir;
using namespace pg;

DiagnosticPrinter::DiagnosticPrinter(MLIRContext *context, raw_ostream &os,
                                     StringRef tool)
    : ScopedDiagnosticHandler(context), os(os), tool(tool) {
  setHandler([this](Diagnostic &diagnostic) { print(diagnostic); });
}

bool pg::wantsColour(const raw_ostream &os) {
  return os.has_colors() && !llvm::sys::Process::GetEnv("NO_COLOR");
}

/// What a terminal does not show but acts on.
static bool isControl(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

/// The line around a place, cut to what a terminal shows, and a caret.
static void printSnippet(raw_ostream &os, SourceLocAttr loc) {
  constexpr size_t before = 50, after = 50;
  StringRef text = loc.getSource().getText();
  size_t at = loc.getPosition() - text.data();
  // A line may be as long as the text: what is not shown is not looked at.
  size_t from = at > before ? at - before : 0;
  StringRef left = text.slice(from, at), right = text.substr(at, after);
  left = left.drop_front(left.rfind('\n') + 1);
  bool isCut = right.size() == after && !right.contains('\n');
  right = right.take_until([](char c) { return c == '\n'; });
  // An experiment as a whole begins where its text does: nothing to point at.
  if (at == 0 && (isCut || right == "{" || right == "["))
    return;
  os << "  ";
  size_t column = 0;
  for (char c : left) {
    os << (isControl(c) ? ' ' : c);
    // Bytes that continue a character take no column.
    column += (c & 0xC0) != 0x80;
  }
  for (char c : right)
    os << (isControl(c) ? ' ' : c);
  os << "\n  " << std::string(column, ' ') << "^\n";
}

void DiagnosticPrinter::printPlace(Location loc) {
  std::string place = describePlace(loc);
  os << (place.empty() ? tool : StringRef(place)) << ": ";
}

void DiagnosticPrinter::printNote(Location loc, const Twine &message) {
  Diagnostic note(loc, DiagnosticSeverity::Note);
  note << message;
  print(note);
}

void DiagnosticPrinter::print(const Diagnostic &diagnostic) {
  printPlace(diagnostic.getLocation());
  switch (diagnostic.getSeverity()) {
  case DiagnosticSeverity::Error:
    llvm::WithColor::error(os);
    break;
  case DiagnosticSeverity::Warning:
    llvm::WithColor::warning(os);
    break;
  case DiagnosticSeverity::Note:
    llvm::WithColor::note(os);
    break;
  case DiagnosticSeverity::Remark:
    llvm::WithColor::remark(os);
    break;
  }
  os << presentable(diagnostic.str()) << '\n';
  if (auto place =
          dyn_cast<SourceLocAttr>(LocationAttr(diagnostic.getLocation())))
    printSnippet(os, place);
  for (Diagnostic &note : const_cast<Diagnostic &>(diagnostic).getNotes())
    print(note);
}
