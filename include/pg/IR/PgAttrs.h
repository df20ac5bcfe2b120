//===- PgAttrs.h - Attributes of the pg dialect -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_PGATTRS_H
#define PG_IR_PGATTRS_H

#include "mlir/IR/BuiltinAttributes.h"
#include "pg/IR/PgDialect.h"

namespace pg::detail {

/// Storage of a location that is allocated beside its source, not uniqued.
struct SourceLocStorage : public mlir::AttributeStorage {
  using KeyTy = std::pair<const Source *, const char *>;
  SourceLocStorage(const Source *source, const char *position)
      : source(source), position(position) {}
  SourceLocStorage(const mlir::AbstractAttribute &kind, const Source *source,
                   const char *position)
      : SourceLocStorage(source, position) {
    initializeAbstractAttribute(kind);
  }
  bool operator==(const KeyTy &key) const {
    return key == KeyTy(source, position);
  }
  static SourceLocStorage *construct(mlir::AttributeStorageAllocator &allocator,
                                     const KeyTy &key) {
    return new (allocator.allocate<SourceLocStorage>())
        SourceLocStorage(key.first, key.second);
  }

  const Source *source;
  const char *position;
};

} // namespace pg::detail

#define GET_ATTRDEF_CLASSES
#include "dialects/pg/PgAttrs.h.inc"

#endif // PG_IR_PGATTRS_H
