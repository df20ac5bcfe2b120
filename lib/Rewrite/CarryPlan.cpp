//===- CarryPlan.cpp - Which fields go into which -------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/CarriedFields.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

void CarriedFields::set(StringRef name, NewValue value) {
  if (NewValue *known = find(name))
    *known = value;
  else
    values.push_back({name, value});
}

NewValue *CarriedFields::find(StringRef name) {
  for (NamedValue &value : values)
    if (value.first == name)
      return &value.second;
  return nullptr;
}

namespace {

/// A field that has something to carry.
struct Source {
  StringRef name, role;
  std::optional<unsigned> index;
  const FieldDecl *decl;
  bool isPlaced = false;
};

/// Matches fields, the surest matches first.
class Planner {
public:
  Planner(ObjectOp from, const ClassDecl *fromClass, const ClassDecl &to);
  CarryPlan run();

private:
  bool isFree(const FieldDecl &field) const {
    return !field.pattern && !field.parts.frozen && !taken.contains(field.name);
  }
  /// Takes the first field that \p fits, for each source that has none yet.
  void match(llvm::function_ref<bool(const Source &, const FieldDecl &)> fits);
  void place(Source &source, const FieldDecl &to);
  void carryKeywords();

  const ClassDecl &to;
  std::vector<Source> sources;
  llvm::SmallDenseSet<StringRef> taken;
  CarryPlan plan;
};

} // namespace

Planner::Planner(ObjectOp from, const ClassDecl *fromClass, const ClassDecl &to)
    : to(to) {
  auto roleOf = [&](StringRef name) {
    return fromClass ? fromClass->getRole(name) : StringRef();
  };
  for (auto [index, name] : llvm::enumerate(from.getShape().getNames()))
    sources.push_back({name, roleOf(name), unsigned(index),
                       fromClass ? fromClass->getField(name) : nullptr});
  if (!fromClass)
    return;
  // What is not spelled has its default all the same.
  auto container = cast<ContainerOpInterface>(*from);
  for (const FieldDecl &field : fromClass->getFields())
    if (!field.pattern && !field.parts.frozen && hasWholeDefault(field.parts) &&
        !container.getField(field.name.getValue()))
      sources.push_back({field.name, roleOf(field.name), std::nullopt, &field});
}

void Planner::place(Source &source, const FieldDecl &field) {
  source.isPlaced = true;
  StringRef name = field.pattern ? source.name : field.name.getValue();
  taken.insert(name);
  StringRef role = to.getRole(name);
  bool isShared = !role.empty() && sameName(role, source.role);
  // A default name says which class it is.
  bool onlyIfChosen = (!isShared || sameName(role, "name")) &&
                      hasWholeDefault(field.parts) && source.decl &&
                      source.decl->parts.defaultValue;
  bool isPerAxis =
      isShared &&
      llvm::any_of(
          ArrayRef<StringRef>{"kernel", "stride", "dilation", "padding"},
          [&](StringRef known) { return sameName(role, known); });
  plan.steps.push_back({source.index, source.decl, &field, name, onlyIfChosen,
                        isPerAxis, isShared && sameName(role, "padding")});
}

void Planner::match(
    llvm::function_ref<bool(const Source &, const FieldDecl &)> fits) {
  for (Source &source : sources)
    for (const FieldDecl &field : to.getFields())
      if (!source.isPlaced && isFree(field) && fits(source, field))
        place(source, field);
}

void Planner::carryKeywords() {
  // Keyword fields of both classes: a layer's name, its dtype.
  for (Source &source : sources) {
    if (source.isPlaced || !source.decl || !source.decl->pattern)
      continue;
    const FieldDecl *field = to.getField(source.name);
    if (field && field->pattern)
      place(source, *field);
  }
}

CarryPlan Planner::run() {
  auto sharesRole = [&](const Source &source, const FieldDecl &field) {
    StringRef role = to.getRole(field.name);
    return !role.empty() && sameName(source.role, role);
  };
  match([&](const Source &source, const FieldDecl &field) {
    return source.name == field.name && sharesRole(source, field);
  });
  match(sharesRole);
  // One name with two roles means two things.
  match([&](const Source &source, const FieldDecl &field) {
    return source.name == field.name &&
           (source.role.empty() || to.getRole(field.name).empty());
  });
  carryKeywords();
  for (const Source &source : sources)
    if (!source.isPlaced && source.index)
      plan.leftOut.push_back(*source.index);
  return std::move(plan);
}

CarryPlan pg::planCarryOver(ObjectOp from, const ClassDecl *fromClass,
                            const ClassDecl &to) {
  return Planner(from, fromClass, to).run();
}
