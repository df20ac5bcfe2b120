//===- PythonText.h - Text as Python sees it -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_SUPPORT_PYTHONTEXT_H
#define PG_SUPPORT_PYTHONTEXT_H

#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace pg {

/// What Python's repr() prints for the string \p text: 'a', "it's", 'a\n'.
std::string pythonQuoted(llvm::StringRef text);

/// \p text as a message can show it: control characters but line breaks as
/// `\x1b`, and of more than 4000 bytes only the start and the end.
std::string presentable(llvm::StringRef text);

/// \p text, if it takes no more than \p maxBytes; else its start and `…`.
std::string cutText(llvm::StringRef text, size_t maxBytes);

/// \p text with the decimal digits of other scripts as 0-9 and the spaces of
/// Unicode as ' ', as Python's int() and float() read it.
std::string asciiDigitsAndSpaces(llvm::StringRef text);

/// \p text without the spaces around it, as by str.strip().
llvm::StringRef pythonStrip(llvm::StringRef text);

/// How many characters \p text has (bytes that are not UTF-8 count as one).
size_t countCharacters(llvm::StringRef text);

/// Takes the first character of \p text, which must not be empty, off it.
/// Returns nothing (and takes one byte) where the text is not UTF-8.
std::optional<uint32_t> takeCharacter(llvm::StringRef &text);

/// The offset of the first byte that is not part of well-formed UTF-8.
std::optional<size_t> findInvalidUtf8(llvm::StringRef text);

} // namespace pg

#endif // PG_SUPPORT_PYTHONTEXT_H
