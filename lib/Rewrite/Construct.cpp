//===- Construct.cpp - How rules build components -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Import/Import.h"
#include "pg/Rewrite/RuleRewriter.h"
#include "pg/Support/Suggestion.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

Operation *RuleRewriter::create(Location loc, StringRef opName, ShapeAttr shape,
                                ArrayRef<NewValue> values) {
  SlotList slots;
  SmallVector<Value> children;
  for (const NewValue &value : values) {
    slots.push_back(value.child ? Slot::child(children.size())
                                : value.constant);
    if (value.child)
      children.push_back(value.child);
  }
  OperationState state(loc, opName);
  state.addOperands(children);
  state.addTypes(AnyType::get(getContext()));
  unsigned rule = experiment.getHistory().rules.size();
  Operation *op = OpBuilder::create(state);
  for (Slot &slot : slots)
    slot = slot.withRule(rule);
  slotsOf(op) = std::move(slots);
  if (auto object = dyn_cast<ObjectOp>(op))
    object.getProperties().shape = shape;
  else if (auto dict = dyn_cast<DictOp>(op))
    dict.getProperties().shape = shape;
  return op;
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
    stack.push_back({op->getOperand(next++).getDefiningOp(), 0});
  }
  return mapping.lookup(tree);
}

NewValue RuleRewriter::copy(NewValue value) {
  return value.child ? NewValue(copy(value.child)) : value;
}

