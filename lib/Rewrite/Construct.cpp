//===- Construct.cpp - How rules build components -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/IRMapping.h"
#include "pg/Import/Import.h"
#include "pg/Rewrite/RuleRewriter.h"
#include "pg/Support/PyGloveNames.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

Operation *RuleRewriter::create(Location loc, StringRef opName, ShapeAttr shape,
                                ArrayRef<NewValue> values) {
  Operation *op = buildContainer(*this, loc, opName, shape, values);
  for (auto [slot, value] : llvm::zip_equal(slotsOf(op), values))
    slot = slot.withMark(markOf(op, value));
  return op;
}

unsigned RuleRewriter::markOf(Operation *op, const NewValue &value) {
  Provenance &history = experiment.getHistory();
  if (!history.recordsWrites())
    return history.markBuilt();
  // Of constants, what was read is a slice of text still.
  const Slot &constant = value.constant;
  if (!value.child)
    return constant.getMark() || constant.isText() ? constant.getMark()
                                                   : history.markBuilt();
  unsigned mark = 0;
  for (OpOperand &use : value.child.getUses()) {
    Field holder = getHolder(use);
    // What is carried over is still held by what it comes from.
    if (holder && holder.getOwner() != op)
      return holder.getSlot().getMark();
    mark = holder ? holder.getSlot().getMark() : 0;
  }
  return mark ? mark : history.markBuilt();
}

void RuleRewriter::markBuilt(Operation *op) {
  unsigned mark = experiment.getHistory().markBuilt();
  for (Slot &slot : slotsOf(op))
    slot = slot.withMark(mark);
}

//===----------------------------------------------------------------------===//
// Copies and constants
//===----------------------------------------------------------------------===//

Value RuleRewriter::copy(Value tree) {
  // Children are copied before their parents; no recursion, whatever the depth.
  IRMapping mapping;
  SmallVector<std::pair<Operation *, unsigned>> stack;
  stack.push_back({tree.getDefiningOp(), 0});
  while (!stack.empty()) {
    auto &[op, next] = stack.back();
    if (next == op->getNumOperands()) {
      clone(*op, mapping);
      stack.pop_back();
      continue;
    }
    Operation *child = op->getOperand(next++).getDefiningOp();
    // A copy of a reference refers to the same value.
    if (!isa<RefOp>(op))
      stack.push_back({child, 0});
  }
  return mapping.lookup(tree);
}

NewValue RuleRewriter::adopt(Value tree, IRMapping &copies) {
  setInsertionPoint(experiment.getBody().front().getTerminator());
  cloneWithShared(*this, tree.getDefiningOp(), copies);
  NewValue copy(copies.lookup(tree));
  for (Operation *op : containersIn(copy))
    if (fresh.contains(op))
      markBuilt(op);
  return copy;
}

NewValue RuleRewriter::copy(NewValue value) {
  return value.child ? NewValue(copy(value.child)) : value;
}

NewValue RuleRewriter::buildList(Location loc, ArrayRef<NewValue> elements) {
  return create(loc, ListOp::getOperationName(), {}, elements);
}

NewValue RuleRewriter::build(Location loc, Attribute value) {
  if (!isLiteral(value)) {
    emitError(loc) << "a rule cannot write " << value
                   << ": no field can hold it";
    (void)fail();
    return NewValue::none();
  }
  NewValue built = buildLiteral(*this, loc, value);
  for (Operation *op : containersIn(built))
    markBuilt(op);
  return built;
}

//===----------------------------------------------------------------------===//
// Components
//===----------------------------------------------------------------------===//

static std::vector<StringRef> fieldNames(const ClassDecl &decl) {
  std::vector<StringRef> names;
  for (const FieldDecl &field : decl.getFields())
    if (!field.pattern)
      names.push_back(field.name);
  return names;
}

ObjectOp RuleRewriter::createObject(Location loc, StringRef className,
                                    ArrayRef<NamedValue> fields) {
  SmallVector<StringAttr> names;
  SmallVector<NewValue> values;
  for (auto [name, value] : fields) {
    names.push_back(StringAttr::get(getContext(), name));
    values.push_back(value);
  }
  auto shape = ShapeAttr::get(getContext(),
                              StringAttr::get(getContext(), className), names);
  return cast<ObjectOp>(
      create(loc, ObjectOp::getOperationName(), shape, values));
}

FailureOr<ObjectOp> RuleRewriter::construct(Location loc, StringRef className,
                                            ArrayRef<NamedValue> fields) {
  ObjectOp object = createObject(loc, className, fields);
  if (failed(complete(object)))
    return failure();
  return object;
}

