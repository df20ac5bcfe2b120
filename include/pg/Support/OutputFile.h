//===- OutputFile.h - Writes a file whole or not at all -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_SUPPORT_OUTPUTFILE_H
#define PG_SUPPORT_OUTPUTFILE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace pg {

/// Lets \p write write to \p path. A regular or new file is written as a
/// temporary beside its (link-resolved) target and renamed, with the mode of
/// the file that it replaces; anything else is written directly. `-` is stdout.
/// On an error the file is as it was.
///
/// When all is written, and before the file is renamed, \p finish does what
/// else has to succeed for it to be there.
llvm::Error writeOutput(llvm::StringRef path,
                        llvm::function_ref<void(llvm::raw_ostream &)> write,
                        llvm::function_ref<llvm::Error()> finish = {});

/// Whether writeOutput makes a file at \p path, or replaces one: it is no
/// stream and no device.
bool isFileToWrite(llvm::StringRef path);

} // namespace pg

#endif // PG_SUPPORT_OUTPUTFILE_H