NewValue RuleRewriter::build(Location loc, Attribute value) {
  if (auto list = dyn_cast<ArrayAttr>(value)) {
    SmallVector<NewValue> elements;
    for (Attribute element : list)
      elements.push_back(build(loc, element));
    return create(loc, ListOp::getOperationName(), {}, elements);
  }
  auto record = dyn_cast<RecordAttr>(value);
  if (!record)
    return Slot::get(value);
  SmallVector<NewValue> values;
  for (Attribute field : record.getValues())
    values.push_back(build(loc, field));
  return create(loc,
                record.getShape().isDict() ? DictOp::getOperationName()
                                           : ObjectOp::getOperationName(),
                record.getShape(), values);
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

FailureOr<ObjectOp> RuleRewriter::construct(Location loc, StringRef className,
                                            ArrayRef<NamedValue> fields) {
  SmallVector<StringAttr> names;
  SmallVector<NewValue> values;
  for (auto [name, value] : fields) {
    names.push_back(StringAttr::get(getContext(), name));
    values.push_back(value);
  }
  auto shape = ShapeAttr::get(getContext(),
                              StringAttr::get(getContext(), className), names);
  auto object = cast<ObjectOp>(
      create(loc, ObjectOp::getOperationName(), shape, values));
  if (failed(complete(object)))
    return failure();
  return object;
}

/// Whether PyGlove itself defines the class: nobody declares these.
static bool isPyGloves(StringRef className) {
  return className.starts_with("hyper.") || className.starts_with("pyglove.");
}

LogicalResult RuleRewriter::complete(ObjectOp object) {
  StringRef className = object.getClassName();
  const ClassDecl *decl = Component(object, classes).getDecl();
  if (isPyGloves(className) && !(decl && decl->isDeclared()))
    return success();
  if (!decl || !decl->isDeclared()) {
    std::vector<StringRef> declared;
    for (ClassOp op : classes.getClasses())
      if (!op.getUndeclared())
        declared.push_back(op.getSymName());
    return emitError(object.getLoc())
           << "cannot construct '" << className
           << "': the class is not declared in any components file"
           << didYouMean(className, declared);
  }
  // In the order of the schema, keyword fields last; what is not given takes
  // its default.
  ShapeAttr shape = object.getShape();
  auto container = cast<ContainerOpInterface>(*object);
  SmallVector<StringAttr> names;
  SmallVector<NewValue> values;
  auto add = [&](StringAttr name, NewValue value, const FieldDecl &field) {
    names.push_back(name);
    values.push_back(convert(value, field.type));
  };
  auto valueOf = [](Field field) {
    return field.getChild() ? NewValue(field.getValue())
                            : NewValue(field.getSlot());
  };
  setInsertionPoint(object);
  for (const FieldDecl &field : decl->getFields()) {
    if (field.pattern)
      continue;
    if (Field given = container.getField(field.name.getValue()))
      add(field.name, valueOf(given), field);
    else if (field.parts.frozen)
      continue;
    else if (field.parts.defaultValue)
      add(field.name, build(object.getLoc(), field.parts.defaultValue), field);
    else
      return emitError(object.getLoc())
             << "cannot construct '" << className << "': its field '"
             << field.name.getValue() << "' is required and nothing gives it";
  }
  for (Field given : container.getFields()) {
    if (llvm::is_contained(names, given.getName()))
      continue;
    const FieldDecl *field = decl->getField(given.getName());
    if (!field)
      return emitError(object.getLoc())
             << "cannot construct '" << className << "': '" << given.getName()
             << "' is not one of its fields"
             << didYouMean(given.getName(), fieldNames(*decl));
    if (field->pattern)
      add(shape.getNames()[given.getIndex()], valueOf(given), *field);
  }
  SlotList slots;
  SmallVector<Value> children;
  unsigned rule = experiment.getHistory().rules.size();
  for (NewValue &value : values) {
    Slot slot = value.child ? Slot::child(children.size()) : value.constant;
    slots.push_back(slot.withRule(rule));
    if (value.child)
      children.push_back(value.child);
  }
  object->setOperands(children);
  slotsOf(object) = std::move(slots);
  object.setShapeAttr(ShapeAttr::get(
      getContext(), StringAttr::get(getContext(), decl->getName()), names));
  return success();
}

LogicalResult RuleRewriter::completeTree(NewValue value) {
  if (!value.child)
    return success();
  // Outermost first, so that a parent's spec converts what it holds after the
  // children are whole: the list is walked backwards.
  SmallVector<Operation *> containers = {value.child.getDefiningOp()};
  for (unsigned i = 0; i < containers.size(); ++i)
    for (Value child : containers[i]->getOperands())
      containers.push_back(child.getDefiningOp());
  for (Operation *container : llvm::reverse(containers))
    if (auto object = dyn_cast<ObjectOp>(container))
      if (failed(complete(object)))
        return failure();
  return success();
}

FailureOr<NewValue> RuleRewriter::parse(StringRef json, StringRef what) {
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
  unsigned rule = experiment.getHistory().rules.size();
  for (Operation *op = first; !isa<ReturnOp>(op); op = op->getNextNode()) {
    fresh.insert(op);
    for (Slot &slot : slotsOf(op))
      slot = normalize(slot).withRule(rule);
  }
  if (failed(value))
    return failure();
  if (!value->child)
    return NewValue(normalize(value->constant));
  if (failed(completeTree(*value)))
    return failure();
  return value;
}

Slot RuleRewriter::normalize(const Slot &slot) {
  if (!slot.isText())
    return slot;
  LiteralKind kind = kindOf(slot);
  if (kind != LiteralKind::Tuple && kind != LiteralKind::Verbatim)
    return scalarFromJson(getContext(), slot.getText());
  if (kind == LiteralKind::Verbatim)
    return slot;
  SmallVector<Attribute> elements;
  (void)forEachElement(slot, [&](const Slot &element) {
    elements.push_back(normalize(element).toAttribute(getContext()));
    return success();
  });
  return Slot::get(Attribute(TupleAttr::get(getContext(), elements)));
}

//===----------------------------------------------------------------------===//
// Conversions, as PyGlove's value specs make them
//===----------------------------------------------------------------------===//

static bool takes(Type type, LiteralKind kind) {
  Type spec = splitType(type).spec;
  if (isa<AnyType>(spec))
    return true;
  if (kind == LiteralKind::Int)
    return isa<IntType, EnumType>(spec);
  if (kind == LiteralKind::Bool)
    return isa<BoolType, IntType, EnumType>(spec);
  return false;
}

static Slot convertConstant(const Slot &slot, Type type, MLIRContext *context) {
  Type spec = splitType(type).spec;
  LiteralKind kind = kindOf(slot);
  if (auto any = dyn_cast<UnionType>(spec)) {
    // Only where no candidate takes the value as it is.
    for (Type candidate : any.getCandidates())
      if (takes(candidate, kind))
        return slot;
    for (Type candidate : any.getCandidates()) {
      Slot converted = convertConstant(slot, candidate, context);
      if (kindOf(converted) != kind || kind == LiteralKind::Tuple)
        return converted;
    }
    return slot;
  }
  if (isa<RealType>(spec)) {
    if (kind == LiteralKind::Int)
      return Slot::get(*numberOf(slot));
    if (kind == LiteralKind::Bool)
      return Slot::get(*boolOf(slot) ? 1.0 : 0.0);
    return slot;
  }
  auto fixed = dyn_cast<FixedTupleType>(spec);
  auto sized = dyn_cast<VarTupleType>(spec);
  if (kind != LiteralKind::Tuple || (!fixed && !sized))
    return slot;
  SmallVector<Attribute> elements;
  bool isSame = true;
  (void)forEachElement(slot, [&](const Slot &element) {
    size_t index = elements.size();
    Slot converted = element;
    if (sized || index < fixed.getElements().size())
      converted = convertConstant(
          element, sized ? sized.getElement() : fixed.getElements()[index],
          context);
    isSame &= sameConstant(converted, element);
    elements.push_back(converted.toAttribute(context));
    return success();
  });
  return isSame ? slot
                : Slot::get(Attribute(TupleAttr::get(context, elements)));
}

NewValue RuleRewriter::convert(NewValue value, Type type) {
  if (!type)
    return value;
  if (!value.child)
    return convertConstant(value.constant, type, getContext())
        .withRule(value.constant.getRule());
  Type spec = splitType(type).spec;
  Operation *op = value.child.getDefiningOp();
  if (auto any = dyn_cast<UnionType>(spec)) {
    for (Type candidate : any.getCandidates())
      if (isa<ListOp>(op) == isa<ListType>(splitType(candidate).spec) &&
          isa<DictOp>(op) == isa<DictType>(splitType(candidate).spec))
        return convert(value, candidate);
    return value;
  }
  auto typeAt = [&](Field field) -> Type {
    if (auto list = dyn_cast<ListType>(spec))
      return isa<ListOp>(op) ? list.getElement() : Type();
    auto dict = dyn_cast<DictType>(spec);
    if (!dict || !isa<DictOp>(op))
      return {};
    for (const KeyType &key : dict.getKeys())
      if (!key.pattern && key.name == field.getName())
        return key.type;
    return {};
  };
  for (Field field : cast<ContainerOpInterface>(op).getFields()) {
    Type inner = typeAt(field);
    if (!inner)
      continue;
    if (field.getChild())
      convert(field.getValue(), inner);
    else
      field.getSlot() = convertConstant(field.getSlot(), inner, getContext())
                            .withRule(field.getRule());
  }
  return value;
}

Type RuleRewriter::typeOf(Field field) {
  Operation *owner = field.getOwner();
  if (auto object = dyn_cast<ObjectOp>(owner)) {
    const FieldDecl *decl =
        classes.getShape(object.getShape()).fields[field.getIndex()];
    return decl ? decl->type : Type();
  }
  if (isa<ListOp>(owner))
    return elementTypeOf(owner);
  if (!isa<DictOp>(owner))
    return {};
  Field holder = getHolder(owner);
  Type type = holder ? typeOf(holder) : Type();
  auto dict = type ? dyn_cast<DictType>(splitType(type).spec) : DictType();
  if (dict)
    for (const KeyType &key : dict.getKeys())
      if (!key.pattern && key.name == field.getName())
        return key.type;
  return {};
}

Type RuleRewriter::elementTypeOf(Operation *list) {
  Field holder = isa<ListOp>(list) ? getHolder(list) : Field();
  // A list in a list in a list: as deep as the specs go.
  Type type = holder ? typeOf(holder) : Type();
  auto spec = type ? dyn_cast<ListType>(splitType(type).spec) : ListType();
  return spec ? spec.getElement() : Type();
}

//===----------------------------------------------------------------------===//
// Choosing a class, carrying fields over
//===----------------------------------------------------------------------===//

FailureOr<const ClassDecl *> RuleRewriter::chooseClass(Location loc,
                                                       StringRef concept_,
                                                       StringRef chosen) {
  SmallVector<const ClassDecl *> candidates;
  std::vector<StringRef> declared;
  for (ClassOp op : classes.getClasses()) {
    const ClassDecl *decl = classes.lookup(op);
    if (!decl->isDeclared() || decl->isAbstract())
      continue;
    declared.push_back(decl->getName());
    if (chosen.empty() ? decl->plays(concept_)
                       : ClassTable::answersTo(op, chosen))
      candidates.push_back(decl);
  }
  if (candidates.size() == 1)
    return candidates.front();
  InFlightDiagnostic diag = emitError(loc);
  if (candidates.empty()) {
    if (chosen.empty())
      diag << "no declared class plays '" << concept_
           << "'; declare one in components.json, or name a class with the "
              "option 'class'";
    else
      diag << "no declared class answers to '" << chosen << "'"
           << didYouMean(chosen, declared);
    return failure();
  }
  std::vector<std::string> names;
  for (const ClassDecl *decl : candidates)
    names.push_back(decl->getName().str());
  llvm::sort(names);
  if (chosen.empty())
    diag << "several declared classes play '" << concept_
         << "': " << llvm::join(names, ", ")
         << "; choose one with the option 'class'";
  else
    diag << "several declared classes answer to '" << chosen
         << "': " << llvm::join(names, ", ");
  return failure();
}

RuleRewriter::CarriedFields RuleRewriter::carryOver(Component from,
                                                    const ClassDecl &to) {
  CarriedFields carried;
  llvm::SmallDenseSet<StringRef> taken;
  SmallVector<Field> rest;
  auto carry = [&](Field field, StringRef name) {
    NewValue value = field.getChild() ? NewValue(field.getValue())
                                      : NewValue(field.getSlot());
    carried.values.push_back({name, value});
    taken.insert(name);
  };
  for (Field field : cast<ContainerOpInterface>(*from.getOp()).getFields()) {
    StringRef role = from.roleOf(field), name;
    // Of several fields with the role, the one of the same name goes first.
    if (!role.empty())
      for (const FieldDecl &target : to.getFields())
        if (!target.pattern && sameName(to.getRole(target.name), role) &&
            !taken.contains(target.name) &&
            (name.empty() || target.name == field.getName()))
          name = target.name;
    if (name.empty())
      rest.push_back(field);
    else
      carry(field, name);
  }
  for (Field field : rest) {
    const FieldDecl *target = to.getField(field.getName());
    if (target && !target->pattern && !taken.contains(target->name) )
      carry(field, target->name);
    else
      carried.dropped.push_back(field.getName());
  }
  return carried;
}
