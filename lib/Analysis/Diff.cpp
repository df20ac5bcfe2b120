//===- Diff.cpp - What differs between two experiments --------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Diff.h"
#include "ListAlignment.h"
#include "ValuePrinter.h"
#include "pg/Analysis/ValueHash.h"

using namespace mlir;
using namespace pg;

namespace {

/// A value on either side, or on one.
struct Difference {
  std::optional<ValueRef> left, right;
  StringAttr name = {};
  /// In a list.
  unsigned index = 0;
};

class DiffPrinter {
public:
  DiffPrinter(Field before, Field after, raw_ostream &os, bool colour)
      : classesBefore(before.getOwner()), classesAfter(after.getOwner()),
        left(before, {&classesAfter, &classesBefore}),
        right(after, {&classesAfter, &classesBefore}), writer(os),
        values(writer), colour(colour),
        root{ValueRef(before), ValueRef(after)} {}

  bool areEqual() const {
    return left.get(*root.left) == right.get(*root.right);
  }
  void print();
  TextWriter &getWriter() { return writer; }

private:
  struct Frame {
    std::vector<Difference> differences;
    bool isList;
    size_t next = 0;
  };

  void printLeaf(const Difference &difference, unsigned indent);
  bool isCollapsed(const Difference &difference) const;
  void enterReferences(Difference &difference);
  void start(Difference difference);
  std::vector<Difference> compareNamed(Operation *before, Operation *after);
  std::vector<Difference> compareLists(Operation *before, Operation *after);

  ClassTable classesBefore, classesAfter;
  ValueHashes left, right;
  TextWriter writer;
  ValuePrinter values;
  bool colour;
  Difference root;
  std::vector<Frame> frames;
  /// How many pairs of references were entered.
  unsigned references = 0;
};

} // namespace

/// What many references share would be compared for each of them, and what that
/// shares again; past this many, they are shown as they are.
static constexpr unsigned maxReferences = 1000;

static constexpr llvm::StringLiteral red = "\x1b[31m";
static constexpr llvm::StringLiteral green = "\x1b[32m";

void DiffPrinter::printLeaf(const Difference &difference, unsigned indent) {
  auto printSide = [&](StringRef label, const std::optional<ValueRef> &value,
                       llvm::StringLiteral escape) {
    writer.startLine(indent + 1);
    writer << label << " = ";
    if (!value) {
      writer << "MISSING";
      return;
    }
    if (colour)
      writer.startColour(escape);
    values.print(*value, indent + 1);
    writer.endColour();
  };
  writer << "Diff(";
  printSide("left", difference.left, red);
  writer << ",";
  printSide("right", difference.right, green);
  writer.startLine(indent);
  writer << ")";
}

/// Whether two values are compared field by field.
bool DiffPrinter::isCollapsed(const Difference &difference) const {
  if (!difference.left || !difference.right || !difference.left->op ||
      !difference.right->op ||
      isa<TupleOp, RefOp, ConstantOp>(difference.left->op))
    return false;
  return left.getKind(*difference.left) == right.getKind(*difference.right);
}

std::vector<Difference> DiffPrinter::compareNamed(Operation *before,
                                                  Operation *after) {
  std::vector<Difference> differences;
  ShapeAttr shapeBefore = shapeOf(before), shapeAfter = shapeOf(after);
  const SlotList &slotsBefore = slotsOf(before), &slotsAfter = slotsOf(after);
  auto compare = [&](StringAttr name, const Slot &x, const Slot &y) {
    ValueRef a(before, x), b(after, y);
    if (left.get(a) != right.get(b))
      differences.push_back({a, b, name});
  };
  if (shapeBefore == shapeAfter) {
    for (auto [name, x, y] :
         llvm::zip_equal(shapeBefore.getNames(), slotsBefore, slotsAfter))
      compare(name, x, y);
    return differences;
  }
  llvm::DenseMap<StringAttr, unsigned> places;
  for (auto [index, name] : llvm::enumerate(shapeAfter.getNames()))
    places[name] = index;
  for (auto [name, x] : llvm::zip_equal(shapeBefore.getNames(), slotsBefore)) {
    auto place = places.find(name);
    if (place == places.end()) {
      differences.push_back({ValueRef(before, x), std::nullopt, name});
    } else {
      compare(name, x, slotsAfter[place->second]);
      places.erase(place);
    }
  }
  for (auto [name, y] : llvm::zip_equal(shapeAfter.getNames(), slotsAfter))
    if (places.contains(name))
      differences.push_back({std::nullopt, ValueRef(after, y), name});
  return differences;
}