ObjectOp RuleRewriter::begin(Component from, const ClassDecl &to) {
  CarriedFields fields = carryOver(from, to);
  leftOut.add(from, to, fields.leftOut);
  ObjectOp begun =
      createObject(from.getOp().getLoc(), to.getName(), fields.values);
  unfinished.insert(begun);
  return begun;
}

ObjectOp RuleRewriter::begin(Location loc, const ClassDecl &decl) {
  ObjectOp begun = createObject(loc, decl.getName(), {});
  unfinished.insert(begun);
  return begun;
}

LogicalResult RuleRewriter::finish(NewValue value) {
  // Innermost last. What was there before is whole, and not entered.
  SmallVector<Operation *> begun;
  if (value.child && unfinished.contains(value.child.getDefiningOp()))
    begun.push_back(value.child.getDefiningOp());
  for (size_t next = 0; next < begun.size(); ++next)
    for (Value child : begun[next]->getOperands())
      if (Operation *op = child.getDefiningOp(); unfinished.contains(op))
        begun.push_back(op);
  for (Operation *op : llvm::reverse(begun))
    if (unfinished.erase(op) && failed(complete(cast<ObjectOp>(op))))
      return failure();
  return success();
}

void RuleRewriter::assign(ObjectOp begun, StringRef name, NewValue value) {
  if (value.child && isIn(begun, value.child))
    return reportCycle(place, begun, "'" + name.str() + "'");
  SmallVector<PlacedField> fields;
  for (Field field : cast<ContainerOpInterface>(*begun).getFields())
    if (field.getName() != name)
      fields.push_back({fields.size(),
                        begun.getShape().getNames()[field.getIndex()],
                        valueOf(field)});
  fields.push_back({fields.size(), StringAttr::get(getContext(), name), value});
  setFields(begun, fields);
}

NewValue RuleRewriter::oneOf(Location loc, ArrayAttr candidates) {
  // PyGlove's own class: all fields, in its order; nothing is missing then.
  return createObject(loc, names::oneOf,
                      {{"name", NewValue::none()},
                       {"hints", NewValue::none()},
                       {"num_choices", int64_t(1)},
                       {"candidates", build(loc, candidates)},
                       {"choices_distinct", true},
                       {"choices_sorted", false},
                       {"where", NewValue::none()}})
      .getOperation();
}

/// Whether PyGlove itself defines the class: nobody declares these.
static bool isPyGloves(StringRef className) {
  return className.starts_with("pyglove.") ||
         placeholderOf(className, nullptr) != Placeholder::None;
}

LogicalResult RuleRewriter::complete(ObjectOp object) {
  StringRef className = object.getClassName();
  if (className == names::missing)
    return emitError(object.getLoc())
           << "a rule cannot write that a value is missing; to leave a field "
              "out, delete it (--unset, delete)";
  const ClassDecl *decl = Component(object, classes).getDecl();
  if (isPyGloves(className) && !(decl && decl->isDeclared()))
    return success();
  if (!decl || !decl->isDeclared()) {
    std::vector<StringRef> declared = {"hyper.OneOf", "hyper.ManyOf",
                                       "hyper.Float"};
    for (ClassOp op : classes.getClasses())
      if (!op.getUndeclared())
        declared.push_back(op.getSymName());
    return emitError(object.getLoc())
           << "cannot construct '" << className
           << "': the class is not declared in any components file"
           << didYouMean(className, declared);
  }
  // What is not given takes its default.
  ShapeAttr shape = object.getShape();
  auto container = cast<ContainerOpInterface>(*object);
  SmallVector<PlacedField> placed;
  setInsertionPoint(object);
  for (Field given : container.getFields())
    if (!decl->getField(given.getName()))
      return emitError(object.getLoc())
             << "cannot construct '" << className << "': '" << given.getName()
             << "' is not one of its fields"
             << didYouMean(given.getName(), fieldNames(*decl));
  for (auto [index, field] : llvm::enumerate(decl->getFields())) {
    if (field.pattern || field.parts.frozen ||
        container.getField(field.name.getValue()))
      continue;
    if (hasWholeDefault(field.parts)) {
      NewValue value = build(object.getLoc(), field.parts.defaultValue);
      placed.push_back({index, field.name, convert(value, field.type)});
    } else if (!decl->isFunctor()) { // Whose arguments may be left to the call.
      return emitError(object.getLoc())
             << "cannot construct '" << className << "': its field '"
             << field.name.getValue() << "' is required and nothing gives it";
    }
  }
  for (Field given : container.getFields()) {
    const FieldDecl *field = decl->getField(given.getName());
    if (!leaveUnwritten(given, field->parts))
      placed.push_back({decl->getPosition(given.getName()),
                        shape.getNames()[given.getIndex()],
                        convert(valueOf(given), field->type)});
  }
  object.setShapeAttr(ShapeAttr::get(
      getContext(), StringAttr::get(getContext(), decl->getName()), {}));
  setFields(object, placed);
  return failure(hasError);
}

