//===- InputFile.cpp - Opens what is to be read ---------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Support/InputFile.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include <limits>

using namespace llvm;
namespace fs = llvm::sys::fs;

/// In bytes: places in an input are 32-bit numbers.
static constexpr uint64_t maxSize = std::numeric_limits<uint32_t>::max();

static ErrorOr<std::unique_ptr<MemoryBuffer>> readStream(fs::file_t stream,
                                                         StringRef name) {
  constexpr size_t chunk = 1 << 20;
  SmallString<0> text;
  while (true) {
    size_t size = text.size();
    if (size > maxSize)
      return std::make_error_code(std::errc::file_too_large);
    text.resize_for_overwrite(size + chunk);
    Expected<size_t> read =
        fs::readNativeFile(stream, {text.data() + size, chunk});
    if (!read)
      return errorToErrorCode(read.takeError());
    text.truncate(size + *read);
    if (*read == 0)
      break;
  }
  return std::make_unique<SmallVectorMemoryBuffer>(std::move(text), name);
}

ErrorOr<std::unique_ptr<MemoryBuffer>> pg::readStdin() {
  return readStream(fs::getStdinHandle(), "<stdin>");
}

ErrorOr<std::unique_ptr<MemoryBuffer>> pg::openFile(StringRef path) {
  Expected<fs::file_t> file = fs::openNativeFileForRead(path);
  if (!file)
    return errorToErrorCode(file.takeError());
  scope_exit close([&] { (void)fs::closeFile(*file); });
  fs::file_status status;
  if (std::error_code code = fs::status(*file, status))
    return code;
  if (status.type() != fs::file_type::regular_file)
    return readStream(*file, path);
  if (status.getSize() > maxSize)
    return std::make_error_code(std::errc::file_too_large);
  return MemoryBuffer::getOpenFile(*file, path, /*FileSize=*/-1);
}
