//===- PipelineText.h - How a pipeline spells a value -----------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_SUPPORT_PIPELINETEXT_H
#define PG_SUPPORT_PIPELINETEXT_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace pg {

/// Whether \p c may stand in a value without quotes.
bool isBareWord(char c);

/// A value as a pipeline spells it, in quotes if it needs them.
std::string printPipelineValue(llvm::StringRef value);

} // namespace pg

#endif // PG_SUPPORT_PIPELINETEXT_H
