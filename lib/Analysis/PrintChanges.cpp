//===- PrintChanges.cpp - Changes as a JSON document ----------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The document is built as an experiment, so that the exporter numbers what
// several of the changes share, and PyGlove can load it.
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Changes.h"
#include "pg/Export/Export.h"
#include "pg/IR/NewValue.h"

using namespace mlir;
using namespace pg;

namespace {

class DocumentBuilder {
public:
  explicit DocumentBuilder(MLIRContext *context)
      : module(ModuleOp::create(UnknownLoc::get(context))), builder(context) {
    OperationState state(builder.getUnknownLoc(),
                         ExperimentOp::getOperationName());
    Block *body = &state.addRegion()->emplaceBlock();
    builder.setInsertionPointToEnd(module->getBody());
    experiment = cast<ExperimentOp>(builder.create(state));
    experiment.setSymName("changes");
    builder.setInsertionPointToEnd(body);
  }

  NewValue text(StringRef text) {
    return NewValue::string(builder.getContext(), text);
  }
  NewValue list(ArrayRef<NewValue> elements) {
    return build(ListOp::getOperationName(), {}, elements);
  }
  NewValue dict(ArrayRef<std::pair<StringRef, NewValue>> items) {
    SmallVector<StringAttr> names;
    SmallVector<NewValue> values;
    for (auto &[name, value] : items) {
      names.push_back(builder.getStringAttr(name));
      values.push_back(value);
    }
    return build(
        DictOp::getOperationName(),
        ShapeAttr::get(builder.getContext(), builder.getStringAttr(""), names),
        values);
  }
  NewValue plainRef(const NewValue &shared) {
    NewValue ref = build(RefOp::getOperationName(), {}, shared);
    ref.child.getDefiningOp<RefOp>().setPlain(true);
    return ref;
  }
  NewValue copy(const ValueRef &value);
  void print(const NewValue &root, raw_ostream &os);

private:
  NewValue build(StringRef opName, ShapeAttr shape, ArrayRef<NewValue> values) {
    return buildContainer(builder, builder.getUnknownLoc(), opName, shape,
                          values);
  }

  OwningOpRef<ModuleOp> module;
  OpBuilder builder;
  ExperimentOp experiment;
  IRMapping copies;
};

} // namespace

/// Copies a value, and what references share once for all copies.
NewValue DocumentBuilder::copy(const ValueRef &value) {
  if (!value.op)
    return value.constant;
  cloneWithShared(builder, value.op, copies);
  return copies.lookup(value.op->getResult(0));
}

void DocumentBuilder::print(const NewValue &root, raw_ostream &os) {
  OperationState state(builder.getUnknownLoc(), ReturnOp::getOperationName());
  state.addOperands(root.child);
  Operation *exit = builder.create(state);
  slotsOf(exit).push_back(Slot::child(0));
  // A change a line: they can be read, and are no longer than their values.
  exportValue(experiment.getRoot(), os, JsonLayout{2, 0, 2});
  os << '\n';
}

void pg::printChanges(const Changes &changes, MLIRContext *context,
                      raw_ostream &os) {
  static constexpr StringLiteral operations[] = {"rebind", "rebind", "insert",
                                                 "delete"};
  DocumentBuilder document(context);
  SmallVector<NewValue> entries;
  for (const Change &change : changes.changes) {
    SmallVector<std::pair<StringRef, NewValue>> items = {
        {"op", document.text(operations[change.kind])},
        {"path", document.text(change.path)}};
    if (change.kind == Change::Add)
      items.push_back({"before", change.next ? document.text(change.next)
                                             : NewValue::none()});
    if (change.before)
      items.push_back({"old", document.copy(*change.before)});
    if (change.after)
      items.push_back({"new", document.copy(*change.after)});
    entries.push_back(document.dict(items));
  }
  SmallVector<std::pair<StringRef, NewValue>> items = {
      {"version", int64_t(1)}, {"changes", document.list(entries)}};
  SmallVector<NewValue> shared;
  for (const KeptValue &kept : changes.kept)
    shared.push_back(document.dict(
        {{"path", document.text(kept.path)},
         {"value", document.plainRef(document.copy(NewValue(kept.after)))}}));
  if (!shared.empty())
    items.push_back({"shared", document.list(shared)});
  document.print(document.dict(items), os);
}
