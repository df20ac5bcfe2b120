//===- Vocabulary.cpp - The names that rules know -------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Declarations/Vocabulary.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/STLExtras.h"

using namespace pg;
using llvm::ArrayRef;
using llvm::StringRef;

static constexpr StringRef facts[] = {
#define PG_FACT(NAME, MEANING) NAME,
#include "pg/IR/Vocabulary.def"
};

// Roles first: concepts are what follows them.
static constexpr StringRef rolesAndConcepts[] = {
#define PG_ROLE(NAME, MEANING) NAME,
#include "pg/IR/Vocabulary.def"
#define PG_FIELD_CONCEPT(NAME, MEANING) NAME,
#include "pg/IR/Vocabulary.def"
#define PG_CONCEPT(NAME, IMPLIES, MEANING) NAME,
#include "pg/IR/Vocabulary.def"
};

static constexpr size_t numRoles = 0
#define PG_ROLE(NAME, MEANING) +1
#include "pg/IR/Vocabulary.def"
    ;

ArrayRef<StringRef> pg::vocabulary(WordKind kind) {
  switch (kind) {
  case WordKind::Concept:
    return ArrayRef(rolesAndConcepts).drop_front(numRoles);
  case WordKind::Role:
    return rolesAndConcepts;
  case WordKind::Fact:
    return facts;
  }
  llvm_unreachable("all kinds are covered");
}

bool pg::isInVocabulary(WordKind kind, StringRef name) {
  if (llvm::is_contained(vocabulary(kind), name))
    return true;
  return name.contains('_') &&
         llvm::is_contained(vocabulary(kind), StringRef(kebab(name)));
}
