//===- BlameFile.h - Saves where values come from ---------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Beside `new.json` stands `new.json.blame`: what PyGlove loads stays clean.
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_PIPELINE_BLAMEFILE_H
#define PG_LIB_PIPELINE_BLAMEFILE_H

#include "Blame.h"

namespace pg {

/// The name of the file beside \p file.
std::string blameFileOf(llvm::StringRef file);

/// Prints the origins of what \p text, the content of a file, holds. The file
/// is known again by its SHA-256.
void printBlameFile(const Origins &origins, llvm::StringRef text,
                    llvm::raw_ostream &os);

/// Reads what was saved beside \p file, whose content is \p text; no origins if
/// there is nothing. Fails, and \p problem says why, if it is not of this
/// content, or malformed.
mlir::FailureOr<Origins>
readBlameFile(llvm::StringRef file, llvm::StringRef text, std::string &problem);

} // namespace pg

#endif // PG_LIB_PIPELINE_BLAMEFILE_H
