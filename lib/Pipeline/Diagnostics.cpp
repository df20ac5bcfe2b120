//===- Diagnostics.cpp - Prints diagnostics at their places -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Pipeline/Diagnostics.h"
#include "pg/IR/PgAttrs.h"
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

/// The line around a place, cut to what a terminal shows, and a caret.
static void printSnippet(raw_ostream &os, SourceLocAttr loc) {
  constexpr size_t before = 50, after = 50;
  StringRef text = loc.getSource().getText();
  size_t at = loc.getPosition() - text.data();
  size_t start = text.rfind('\n', at) + 1, end = text.find('\n', at);
  if (at < text.size() && text[at] == '\n')
    start = at ? text.rfind('\n', at - 1) + 1 : 0;
  end = std::min(end, text.size());
  // An experiment as a whole begins where its text does: nothing to point at.
  if (at == 0 && end - start > before + after)
    return;
  if (at == 0 && (text.starts_with("{\n") || text.starts_with("[\n")))
    return;
  size_t from = at - start > before ? at - before : start;
  size_t to = end - at > after ? at + after : end;
  os << "  ";
  size_t column = 0;
  for (size_t i = from; i < to; ++i) {
    // Bytes that continue a character take no column.
    bool continues = (text[i] & 0xC0) == 0x80;
    os << (text[i] == '\t' || text[i] == '\r' ? ' ' : text[i]);
    column += i < at && !continues;
  }
  os << "\n  " << std::string(column, ' ') << "^\n";
}

void DiagnosticPrinter::printPlace(Location loc) {
  if (auto place = dyn_cast<SourceLocAttr>(LocationAttr(loc))) {
    auto [line, column] =
        place.getSource().getLineAndColumn(place.getPosition());
    os << place.getSource().getName() << ':' << line << ':' << column << ": ";
  } else if (auto place = loc->findInstanceOf<FileLineColLoc>()) {
    os << place.getFilename().getValue() << ':' << place.getLine() << ':'
       << place.getColumn() << ": ";
  } else {
    os << tool << ": ";
  }
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
  os << diagnostic.str() << '\n';
  if (auto place =
          dyn_cast<SourceLocAttr>(LocationAttr(diagnostic.getLocation())))
    printSnippet(os, place);
  for (Diagnostic &note : const_cast<Diagnostic &>(diagnostic).getNotes())
    print(note);
}
