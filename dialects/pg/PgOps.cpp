//===- PgOps.cpp - Operations of the pg dialect -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/PgOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "pg/IR/Condition.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

#include "dialects/pg/PgInterfaces.cpp.inc"

//===----------------------------------------------------------------------===//
// Provenance
//===----------------------------------------------------------------------===//

std::string RuleRun::str() const {
  return arguments.empty() ? name : name + "{" + arguments + "}";
}

std::string RuleRun::describe() const {
  return "'" + str() + "'" + (recipe.empty() ? "" : " of '" + recipe + "'");
}

std::string RuleRun::describe(size_t number) const {
  return "rule " + std::to_string(number) + ", " + describe();
}

unsigned Provenance::markBuilt() {
  if (!isRecording)
    return rules.size();
  if (!built || records[built - 1].rule != rules.size()) {
    records.push_back({unsigned(rules.size())});
    built = records.size();
  }
  return built;
}

unsigned Provenance::markWritten(ReplacedValue old) {
  // A constant that was read, and not from a text of our own, stands where its
  // owner does.
  if (!old.slot.isText() && !old.slot.getMark() && !old.childLoc)
    old.childLoc = old.owner->getLoc();
  records.push_back({unsigned(rules.size()), 0, old});
  return records.size();
}

unsigned Provenance::markRead(unsigned origin) {
  records.push_back({0, origin});
  return records.size();
}

Provenance &ExperimentOp::getHistory() {
  std::shared_ptr<Provenance> &history = getProperties().provenance;
  if (!history)
    history = std::make_shared<Provenance>();
  return *history;
}

//===----------------------------------------------------------------------===//
// Containers
//===----------------------------------------------------------------------===//

Field ContainerOpInterface::getField(unsigned index) {
  return Field(*this, index);
}

Field ContainerOpInterface::getField(StringRef name) {
  ShapeAttr shape = shapeOf(*this);
  std::optional<unsigned> index;
  if (shape)
    index = shape.find(name);
  return index ? Field(*this, *index) : Field();
}

llvm::iterator_range<FieldIterator> ContainerOpInterface::getFields() {
  return {FieldIterator(*this, 0), FieldIterator(*this, getNumFields())};
}

LogicalResult pg::detail::verifySlots(Operation *op) {
  unsigned children = 0;
  for (const Slot &slot : slotsOf(op)) {
    if (!slot.isChild())
      continue;
    if (slot.getChild() != children++)
      return op->emitOpError("has children that are not in order");
  }
  if (children != op->getNumOperands())
    return op->emitOpError("has ") << op->getNumOperands() << " operands for "
                                   << children << " children";
  for (Value child : op->getOperands())
    if (!child.getDefiningOp() ||
        child.getDefiningOp()->getDialect() != op->getDialect())
      return op->emitOpError("has a child that is no value of this dialect");
  if (ShapeAttr shape = shapeOf(op)) {
    if (shape.getNames().size() != slotsOf(op).size())
      return op->emitOpError("has ") << slotsOf(op).size() << " values for "
                                     << shape.getNames().size() << " names";
    if (shape.isDict() == isa<ObjectOp>(op))
      return op->emitOpError(shape.isDict() ? "needs a class"
                                            : "cannot have a class");
  }
  if (isa<ReturnOp>(op) && slotsOf(op).size() != 1)
    return op->emitOpError("returns one value");
  if (isa<RefOp>(op) && slotsOf(op).size() != 1)
    return op->emitOpError("refers to one value");
  if (isa<ConstantOp>(op) && (slotsOf(op).size() != 1 || children))
    return op->emitOpError("holds one constant");
  if (isa<RefOp>(op))
    return success();
  for (Value child : op->getOperands()) {
    if (isa<ConstantOp>(child.getDefiningOp()))
      return op->emitOpError("owns a constant that only references share");
    if (child.hasOneUse())
      continue;
    return op->emitOpError("owns a value that has other uses: only references "
                           "share values");
  }
  return success();
}

/// Names a value after the last steps of its path; whole paths would be
/// quadratic in the depth.
static void nameResult(Operation *op, OpAsmSetValueNameFn setName) {
  constexpr unsigned maxSteps = 3;
  SmallVector<std::string> steps;
  for (Field holder = getHolder(op); holder && steps.size() < maxSteps;
       holder = getHolder(holder.getOwner())) {
    if (isa<ReturnOp>(holder.getOwner()))
      break;
    if (isa<RefOp>(holder.getOwner()))
      continue;
    steps.push_back(shapeOf(holder.getOwner())
                        ? holder.getName().str()
                        : std::to_string(holder.getIndex()));
  }
  std::string name = llvm::join(llvm::reverse(steps), ".");
  for (char &c : name)
    if (!llvm::isAlnum(c) && c != '.' && c != '_')
      c = '_';
  setName(op->getResult(0), name.empty() ? "root" : name);
}

void ObjectOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResult(*this, setName);
}
void DictOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResult(*this, setName);
}
void ListOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResult(*this, setName);
}
void TupleOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResult(*this, setName);
}
void RefOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResult(*this, setName);
}
void ConstantOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResult(*this, setName);
}

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

LogicalResult FactOp::verify() {
  if (bool(getValueAttr()) == bool(getFieldAttr()))
    return emitOpError("is either a constant or a field");
  if (getValueAttr() && !isLiteral(getValueAttr()))
    return emitOpError("has a value that is no constant");
  return success();
}

LogicalResult FieldOp::verify() {
  if (getType() && !isa<PgDialect>(getType()->getDialect()))
    return emitOpError("has a type that is no value spec: ") << *getType();
  if (getPattern() && getKeyword())
    return emitOpError("is one keyword field, or all that match");
  if (getDefaultValueAttr() && !isLiteral(getDefaultValueAttr()))
    return emitOpError("has a default value that is no constant");
  return success();
}

LogicalResult ClassOp::verify() {
  if (getCallable() && !parseCallability(*getCallable()))
    return emitOpError("is callable \"no\", \"yes\" or as \"functor\", not ")
           << getCallableAttr();
  return success();
}

LogicalResult ClassOp::verifyRegions() {
  llvm::DenseSet<StringAttr> names;
  for (auto field : getOps<FieldOp>())
    if (!field.getPattern() && !names.insert(field.getNameAttr()).second)
      return field.emitOpError("stands twice in its class: ")
             << field.getNameAttr();
  names.clear();
  for (auto check : getOps<CheckOp>())
    if (!names.insert(check.getNameAttr()).second)
      return check.emitOpError("stands twice in its class: ")
             << check.getNameAttr();
  return success();
}

Field ExperimentOp::getRoot() {
  return Field(getBody().front().getTerminator(), 0);
}

namespace pg {
/// How the generated assembly prints a constant; it parses with parseLiteral.
static void printLiteral(OpAsmPrinter &printer, Operation *, Attribute value) {
  printLiteral(printer, value);
}
} // namespace pg

#define GET_OP_CLASSES
#include "dialects/pg/PgOps.cpp.inc"
