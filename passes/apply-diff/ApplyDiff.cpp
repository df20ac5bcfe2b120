//===- ApplyDiff.cpp - The rule apply-diff --------------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DiffFile.h"
#include "mlir/IR/IRMapping.h"
#include "pg/Analysis/Equality.h"
#include "pg/Export/Export.h"
#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Rules.h"
#include "pg/Support/PythonText.h"

namespace pg {
#define GEN_PASS_DEF_APPLYDIFF
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

/// One application of a diff.
class DiffApplication {
public:
  DiffApplication(const DiffFile &file, RuleRewriter &rewriter)
      : file(file), rewriter(rewriter) {}

  LogicalResult run();

private:
  /// Finds the place of a change, and whether it is as the diff says.
  LogicalResult find(const DiffEntry &entry, PathTarget &target);
  LogicalResult checkPlace(const DiffEntry &entry, const PathTarget &target);
  LogicalResult checkOverlaps();
  LogicalResult findShared();
  FailureOr<NewValue> adopt(Field value);
  LogicalResult apply(const DiffEntry &entry, const PathTarget &target);
  LogicalResult remove(const DiffEntry &entry, Field field);
  unsigned placeOf(const DiffEntry &entry, Operation *container);
  InFlightDiagnostic fail(const DiffEntry &entry, Location loc);

  const DiffFile &file;
  RuleRewriter &rewriter;
  std::vector<PathTarget> targets;
  IRMapping copies;
};

struct ApplyDiff : public pg::impl::ApplyDiffBase<ApplyDiff> {
  using ApplyDiffBase::ApplyDiffBase;

  LogicalResult prepare(MLIRContext *context) override {
    auto read = DiffFile::read(context, file.getValue());
    if (failed(read))
      return failure();
    diff = *read;
    return success();
  }
  void getClassNeeds(ClassNeeds &needs) const override {
    needs.values.push_back(diff->getText().str());
  }
  StringRef getOtherwise() const override {
    return "the diff changes nothing of it";
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    if (diff->getEntries().empty())
      rewriter.setHint("the diff has no changes");
    return DiffApplication(*diff, rewriter).run();
  }

  std::shared_ptr<DiffFile> diff;
};

} // namespace

/// The JSON of a value, on one line.
static std::string textOf(Field field) {
  std::string text;
  llvm::raw_string_ostream os(text);
  exportValue(field, os);
  return text;
}

/// The same, not too long for a message.
static std::string show(Field field) {
  return cutText(textOf(field), /*maxBytes=*/80);
}

/// Whether two values are the same, wherever a document had to write out what
/// it refers to once.
static bool agree(Field a, Field b) {
  Operation *x = a.getChild(), *y = b.getChild();
  if (!x && !y)
    return sameConstant(a.getSlot(), b.getSlot());
  if (x && y && sameValue(x, y))
    return true;
  return textOf(a) == textOf(b);
}

InFlightDiagnostic DiffApplication::fail(const DiffEntry &entry, Location loc) {
  InFlightDiagnostic diag = emitError(loc);
  diag.attachNote(entry.loc) << "the change of the diff";
  diag << (entry.path.empty() ? "the root" : entry.path) << ": ";
  return diag;
}

LogicalResult DiffApplication::find(const DiffEntry &entry,
                                    PathTarget &target) {
  FailureOr<PathTarget> found = entry.oldValue
                                    ? followToValue(rewriter, entry.path)
                                    : followPath(rewriter, entry.path);
  if (failed(found)) {
    emitRemark(entry.loc) << "the change of the diff";
    return failure();
  }
  target = std::move(*found);
  return success();
}

LogicalResult DiffApplication::checkPlace(const DiffEntry &entry,
                                          const PathTarget &target) {
  Operation *parent = target.parent;
  switch (entry.kind) {
  case Change::Rebind:
  case Change::Delete:
    if (!agree(entry.oldValue, target.field))
      return fail(entry, target.field.getLoc())
             << "is " << show(target.field) << " and not "
             << show(entry.oldValue)
             << ", as the diff says: it was made of another experiment";
    return success();
  case Change::Add:
    if (target.field || !shapeOf(parent))
      return fail(entry,
                  target.field ? target.field.getLoc() : parent->getLoc())
             << (target.field ? "is there already, and the diff adds it"
                              : "a list takes an insertion, and no new field");
    return success();
  case Change::Insert: {
    if (!isa<ListOp>(parent))
      return fail(entry, parent->getLoc())
             << "is no place in a list, and the diff inserts there";
    int64_t size = slotsOf(parent).size(), index = target.key.getIndex();
    if (index < 0 || index > size)
      return fail(entry, parent->getLoc())
             << "the list has " << size << " elements: it was another when "
             << "the diff was made";
    return success();
  }
  }
  llvm_unreachable("all kinds are covered");
}

