//===- ParseError.h - What is wrong with a text, and where -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_SUPPORT_PARSEERROR_H
#define PG_SUPPORT_PARSEERROR_H

#include <cstddef>
#include <string>

namespace pg {

/// Why a text was refused. Parsers return nothing and fill one of these.
struct ParseError {
  /// Byte offset into the text that was given, at most its size. A position
  /// that the message itself names counts characters, as Python's messages do.
  size_t position = 0;
  std::string message;
};

} // namespace pg

#endif // PG_SUPPORT_PARSEERROR_H
