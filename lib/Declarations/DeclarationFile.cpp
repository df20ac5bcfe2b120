//===- DeclarationFile.cpp - What the entries of a file may say -----------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DeclarationFile.h"
#include "CheckReader.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

static StringRef nounOf(WordKind kind) {
  switch (kind) {
  case WordKind::Concept:
    return "concept";
  case WordKind::Role:
    return "role";
  case WordKind::Fact:
    return "fact";
  }
  llvm_unreachable("all kinds are covered");
}

void DeclarationFile::checkWord(WordKind kind, StringRef name,
                                const char *position) {
  if (isInVocabulary(kind, name))
    return;
  StringRef noun = nounOf(kind);
  if (warned.insert((noun + " " + kebab(name)).str()).second)
    warning(position) << "the " << noun << " '" << name
                      << "' is not in the vocabulary"
                      << didYouMean(name, vocabulary(kind));
}

/// Calls \p check with each member of an object, and reports names that stand
/// twice: of these, only one would count.
static LogicalResult
forEachOnce(DeclarationFile &file, JsonView object,
            llvm::function_ref<LogicalResult(JsonView, JsonView)> check) {
  llvm::StringSet<> seen;
  bool isValid = true;
  object.forEachMember([&](JsonView key, JsonView value) {
    std::string name = key.getString();
    if (!seen.insert(name).second) {
      file.error(key.getText().data())
          << "the name '" << name << "' stands twice in one object";
      isValid = false;
    }
    isValid &= succeeded(check(key, value));
  });
  return success(isValid);
}

LogicalResult DeclarationFile::checkRoles(const Entry &entry) {
  if (entry.roles.empty())
    return success();
  JsonTree roles(entry.roles);
  return forEachOnce(*this, roles.root(), [&](JsonView field, JsonView role) {
    const char *position = role.getText().data();
    if (role.isString())
      checkWord(WordKind::Role, role.getString(), position);
    else if (!role.isNull())
      return LogicalResult(error(position)
                           << "the role of '" << field.getString()
                           << "' must be a string, or null to remove it");
    return success();
  });
}

/// A constant, a list or tuple of constants, or the field that holds it.
static bool isFact(JsonView value) {
  bool isValid = true;
  value.forEachElement([&](JsonView element) { isValid &= isFact(element); });
  unsigned size = 0;
  value.forEachMember([&](JsonView name, JsonView field) {
    isValid &= ++size == 1 && name.isString("field") && field.isString();
  });
  return isValid && (!value.isObject() || size == 1);
}

LogicalResult DeclarationFile::checkFacts(const Entry &entry) {
  if (entry.facts.empty())
    return success();
  JsonTree facts(entry.facts);
  return forEachOnce(*this, facts.root(), [&](JsonView name, JsonView value) {
    const char *position = value.getText().data();
    checkWord(WordKind::Fact, name.getString(), name.getText().data());
    if (isFact(value))
      return success();
    return LogicalResult(error(position)
                         << "the fact '" << name.getString()
                         << "' must be a constant, {\"field\": NAME}, or null "
                            "to remove it");
  });
}

LogicalResult DeclarationFile::checkFields(const Entry &entry) {
  if (entry.fields.empty())
    return success();
  JsonTree fields(entry.fields);
  return forEachOnce(*this, fields.root(), [&](JsonView name, JsonView spec) {
    if (spec.isNull() || (spec.isObject() && spec["_type"].isString()))
      return success();
    return LogicalResult(error(spec.getText().data())
                         << "the field '" << name.getString()
                         << "' must be the JSON of a PyGlove value spec, or "
                            "null");
  });
}

LogicalResult DeclarationFile::checkChecks(const Entry &entry) {
  if (entry.checks.empty())
    return success();
  JsonTree checks(entry.checks);
  return forEachOnce(*this, checks.root(), [&](JsonView name, JsonView check) {
    auto onError = [&](JsonView at, const Twine &message) {
      error(at.getText().data())
          << "the check '" << name.getString() << "': " << message;
    };
    // A class knows its fields when all its entries are read.
    CheckReader reader(context, onError, [](JsonView, StringRef, bool) {});
    return success(check.isNull() || reader.read(check));
  });
}