std::vector<Difference> DiffPrinter::compareLists(Operation *before,
                                                  Operation *after) {
  std::vector<uint64_t> hashes[2], kinds[2];
  for (bool isRight : {false, true}) {
    Operation *list = isRight ? after : before;
    for (const Slot &slot : slotsOf(list)) {
      ValueRef value(list, slot);
      hashes[isRight].push_back((isRight ? right : left).get(value));
      kinds[isRight].push_back((isRight ? right : left).getKind(value));
    }
  }
  std::vector<Difference> differences;
  for (AlignedPair pair :
       alignLists(hashes[0], hashes[1], kinds[0], kinds[1])) {
    Difference &difference = differences.emplace_back();
    if (pair.left != AlignedPair::none) {
      difference.left.emplace(before, slotsOf(before)[pair.left]);
      difference.index = pair.left;
    }
    if (pair.right != AlignedPair::none) {
      difference.right.emplace(after, slotsOf(after)[pair.right]);
      difference.index = pair.right;
    }
  }
  return differences;
}

/// What two references refer to is compared in their place.
void DiffPrinter::enterReferences(Difference &difference) {
  auto isReference = [](const std::optional<ValueRef> &side) {
    return side && isa_and_nonnull<RefOp>(side->op);
  };
  while (isReference(difference.left) && isReference(difference.right) &&
         ++references <= maxReferences)
    for (std::optional<ValueRef> *side : {&difference.left, &difference.right})
      side->emplace((*side)->op, slotsOf((*side)->op).front());
}

/// Prints a leaf, or the head of what is compared field by field.
void DiffPrinter::start(Difference difference) {
  enterReferences(difference);
  if (!isCollapsed(difference))
    return printLeaf(difference, frames.size());
  Operation *before = difference.left->op, *after = difference.right->op;
  ShapeAttr shape = shapeOf(after);
  if (!shape)
    writer << "[";
  else if (shape.isDict())
    writer << "Dict(";
  else
    writer << shortClassName(right.getClassName(shape)) << "(";
  frames.push_back(
      {shape ? compareNamed(before, after) : compareLists(before, after),
       !shape});
}

void DiffPrinter::print() {
  start(root);
  while (!frames.empty()) {
    Frame &frame = frames.back();
    if (frame.next == frame.differences.size()) {
      bool isList = frame.isList;
      frames.pop_back();
      writer.startLine(frames.size());
      writer << (isList ? "]" : ")");
      continue;
    }
    if (frame.next != 0)
      writer << ",";
    Difference difference = frame.differences[frame.next++];
    writer.startLine(frames.size());
    if (frame.isList)
      writer << std::to_string(difference.index);
    else
      writer << difference.name.getValue();
    writer << " = ";
    start(difference);
  }
}

bool pg::diffValues(Field before, Field after, raw_ostream &os, bool colour) {
  DiffPrinter printer(before, after, os, colour);
  bool areEqual = printer.areEqual();
  if (areEqual)
    printer.getWriter() << "No diff";
  else
    printer.print();
  printer.getWriter() << "\n";
  return !areEqual;
}

bool pg::diffExperiments(ExperimentOp before, ExperimentOp after,
                         raw_ostream &os, bool colour) {
  return diffValues(before.getRoot(), after.getRoot(), os, colour);
}
