//===- Source.h - The text that an experiment was read from -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_SOURCE_H
#define PG_IR_SOURCE_H

#include "mlir/IR/Location.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/MemoryBuffer.h"
#include <mutex>

namespace pg {

/// A text with a name. Slots are slices of it and locations point into it; the
/// dialect keeps it alive.
class Source {
public:
  explicit Source(std::unique_ptr<llvm::MemoryBuffer> buffer)
      : buffer(std::move(buffer)) {}

  llvm::StringRef getName() const { return buffer->getBufferIdentifier(); }
  llvm::StringRef getText() const { return buffer->getBuffer(); }
  bool contains(const char *position) const {
    return position >= buffer->getBufferStart() &&
           position <= buffer->getBufferEnd();
  }

  /// Line and column of a position, both from 1, the column in bytes.
  std::pair<unsigned, unsigned> getLineAndColumn(const char *position) const;

  /// A location that costs three words and no uniquing. Not thread-safe: one
  /// thread reads one source.
  mlir::LocationAttr getLoc(mlir::MLIRContext *context, const char *position);

private:
  std::unique_ptr<llvm::MemoryBuffer> buffer;
  llvm::BumpPtrAllocator locations;
  /// What every location of the dialect refers to; looked up once.
  const mlir::AbstractAttribute *locationKind = nullptr;
  mutable std::vector<const char *> lineStarts;
  mutable std::once_flag linesFound;
};

/// `file:line:col`, of a place in a Source or of MLIR's own; empty for none.
std::string describePlace(mlir::Location loc);

} // namespace pg

#endif // PG_IR_SOURCE_H
