//===- Prefetch.h - Memory that a walk is about to read ---------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A large experiment does not fit the caches, and a walk that waits for each
// operation before it knows where the next one is spends half its time waiting.
// So it asks for those that it will reach soon. These are hints: they change
// nothing but the time, and an address that holds nothing does no harm.
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_PREFETCH_H
#define PG_IR_PREFETCH_H

#include "mlir/IR/Operation.h"
#include "pg/IR/Slot.h"

namespace pg {

/// How many operations ahead a walk asks for them.
constexpr size_t prefetchDistance = 8;

/// Asks for 256 bytes, about what an operation takes with its fields.
inline void prefetchMemory(const char *place) {
  for (unsigned offset = 0; offset != 256; offset += 64)
    LLVM_PREFETCH(place + offset, /*rw=*/0, /*locality=*/3);
}

/// For a walk that has the operations in an array.
inline void prefetchOperation(mlir::Operation *op) {
  prefetchMemory(reinterpret_cast<const char *>(op));
}

/// For a walk over the operands of \p op: the one that comes prefetchDistance
/// behind \p index, and what it holds, which was built just before it.
inline void prefetchOperand(mlir::Operation *op, size_t index) {
  if (index + prefetchDistance >= op->getNumOperands())
    return;
  // The result of an operation is stored with it.
  auto *place = static_cast<const char *>(
      op->getOperand(index + prefetchDistance).getAsOpaquePointer());
  prefetchMemory(place - 256);
  prefetchMemory(place);
}

/// For a walk over a block. Where the next operation is, only this one says;
/// but those that were built in one go lie one behind the other.
inline void prefetchBehind(mlir::Operation *op) {
  prefetchMemory(reinterpret_cast<const char *>(op) + 1024);
}

/// For a walk that reads constants: the text that follows the one of \p slots,
/// for later operations.
inline void prefetchText(llvm::ArrayRef<Slot> slots) {
  if (!slots.empty() && slots.front().isText())
    LLVM_PREFETCH(slots.front().getText().data() + 1024, /*rw=*/0,
                  /*locality=*/3);
}

} // namespace pg

#endif // PG_IR_PREFETCH_H
