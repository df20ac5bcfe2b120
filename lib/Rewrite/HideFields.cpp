//===- HideFields.cpp - What goes without saying --------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/HideFields.h"
#include "pg/Rewrite/RuleRewriter.h"

using namespace mlir;
using namespace pg;

namespace {

class FieldHider {
public:
  FieldHider(ExperimentOp experiment, const ClassTable &classes,
             const HiddenFields &hidden)
      : rewriter(experiment, classes), classes(classes), hidden(hidden) {}

  void hideIn(ObjectOp object);

private:
  /// What a container may hold under a name: a field of a class, or a key.
  struct Entry {
    StringAttr name;
    TypeParts parts;
    bool isPattern;
  };

  /// Goes on inside of lists, tuples and dictionaries; components are looked at
  /// by themselves.
  void hideBelow(Field field, Type spec);
  void hideEntries(Operation *container, ArrayRef<Entry> entries,
                   llvm::function_ref<const Entry *(StringRef)> find);

  RuleRewriter rewriter;
  const ClassTable &classes;
  const HiddenFields &hidden;
  RegexCache regexes;
};

} // namespace

void FieldHider::hideEntries(
    Operation *container, ArrayRef<Entry> entries,
    llvm::function_ref<const Entry *(StringRef)> find) {
  auto fields = cast<ContainerOpInterface>(container);
  SmallVector<StringAttr> names;
  SmallVector<Field> kept;
  for (Field field : fields.getFields()) {
    const Entry *entry = find(field.getName());
    bool isFrozen = entry && entry->parts.frozen;
    bool isHidden = isFrozen
                        ? hidden.defaults || hidden.frozen == true
                        : entry && hidden.defaults && !entry->isPattern &&
                              entry->parts.defaultValue &&
                              holdsLiteral(field, entry->parts.defaultValue);
    if (isHidden)
      continue;
    names.push_back(shapeOf(container).getNames()[field.getIndex()]);
    kept.push_back(field);
  }
  // Frozen fields take their place in the schema.
  SmallVector<std::pair<size_t, const Entry *>> added;
  if (hidden.frozen == false && !hidden.defaults) {
    size_t place = 0;
    for (const Entry &entry : entries) {
      if (entry.isPattern)
        continue;
      auto at = llvm::find(names, entry.name);
      if (at != names.end())
        place = at - names.begin() + 1;
      else if (entry.parts.frozen && entry.parts.defaultValue)
        added.push_back({place, &entry});
    }
  }
  for (Field field : kept)
    if (const Entry *entry = find(field.getName()))
      hideBelow(field, entry->parts.spec);
  if (added.empty() && kept.size() == fields.getNumFields())
    return;

  SlotList slots;
  SmallVector<Value> children;
  SmallVector<StringAttr> newNames;
  auto add = [&](StringAttr name, Slot slot, Value child) {
    if (child) {
      slot = Slot::child(children.size()).withMark(slot.getMark());
      children.push_back(child);
    }
    slots.push_back(slot);
    newNames.push_back(name);
  };
  auto next = added.begin();
  for (size_t i = 0; i <= kept.size(); ++i) {
    for (; next != added.end() && next->first == i; ++next) {
      rewriter.setInsertionPoint(container);
      NewValue value =
          rewriter.build(container->getLoc(), next->second->parts.defaultValue);
      add(next->second->name, value.constant, value.child);
    }
    if (i != kept.size())
      add(names[i], kept[i].getSlot(), kept[i].getValue());
  }
  slotsOf(container) = std::move(slots);
  container->setOperands(children);
  auto shape = ShapeAttr::get(container->getContext(),
                              shapeOf(container).getClassName(), newNames);
  if (auto object = dyn_cast<ObjectOp>(container))
    object.setShapeAttr(shape);
  else
    cast<DictOp>(container).setShapeAttr(shape);
}

void FieldHider::hideBelow(Field field, Type spec) {
  Operation *child = field.getChild();
  if (!child || isa<ObjectOp, RefOp>(child))
    return;
  if (auto any = dyn_cast<UnionType>(spec)) {
    Type candidate = chooseCandidate(any, field.getSlot(), child, classes);
    if (candidate)
      hideBelow(field, splitType(candidate).spec);
    return;
  }
  auto container = cast<ContainerOpInterface>(child);
  auto schema = dyn_cast<DictType>(spec);
  if (schema && isa<DictOp>(child)) {
    std::vector<Entry> entries;
    for (const KeyType &key : schema.getKeys())
      entries.push_back({key.name, splitType(key.type), key.pattern});
    hideEntries(child, entries, [&](StringRef name) -> const Entry * {
      const KeyType *key = regexes.findKey(schema, name);
      return key ? &entries[key - schema.getKeys().begin()] : nullptr;
    });
    return;
  }
  auto elementSpec = [&](unsigned index) -> Type {
    if (auto list = dyn_cast<ListType>(spec))
      return list.getElement();
    if (auto sized = dyn_cast<VarTupleType>(spec))
      return sized.getElement();
    auto fixed = dyn_cast<FixedTupleType>(spec);
    return fixed && index < fixed.getElements().size()
               ? fixed.getElements()[index]
               : Type();
  };
  if (isa<ListOp, TupleOp>(child))
    for (Field element : container.getFields())
      if (Type inner = elementSpec(element.getIndex()))
        hideBelow(element, splitType(inner).spec);
}

void FieldHider::hideIn(ObjectOp object) {
  const ClassDecl *decl = classes.getShape(object.getShape()).decl;
  if (!decl || !decl->isDeclared())
    return;
  std::vector<Entry> entries;
  for (const FieldDecl &field : decl->getFields())
    entries.push_back({field.name, field.parts, field.pattern});
  hideEntries(object, entries, [&](StringRef name) -> const Entry * {
    const FieldDecl *field = decl->getField(name);
    return field ? &entries[field - decl->getFields().begin()] : nullptr;
  });
}

void pg::hideFields(ExperimentOp experiment, const ClassTable &classes,
                    const HiddenFields &hidden) {
  FieldHider hider(experiment, classes, hidden);
  // What holds comes before what is held: a component is compared with a
  // default as a whole.
  SmallVector<Operation *> operations;
  for (Operation &op : experiment.getBody().front())
    operations.push_back(&op);
  for (Operation *op : llvm::reverse(operations)) {
    bool isDead = !isa<ReturnOp>(op) && op->use_empty();
    if (isDead)
      op->erase();
    else if (auto object = dyn_cast<ObjectOp>(op))
      hider.hideIn(object);
  }
}
