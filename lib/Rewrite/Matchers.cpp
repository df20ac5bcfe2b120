//===- Matchers.cpp - What arguments of rules and queries match -----------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Matchers.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

/// Names of \p candidates that \p name can stand for: itself, or all of which
/// it is the last part.
static SmallVector<StringRef> answering(StringRef name,
                                        ArrayRef<StringRef> candidates) {
  SmallVector<StringRef> found;
  for (StringRef candidate : candidates) {
    if (candidate == name)
      return {candidate};
    if (ClassTable::answersTo(candidate, name))
      found.push_back(candidate);
  }
  return found;
}

namespace {
/// The names of classes that an argument may mean.
struct KnownClasses {
  llvm::SetVector<StringRef> present, annotated;

  KnownClasses(ExperimentOp experiment, const ClassTable &classes) {
    if (Operation *root = experiment.getRoot().getChild())
      for (Operation *op : containersIn(root))
        if (auto object = dyn_cast<ObjectOp>(op))
          present.insert(object.getClassName());
    for (ClassOp op : classes.getClasses()) {
      auto &known = op.getUndeclared() ? annotated : present;
      known.insert(op.getSymName());
      for (std::optional<ArrayAttr> others : {op.getAliases(), op.getBases()})
        if (others)
          for (auto other : others->getAsRange<FlatSymbolRefAttr>())
            known.insert(other.getValue());
    }
  }

  bool contains(StringRef name) const {
    return present.contains(name) || annotated.contains(name);
  }
  /// What to say of a name that is none of them.
  std::string describeUnknown(StringRef name,
                              ArrayRef<StringRef> others = {}) const {
    std::vector<StringRef> all(present.begin(), present.end());
    all.insert(all.end(), annotated.begin(), annotated.end());
    all.insert(all.end(), others.begin(), others.end());
    return ("no class '" + name + "' is declared or present").str() +
           didYouMean(name, all);
  }
};
} // namespace

FailureOr<std::optional<std::string>>
pg::resolveClass(ExperimentOp experiment, const ClassTable &classes,
                 StringRef name, std::string &hint,
                 ArrayRef<StringRef> others) {
  // Under one name each: a class may be spelled by an alias.
  auto canonical = [&](StringRef spelled) {
    const ClassDecl *decl = classes.lookup(spelled);
    return decl ? decl->getName() : spelled;
  };
  if (const ClassDecl *decl = classes.lookup(name))
    return std::optional(decl->getName().str());
  KnownClasses known(experiment, classes);
  for (ArrayRef<StringRef> names :
       {known.present.getArrayRef(), known.annotated.getArrayRef()}) {
    llvm::SetVector<StringRef> found;
    for (StringRef match : answering(name, names))
      found.insert(canonical(match));
    if (found.size() == 1)
      return std::optional(found.front().str());
    if (found.size() > 1) {
      emitError(experiment.getLoc()) << "several classes answer to '" << name
                                     << "': " << llvm::join(found, ", ");
      return failure();
    }
  }
  hint = known.describeUnknown(name, others);
  return std::optional<std::string>();
}

LogicalResult pg::checkMember(RuleRewriter &rewriter, StringRef className,
                              StringRef name) {
  const ClassTable &classes = rewriter.getClasses();
  llvm::SetVector<StringRef> fields;
  bool isKnown = false;
  for (ClassOp op : classes.getClasses()) {
    if (!classes.isSubclass(op.getSymName(), className))
      continue;
    const ClassDecl *decl = classes.lookup(op);
    if (!decl->isDeclared() || decl->getField(name))
      return success();
    isKnown = true;
    for (const FieldDecl &field : decl->getFields())
      if (!field.pattern)
        fields.insert(field.name);
  }
  // A class that is only present has whatever fields it has.
  if (!isKnown)
    return success();
  return emitError(rewriter.getExperiment().getLoc())
         << "'" << name << "' is no field of " << className
         << didYouMean(name, fields.getArrayRef());
}

