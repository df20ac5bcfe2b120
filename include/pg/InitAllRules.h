//===- InitAllRules.h - All rules that are built in -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_INITALLRULES_H
#define PG_INITALLRULES_H

#include "pg/Pipeline/RuleCatalogue.h"

namespace pg {

/// Adds every rule under passes/.
void registerAllRules(RuleCatalogue &catalogue);

} // namespace pg

#endif // PG_INITALLRULES_H
