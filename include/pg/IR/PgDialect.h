//===- PgDialect.h - The pg dialect -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_PGDIALECT_H
#define PG_IR_PGDIALECT_H

#include "mlir/IR/Dialect.h"
#include "pg/IR/Source.h"
#include <memory>
#include <mutex>
#include <vector>

#include "dialects/pg/PgDialect.h.inc"

#endif // PG_IR_PGDIALECT_H