//===----------------------------------------------------------------------===//
// TypeMatcher
//===----------------------------------------------------------------------===//

/// The types of Python's own that an argument can name.
static constexpr StringRef pythonTypes[] = {"int",  "float", "str",  "bool",
                                            "list", "dict",  "tuple"};

/// Whether a value is an instance of a type of Python's own; nullopt if \p type
/// names none.
static std::optional<bool> isInstance(Field field, StringRef type) {
  std::optional<LiteralKind> kind;
  if (field.isConstant())
    kind = kindOf(field.getSlot());
  Operation *child = field.getChild();
  // In Python a bool is an int.
  if (type == "int")
    return kind == LiteralKind::Int || kind == LiteralKind::Bool;
  if (type == "float")
    return kind == LiteralKind::Float;
  if (type == "str")
    return kind == LiteralKind::Str;
  if (type == "bool")
    return kind == LiteralKind::Bool;
  if (type == "list")
    return isa_and_nonnull<ListOp>(child);
  if (type == "dict")
    return isa_and_nonnull<DictOp>(child);
  if (type == "tuple")
    return kind == LiteralKind::Tuple || isa_and_nonnull<TupleOp>(child);
  return std::nullopt;
}

FailureOr<TypeMatcher> TypeMatcher::create(ExperimentOp experiment,
                                           const ClassTable &classes,
                                           StringRef name, std::string &hint) {
  TypeMatcher matcher(classes, name);
  matcher.isPythons = isInstance(experiment.getRoot(), name).has_value();
  if (matcher.isPythons)
    return matcher;
  FailureOr<std::optional<std::string>> found =
      resolveClass(experiment, classes, name, hint, pythonTypes);
  if (failed(found))
    return failure();
  matcher.name = found->value_or("");
  return matcher;
}

bool TypeMatcher::matches(Field field) const {
  if (isPythons)
    return *isInstance(field, name);
  ObjectOp component = field.getComponent();
  return !name.empty() && component &&
         classes->isSubclass(component.getClassName(), name);
}

//===----------------------------------------------------------------------===//
// ValueMatcher
//===----------------------------------------------------------------------===//

/// The first component in a value whose class nobody declared; null without
/// one.
static ObjectOp findUndeclared(const NewValue &value,
                               const ClassTable &classes) {
  for (Operation *op : containersIn(value))
    if (auto object = dyn_cast<ObjectOp>(op)) {
      const ClassDecl *decl = classes.lookup(object.getClassName());
      if (!decl || !decl->isDeclared())
        return object;
    }
  return {};
}

FailureOr<ValueMatcher> ValueMatcher::create(RuleRewriter &rewriter,
                                             StringRef json, StringRef what,
                                             std::string &hint) {
  FailureOr<NewValue> value = rewriter.read(json, what);
  if (failed(value))
    return failure();
  ValueMatcher matcher;
  if (!value->child) {
    matcher.constant = value->constant;
    return matcher;
  }
  const ClassTable &classes = rewriter.getClasses();
  SmallVector<NewValue, 2> forms = {*value};
  if (ObjectOp undeclared = findUndeclared(*value, classes)) {
    StringRef name = undeclared.getClassName();
    KnownClasses known(rewriter.getExperiment(), classes);
    if (!known.contains(name))
      hint = known.describeUnknown(name);
  } else {
    rewriter.setInsertionPoint(value->child.getDefiningOp());
    forms.push_back(rewriter.copy(*value));
    if (failed(rewriter.completeTree(forms.back())))
      return failure();
  }
  auto hashes = std::make_shared<ValueHashes>(
      rewriter.getExperiment().getRoot(), ArrayRef(&classes));
  for (const NewValue &form : forms)
    matcher.sought.push_back(hashes->get(form));
  matcher.hashes = hashes;
  return matcher;
}

bool ValueMatcher::matches(Field field) const {
  if (!hashes)
    return field.isConstant() && sameConstant(field.getSlot(), constant);
  return !field.isConstant() &&
         llvm::is_contained(sought, hashes->get(ValueRef(field)));
}
