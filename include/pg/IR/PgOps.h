//===- PgOps.h - Operations of the pg dialect -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_PGOPS_H
#define PG_IR_PGOPS_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/RegionKindInterface.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "pg/IR/Field.h"
#include "pg/IR/PgAttrs.h"
#include "pg/IR/PgDialect.h"
#include "pg/IR/PgTypes.h"
#include "pg/IR/Provenance.h"

namespace pg::detail {
mlir::LogicalResult verifySlots(mlir::Operation *op);
} // namespace pg::detail

#include "dialects/pg/PgInterfaces.h.inc"

#define GET_OP_CLASSES
#include "dialects/pg/PgOps.h.inc"

#endif // PG_IR_PGOPS_H