SmallVector<Operation *> pg::containersIn(const NewValue &value) {
  // Innermost and last first, then turned around.
  SmallVector<Operation *> containers;
  llvm::DenseSet<Operation *> seen;
  SmallVector<std::pair<Operation *, unsigned>> stack;
  auto enter = [&](Value child) {
    Operation *op = child.getDefiningOp();
    if (seen.insert(op).second)
      stack.push_back({op, op->getNumOperands()});
  };
  if (value.child)
    enter(value.child);
  while (!stack.empty()) {
    auto &[op, left] = stack.back();
    if (left != 0) {
      enter(op->getOperand(--left));
      continue;
    }
    containers.push_back(op);
    stack.pop_back();
  }
  std::reverse(containers.begin(), containers.end());
  return containers;
}

LogicalResult RuleRewriter::completeTree(NewValue value) {
  // Backwards: a parent's spec converts what it holds after the children are
  // whole.
  SmallVector<Operation *> containers = containersIn(value);
  for (Operation *container : llvm::reverse(containers))
    if (auto object = dyn_cast<ObjectOp>(container))
      if (failed(complete(object)))
        return failure();
  return success();
}

FailureOr<NewValue> RuleRewriter::read(StringRef json, StringRef what) {
  auto *dialect = getContext()->getLoadedDialect<PgDialect>();
  Source &source = dialect->addSource(std::make_unique<Source>(
      llvm::MemoryBuffer::getMemBufferCopy(json, what)));
  OpBuilder builder(experiment.getBody().front().getTerminator());
  builder.setListener(this);
  Operation *last = builder.getInsertionPoint()->getPrevNode();
  FailureOr<NewValue> value = importValue(source, builder);
  // The reader inserts below the builder: whatever is new is this rule's.
  Operation *first =
      last ? last->getNextNode() : &experiment.getBody().front().front();
  for (Operation *op = first; !isa<ReturnOp>(op); op = op->getNextNode())
    fresh.insert(op);
  return value;
}

FailureOr<NewValue> RuleRewriter::parse(StringRef json, StringRef what) {
  FailureOr<NewValue> value = read(json, what);
  if (failed(value))
    return failure();
  unsigned mark = experiment.getHistory().markBuilt();
  for (Operation *op : containersIn(*value)) {
    if (auto dict = dyn_cast<DictOp>(op);
        dict && dict.getShape().find("__ref__"))
      refuseReference();
    for (Slot &slot : slotsOf(op))
      slot = normalize(slot).withMark(mark);
  }
  if (!value->child)
    value = NewValue(normalize(value->constant));
  if (hasError || failed(completeTree(*value)))
    return failure();
  return value;
}

LogicalResult RuleRewriter::setFields(CarriedFields &fields, StringRef json) {
  if (json.empty())
    return success();
  FailureOr<NewValue> parsed = parse(json, "fields");
  if (failed(parsed))
    return failure();
  auto dict = parsed->child ? parsed->child.getDefiningOp<DictOp>() : DictOp();
  if (!dict)
    return emitError(experiment.getLoc())
           << "fields are a JSON object such as {\"rate\": 0.1}, not " << json;
  for (Field field : cast<ContainerOpInterface>(*dict).getFields())
    fields.set(field.getName(), field.getChild() ? NewValue(field.getValue())
                                                 : NewValue(field.getSlot()));
  return success();
}

void RuleRewriter::refuseReference() {
  emitError(experiment.getLoc()) << "a dictionary with the key '__ref__' is a "
                                    "reference when PyGlove reads "
                                    "it back, and has no other keys";
  (void)fail();
}

Slot RuleRewriter::normalize(const Slot &slot) {
  if (!slot.isText())
    return slot;
  LiteralKind kind = kindOf(slot);
  if (kind != LiteralKind::Tuple && kind != LiteralKind::Verbatim)
    return scalarFromJson(getContext(), slot.getText());
  if (kind == LiteralKind::Verbatim) {
    // What is kept as it is and has no class is a dictionary with that key.
    if (!slot.getText().contains("\"_type\""))
      refuseReference();
    return slot;
  }
  if (numElements(slot) == 0) {
    emitError(experiment.getLoc())
        << "a rule cannot write an empty tuple: PyGlove could not read it back";
    (void)fail();
  }
  SmallVector<Attribute> elements;
  (void)forEachElement(slot, [&](const Slot &element) {
    elements.push_back(normalize(element).toAttribute(getContext()));
    return success();
  });
  return Slot::get(Attribute(TupleAttr::get(getContext(), elements)));
}