/// That no change writes what another one does, or something in it.
LogicalResult DiffApplication::checkOverlaps() {
  llvm::DenseSet<std::pair<Operation *, unsigned>> written;
  llvm::DenseSet<std::pair<Operation *, StringAttr>> added;
  MLIRContext *context = rewriter.getContext();
  for (auto [entry, target] : llvm::zip_equal(file.getEntries(), targets)) {
    bool isNew = true;
    if (entry.oldValue)
      isNew = written.insert({target.field.getOwner(), target.field.getIndex()})
                  .second;
    else if (entry.kind == Change::Add)
      isNew = added
                  .insert({target.parent,
                           StringAttr::get(context, nameOf(target.key))})
                  .second;
    if (!isNew)
      return fail(entry, entry.loc) << "another change of the diff writes it";
  }
  for (auto [entry, target] : llvm::zip_equal(file.getEntries(), targets))
    for (Field field : target.through)
      if (written.contains({field.getOwner(), field.getIndex()}))
        return fail(entry, entry.loc) << "another change of the diff writes "
                                      << field.getPath() << ", in which it is";
  return success();
}

LogicalResult DiffApplication::findShared() {
  for (const SharedEntry &entry : file.getShared()) {
    FailureOr<Field> found = findValue(rewriter, entry.path);
    Field held = succeeded(found) ? *found : Field();
    while (held && isa_and_nonnull<RefOp>(held.getChild()))
      held = Field(held.getChild(), 0);
    Operation *here = held ? held.getChild() : nullptr;
    if (!here) {
      if (succeeded(found))
        emitError(found->getLoc())
            << entry.path << ": is no component, list or dictionary that can "
            << "be shared";
      emitRemark(entry.loc) << "new values of the diff refer to it";
      return failure();
    }
    if (entry.value)
      copies.map(entry.value->getResult(0), here->getResult(0));
  }
  return success();
}

/// A value of the diff for the experiment.
FailureOr<NewValue> DiffApplication::adopt(Field value) {
  if (!value.getChild())
    return NewValue(value.getSlot());
  NewValue copy = rewriter.adopt(value.getValue(), copies);
  for (Operation *op : containersIn(copy)) {
    auto object = dyn_cast<ObjectOp>(op);
    if (!object || !rewriter.isNew(object))
      continue;
    const ShapeDecl &shape = rewriter.getClasses().getShape(object.getShape());
    if (shape.decl && shape.decl->isDeclared() && !shape.missing.empty())
      return emitError(object.getLoc())
             << "required field '" << shape.missing.front() << "' of "
             << object.getClassName() << " is missing";
  }
  return copy;
}

LogicalResult DiffApplication::remove(const DiffEntry &entry, Field field) {
  if (isa<ReturnOp>(field.getOwner()))
    return fail(entry, entry.loc) << "cannot be deleted";
  auto object = dyn_cast<ObjectOp>(field.getOwner());
  auto declared = rewriter.declarationOf(field.getOwner(), field.getName());
  const ClassDecl *decl =
      object ? Component(object, rewriter.getClasses()).getDecl() : nullptr;
  if (declared && !declared->isPattern && !declared->parts.frozen &&
      !declared->parts.defaultValue && !(decl && decl->isFunctor()))
    return fail(entry, field.getLoc())
           << "Required value is not specified; it has no default";
  rewriter.remove(field);
  return success();
}

/// Where among the fields of a container a new one goes.
unsigned DiffApplication::placeOf(const DiffEntry &entry,
                                  Operation *container) {
  if (*entry.before)
    if (Field next =
            cast<ContainerOpInterface>(container).getField(**entry.before))
      return next.getIndex();
  return slotsOf(container).size();
}

LogicalResult DiffApplication::apply(const DiffEntry &entry,
                                     const PathTarget &target) {
  rewriter.countMatch();
  if (entry.kind == Change::Delete)
    return remove(entry, target.field);
  FailureOr<NewValue> value = adopt(entry.newValue);
  if (failed(value))
    return failure();
  switch (entry.kind) {
  case Change::Rebind:
    return rewriter.rebind(target.field, *value);
  case Change::Insert:
    rewriter.insert(cast<ListOp>(target.parent), target.key.getIndex(), *value);
    return success();
  default:
    break;
  }
  std::string name = nameOf(target.key);
  bool isPlaced =
      entry.before && (!*entry.before || placeOf(entry, target.parent) <
                                             slotsOf(target.parent).size());
  if (!isPlaced)
    return rewriter.rebind(target.parent, name, *value);
  if (failed(checkFieldName(rewriter, target.parent, name)))
    return failure();
  rewriter.add(target.parent, placeOf(entry, target.parent), name, *value);
  return success();
}

LogicalResult DiffApplication::run() {
  targets.resize(file.getEntries().size());
  // A path can lead through a default that is spelled for it, which moves other
  // fields: so all paths are followed again.
  for (bool isFinal : {false, true})
    for (auto [entry, target] : llvm::zip_equal(file.getEntries(), targets))
      if (failed(find(entry, target)))
        return failure();
  for (auto [entry, target] : llvm::zip_equal(file.getEntries(), targets))
    if (failed(checkPlace(entry, target)))
      return failure();
  if (failed(checkOverlaps()) || failed(findShared()))
    return failure();
  rewriter.writeAsRead();
  for (auto [entry, target] : llvm::zip_equal(file.getEntries(), targets))
    if (failed(apply(entry, target)))
      return failure();
  return success();
}
