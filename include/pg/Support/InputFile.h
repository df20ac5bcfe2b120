//===- InputFile.h - Opens what is to be read -------------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_SUPPORT_INPUTFILE_H
#define PG_SUPPORT_INPUTFILE_H

#include "llvm/Support/ErrorOr.h"
#include "llvm/Support/MemoryBuffer.h"

namespace pg {

/// Maps a file into memory; what is none (a pipe, a device) is read to its end.
/// What is larger than 4 GiB, or has no end, is an error.
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
openFile(llvm::StringRef path);
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> readStdin();

} // namespace pg

#endif // PG_SUPPORT_INPUTFILE_H
