//===- OptionValue.h - From an option's text to its value -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How PyGlove converts the arguments of a URI; a pipeline's options convert in
// the same way.
//
//===----------------------------------------------------------------------===//

#ifndef PG_PIPELINE_OPTIONVALUE_H
#define PG_PIPELINE_OPTIONVALUE_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>

namespace pg {

/// `None` and `none`, for an option of any kind, before all else.
bool isNone(llvm::StringRef text);

/// `True`, `true`, `yes`, `1` and `False`, `false`, `no`, `0`.
std::optional<bool> parseBool(llvm::StringRef text);

/// What Python's int() takes and 64 bits hold: ` -1_000 `, but not `0x10`.
std::optional<int64_t> parseInt(llvm::StringRef text);

/// What Python's float() takes: ` 1_0.5e-3 `, `inf`, `-Infinity`, `nan`.
std::optional<double> parseFloat(llvm::StringRef text);

/// Takes off the double quotes around a URI's string, which keep `"None"` from
/// being none. Nothing for a quote on one side only. They are looked for after
/// percent-decoding: write a string that has quotes of its own as `""x""`.
std::optional<llvm::StringRef> parseUriString(llvm::StringRef text);

} // namespace pg

#endif // PG_PIPELINE_OPTIONVALUE_H
