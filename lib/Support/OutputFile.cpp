//===- OutputFile.cpp - Writes a file whole or not at all -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Support/OutputFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include <filesystem>

using namespace llvm;
namespace fs = llvm::sys::fs;

static Error failed(StringRef path, std::error_code code) {
  return createStringError(code,
                           "cannot write '" + path + "': " + code.message());
}

/// Writes to an open file descriptor and says what went wrong.
static std::error_code writeTo(int fd, bool close,
                               function_ref<void(raw_ostream &)> write) {
  raw_fd_ostream os(fd, close);
  os.SetBufferSize(1 << 16);
  write(os);
  os.flush();
  std::error_code code = os.error();
  os.clear_error();
  return code;
}

/// Where links lead, also when nothing is there yet; for links that lead to
/// each other an error.
static ErrorOr<SmallString<128>> resolveLinks(StringRef path) {
  std::filesystem::path target(path.str());
  std::error_code code;
  // As many as Linux follows.
  for (int hops = 0; hops <= 40; ++hops) {
    std::filesystem::path link = std::filesystem::read_symlink(target, code);
    if (code)
      return SmallString<128>(target.string());
    target = target.parent_path() / link;
  }
  return std::make_error_code(std::errc::too_many_symbolic_link_levels);
}

/// The open file that a path such as /dev/stdout or /dev/fd/3 names. Where it
/// leads to a regular file, that is somebody else's, who may be appending to
/// it.
static std::optional<int> descriptorOf(StringRef path) {
  if (path == "-" || path == "/dev/stdout")
    return 1;
  if (path == "/dev/stderr")
    return 2;
  int fd;
  if ((path.consume_front("/dev/fd/") ||
       path.consume_front("/proc/self/fd/")) &&
      !path.getAsInteger(10, fd) && fd >= 0)
    return fd;
  return std::nullopt;
}

Error pg::writeOutput(StringRef path, function_ref<void(raw_ostream &)> write,
                      function_ref<Error()> finish) {
  if (std::optional<int> open = descriptorOf(path)) {
    if (std::error_code code = writeTo(*open, /*close=*/false, write))
      return failed(path == "-" ? "stdout" : path, code);
    return finish ? finish() : Error::success();
  }
  fs::file_status status;
  bool exists = !fs::status(path, status) && fs::exists(status);
  if (exists && status.type() == fs::file_type::directory_file)
    return failed(path, std::make_error_code(std::errc::is_a_directory));
  if (exists && status.type() != fs::file_type::regular_file) {
    int fd;
    if (std::error_code code =
            fs::openFileForWrite(path, fd, fs::CD_OpenExisting, fs::OF_None))
      return failed(path, code);
    if (std::error_code code = writeTo(fd, /*close=*/true, write))
      return failed(path, code);
    return finish ? finish() : Error::success();
  }
  ErrorOr<SmallString<128>> resolved = resolveLinks(path);
  if (!resolved)
    return failed(path, resolved.getError());
  SmallString<128> &target = *resolved;
  if (exists && fs::access(target, fs::AccessMode::Write))
    return failed(path, std::make_error_code(std::errc::permission_denied));
  Expected<fs::TempFile> file = fs::TempFile::create(
      target + ".tmp-%%%%%%", fs::all_read | fs::all_write);
  if (!file)
    return failed(path, errorToErrorCode(file.takeError()));
  std::error_code code = writeTo(file->FD, /*close=*/false, write);
  if (!code && exists)
    code = fs::setPermissions(file->FD, status.permissions());
  if (code) {
    consumeError(file->discard());
    return failed(path, code);
  }
  if (Error error = finish ? finish() : Error::success()) {
    consumeError(file->discard());
    return error;
  }
  if (Error error = file->keep(target))
    return failed(path, errorToErrorCode(std::move(error)));
  return Error::success();
}

bool pg::isFileToWrite(StringRef path) {
  fs::file_status status;
  bool exists = !fs::status(path, status) && fs::exists(status);
  return !path.empty() && !descriptorOf(path) &&
         (!exists || status.type() == fs::file_type::regular_file);
}
