//===- FindComponents.cpp - Which declarations belong to an experiment ----===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Declarations/DeclarationIndex.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using llvm::SmallString;
using llvm::StringRef;

/// Looks in \p folder and in those that its text names above it.
static std::optional<std::string> findUpwards(StringRef folder) {
  while (true) {
    SmallString<128> candidate(folder);
    path::append(candidate, "components.json");
    if (fs::is_regular_file(candidate))
      return std::string(candidate);
    StringRef parent = path::parent_path(folder);
    // The empty text is the current folder: it is not above the root.
    bool isTop = folder.empty() || parent == folder ||
                 (parent.empty() && path::is_absolute(folder));
    if (isTop)
      return std::nullopt;
    folder = parent;
  }
}

std::optional<std::string> pg::findComponents(StringRef inputPath) {
  if (inputPath == "-")
    inputPath = "";
  StringRef folder = path::parent_path(inputPath);
  SmallString<128> absolute;
  // Above `a/..` is not `a`, which the text would have it: ask the system.
  if (llvm::is_contained(
          llvm::make_range(path::begin(folder), path::end(folder)), "..")) {
    if (fs::real_path(folder, absolute))
      return std::nullopt;
    return findUpwards(absolute);
  }
  // As the user wrote it, so that messages do too; then above the current one.
  if (std::optional<std::string> found = findUpwards(folder))
    return found;
  if (path::is_absolute(folder) || fs::current_path(absolute))
    return std::nullopt;
  return findUpwards(path::parent_path(absolute));
}
