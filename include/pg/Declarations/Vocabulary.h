//===- Vocabulary.h - The names that rules know -----------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_DECLARATIONS_VOCABULARY_H
#define PG_DECLARATIONS_VOCABULARY_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace pg {

enum class WordKind { Concept, Role, Fact };

/// The names of a kind, in the order of Vocabulary.def. Concepts can also be
/// what a field gives to the component in it, so they are roles too.
llvm::ArrayRef<llvm::StringRef> vocabulary(WordKind kind);

/// Whether the vocabulary has the name; `_` and `-` are the same.
bool isInVocabulary(WordKind kind, llvm::StringRef name);

} // namespace pg

#endif // PG_DECLARATIONS_VOCABULARY_H
