//===- Edits.cpp - Finding the places that a rule's arguments name -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Edits.h"
#include "pg/Analysis/Walk.h"
#include "pg/IR/TypeCheck.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

//===----------------------------------------------------------------------===//
// Paths
//===----------------------------------------------------------------------===//

/// How the JSON of PyGlove spells an integer key of a dictionary.
std::string pg::nameOf(const KeyPath::Key &key) {
  return key.isIndex() ? "n_:" + std::to_string(key.getIndex())
                       : key.getName().str();
}

Field pg::stepInto(Operation *container, const KeyPath::Key &key) {
  if (shapeOf(container))
    return cast<ContainerOpInterface>(container).getField(nameOf(key));
  int64_t size = slotsOf(container).size();
  if (!isa<ListOp>(container) || !key.isIndex())
    return {};
  int64_t index = key.getIndex() < 0 ? key.getIndex() + size : key.getIndex();
  return index >= 0 && index < size ? Field(container, index) : Field();
}

/// The names that a step could have had.
static std::string suggest(RuleRewriter &rewriter, Operation *container,
                           const KeyPath::Key &key) {
  std::vector<StringRef> names;
  if (ShapeAttr shape = shapeOf(container))
    for (StringAttr name : shape.getNames())
      names.push_back(name);
  if (auto object = dyn_cast<ObjectOp>(container))
    if (auto *decl = Component(object, rewriter.getClasses()).getDecl())
      for (const FieldDecl &field : decl->getFields())
        names.push_back(field.name);
  llvm::erase(names, key.str());
  return didYouMean(key.str(), names);
}

static bool isFrozen(RuleRewriter &rewriter, Operation *container,
                     const KeyPath::Key &key) {
  auto declared = rewriter.declarationOf(container, nameOf(key));
  return declared && declared->parts.frozen;
}

/// A declared field that is not spelled gets its default spelled, so that a
/// path can lead through it.
static Field spellDefault(RuleRewriter &rewriter, Operation *container,
                          const KeyPath::Key &key) {
  auto declared = rewriter.declarationOf(container, nameOf(key));
  if (!declared || declared->isPattern || declared->parts.frozen ||
      !declared->parts.defaultValue)
    return {};
  rewriter.setInsertionPoint(container);
  NewValue value =
      rewriter.build(container->getLoc(), declared->parts.defaultValue);
  if (failed(rewriter.rebind(container, nameOf(key), value)) ||
      failed(rewriter.apply()))
    return {};
  return stepInto(container, key);
}

/// Says that there is nothing at the step that \p target ends with.
static LogicalResult reportAbsent(RuleRewriter &rewriter, StringRef path,
                                  const PathTarget &target) {
  std::string parent = getPath(target.parent);
  return emitError(target.parent->getLoc())
         << "path '" << path << "' does not exist: '" << target.key.str()
         << "' is absent from " << (parent.empty() ? "the root" : parent)
         << (isFrozen(rewriter, target.parent, target.key)
                 ? ", where it is frozen"
                 : suggest(rewriter, target.parent, target.key));
}

FailureOr<PathTarget> pg::followPath(RuleRewriter &rewriter, StringRef text) {
  ParseError error;
  Location loc = rewriter.getExperiment().getLoc();
  std::optional<KeyPath> path = KeyPath::parse(text, error);
  if (!path) {
    emitError(loc) << error.message;
    return failure();
  }
  Field place = rewriter.getExperiment().getRoot();
  PathTarget target{place.getOwner(), KeyPath::Key(int64_t(0)), place};
  for (const KeyPath::Key &key : path->keys()) {
    if (!place)
      return reportAbsent(rewriter, text, target);
    Field walked = place;
    target.through.push_back(place);
    // A path leads through references, and changes what they share once.
    place = dereference(place);
    Operation *container = place.getChild();
    bool canEnter = container && !isa<TupleOp>(container) &&
                    (!isa<ListOp>(container) || key.isIndex());
    if (!canEnter) {
      std::string parent = walked.getPath();
      InFlightDiagnostic diag = emitError(place.getLoc());
      diag << "path '" << text
           << "' cannot be followed: " << (parent.empty() ? "the root" : parent)
           << " is " << describeValue(place);
      if (isa_and_nonnull<ListOp>(container))
        diag << ", whose elements are written [0], [1], …";
      else
        diag << ", which has no '" << key.str() << "' to set";
      return failure();
    }
    target.parent = container;
    target.key = key;
    target.field = place = stepInto(container, key);
    bool isLast = &key == &path->keys().back();
    if (!place && !isLast)
      target.field = place = spellDefault(rewriter, container, key);
  }
  return target;
}

FailureOr<PathTarget> pg::followToValue(RuleRewriter &rewriter,
                                        StringRef text) {
  FailureOr<PathTarget> target = followPath(rewriter, text);
  if (failed(target))
    return failure();
  if (!target->field)
    target->field = spellDefault(rewriter, target->parent, target->key);
  if (!target->field)
    return reportAbsent(rewriter, text, *target);
  return target;
}

FailureOr<Field> pg::findValue(RuleRewriter &rewriter, StringRef text) {
  FailureOr<PathTarget> target = followToValue(rewriter, text);
  if (failed(target))
    return failure();
  return target->field;
}

static std::string placeOf(Operation *container) {
  std::string path = getPath(container);
  return path.empty() ? "the root" : path;
}

LogicalResult pg::checkFieldName(RuleRewriter &rewriter, Operation *container,
                                 StringRef name) {
  auto object = dyn_cast<ObjectOp>(container);
  const ClassDecl *decl =
      object ? Component(object, rewriter.getClasses()).getDecl() : nullptr;
  if (name == "_type" || name == "__ref__")
    return emitError(container->getLoc())
           << placeOf(container) << ": '" << name
           << "' makes another value of it in JSON, and is no field; replace "
              "the whole instead";
  if (!decl || !decl->isDeclared() || decl->getField(name))
    return success();
  return emitError(container->getLoc())
         << placeOf(container) << ": '" << name << "' is no field of "
         << object.getClassName()
         << suggest(rewriter, container, KeyPath::Key(name));
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

LogicalResult
pg::patchWhere(RuleRewriter &rewriter, StringRef json,
               llvm::function_ref<bool(Field, StringRef)> matches) {
  FailureOr<NewValue> value = rewriter.parse(json, "value");
  if (failed(value))
    return rewriter.fail();
  auto visit = [&](Field field, StringRef path) {
    if (!matches(field, path))
      return WalkResult::advance();
    rewriter.countMatch();
    rewriter.setInsertionPoint(field.getOwner());
    (void)rewriter.rebind(field, *value);
    return WalkResult::skip();
  };
  walkValues(rewriter.getExperiment(),
             llvm::function_ref<WalkResult(Field, StringRef)>(visit));
  return success();
}
