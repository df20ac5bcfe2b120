//===- Source.cpp - The text that an experiment was read from -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/Source.h"
#include "pg/IR/PgAttrs.h"
#include <cstring>

using namespace pg;

std::pair<unsigned, unsigned>
Source::getLineAndColumn(const char *position) const {
  std::call_once(linesFound, [&] {
    const char *at = buffer->getBufferStart(), *end = buffer->getBufferEnd();
    lineStarts.push_back(at);
    while ((at = static_cast<const char *>(std::memchr(at, '\n', end - at))))
      lineStarts.push_back(++at);
  });
  auto line = llvm::upper_bound(lineStarts, position);
  return {line - lineStarts.begin(), position - line[-1] + 1};
}

mlir::LocationAttr Source::getLoc(mlir::MLIRContext *context,
                                  const char *position) {
  if (!locationKind)
    locationKind =
        &mlir::AbstractAttribute::lookup(SourceLocAttr::getTypeID(), context);
  return SourceLocAttr(
      new (locations.Allocate<detail::SourceLocStorage>())
          detail::SourceLocStorage(*locationKind, this, position));
}

std::string pg::describePlace(mlir::Location loc) {
  auto spell = [](llvm::StringRef file, unsigned line, unsigned column) {
    return (file + ":" + llvm::Twine(line) + ":" + llvm::Twine(column)).str();
  };
  if (auto place = mlir::dyn_cast<SourceLocAttr>(mlir::LocationAttr(loc))) {
    auto [line, column] =
        place.getSource().getLineAndColumn(place.getPosition());
    return spell(place.getSource().getName(), line, column);
  }
  if (auto place = loc->findInstanceOf<mlir::FileLineColLoc>())
    return spell(place.getFilename().getValue(), place.getLine(),
                 place.getColumn());
  return "";
}
