//===- JsonExport.cpp - The pg dialect into PyGlove's JSON ----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SharedValues.h"
#include "pg/Export/Export.h"
#include "pg/IR/Prefetch.h"
#include "pg/Support/PyGloveNames.h"
#include "llvm/ADT/SmallString.h"

using namespace mlir;
using namespace pg;

namespace {

/// Writes a tree without recursion.
class JsonWriter {
public:
  JsonWriter(Field root, raw_ostream &os) : root(root), shared(root), os(os) {}
  ~JsonWriter() { flush(); }

  void write(JsonLayout layout);

private:
  /// How a shape is spelled.
  struct Spelling {
    /// `"_type": "…"`, or the mark of a symbolic dictionary; empty for another.
    SmallString<64> type;
    /// The names with their colons.
    std::vector<SmallString<32>> keys;
  };

  struct Frame {
    Operation *container;
    ArrayRef<Slot> slots;
    /// Null for what has brackets and no names.
    const Spelling *spelling;
    JsonLayout layout;
    unsigned next = 0;
    /// Whether something stands behind the bracket already.
    bool hasItems = false;
  };

  /// Writes what is open, to its end.
  void finish();
  void writeField(Operation *container, const Slot &slot, JsonLayout layout);
  void open(Operation *container, JsonLayout layout);
  /// Writes `{"__ref__": 3}`.
  void writeUse(unsigned number, JsonLayout layout);
  void close();
  /// What stands before an item: a separator or a line.
  void startItem(Frame &frame);
  void flush() {
    os << out;
    out.clear();
  }
  const Spelling &spell(Operation *container);

  Field root;
  SharedValues shared;
  raw_ostream &os;
  SmallString<0> out;
  std::vector<Frame> frames;
  DenseMap<ShapeAttr, std::unique_ptr<Spelling>> spellings;
  /// How a pg.Ref is spelled.
  std::unique_ptr<Spelling> reference;
};

} // namespace

const JsonWriter::Spelling &JsonWriter::spell(Operation *container) {
  ShapeAttr shape = shapeOf(container);
  std::unique_ptr<Spelling> &known = shape ? spellings[shape] : reference;
  if (known)
    return *known;
  known = std::make_unique<Spelling>();
  auto setType = [&](StringRef name) {
    known->type = "\"_type\": ";
    printJsonString(name, known->type);
  };
  if (!shape) {
    setType(names::reference);
    (known->keys.emplace_back() += names::quotedValue) += ": ";
    return *known;
  }
  if (!shape.isDict())
    setType(shape.getClassName());
  for (StringAttr name : shape.getNames()) {
    SmallString<32> &key = known->keys.emplace_back();
    printJsonString(name, key);
    key += ": ";
  }
  return *known;
}

void JsonWriter::startItem(Frame &frame) {
  JsonLayout inner = frame.layout.nested();
  if (frame.hasItems)
    inner.separate(out);
  else
    inner.startLine(out);
  frame.hasItems = true;
}

/// Whether PyGlove marked a list or dictionary as symbolic.
static bool isSymbolic(Operation *container) {
  if (auto list = dyn_cast<ListOp>(container))
    return list.getSymbolic();
  auto dict = dyn_cast<DictOp>(container);
  return dict && dict.getSymbolic();
}

void JsonWriter::open(Operation *container, JsonLayout layout) {
  bool isNamed = isa<ObjectOp, DictOp, RefOp>(container);
  Frame &frame =
      frames.emplace_back(Frame{container, slotsOf(container),
                                isNamed ? &spell(container) : nullptr, layout});
  out.push_back(isNamed ? '{' : '[');
  if (isNamed && !frame.spelling->type.empty()) {
    startItem(frame);
    out += frame.spelling->type;
  } else if (isa<TupleOp>(container)) {
    startItem(frame);
    out += names::quotedTuple;
  } else if (isSymbolic(container)) {
    startItem(frame);
    out += names::quotedSymbolic;
    if (isNamed)
      out += ": true";
  }
}

void JsonWriter::close() {
  Frame &frame = frames.back();
  if (frame.hasItems && frame.layout.nested().indent)
    frame.layout.startLine(out);
  out.push_back(frame.spelling ? '}' : ']');
  frames.pop_back();
}

void JsonWriter::writeUse(unsigned number, JsonLayout layout) {
  out.push_back('{');
  layout.nested().startLine(out);
  (out += names::quotedRef) += ": ";
  out += std::to_string(number);
  layout.startLine(out);
  out.push_back('}');
}

void JsonWriter::writeField(Operation *container, const Slot &slot,
                            JsonLayout layout) {
  if (!slot.isChild())
    return printJson(slot, out, layout);
  prefetchOperand(container, slot.getChild());
  Operation *child = container->getOperand(slot.getChild()).getDefiningOp();
  // A pg.Ref is an object with one field; a plain reference only stands for
  // what it refers to.
  auto outer = dyn_cast<RefOp>(container), ref = dyn_cast<RefOp>(child);
  if (ref && ref.getPlain()) {
    if (std::optional<unsigned> number = shared.find(ref))
      return writeUse(*number, layout);
    return writeField(ref, ref.getReferent().getSlot(), layout);
  }
  if (outer)
    if (std::optional<unsigned> number = shared.find(outer))
      return writeUse(*number, layout);
  if (isa<ConstantOp>(child))
    return printJson(slotsOf(child).front(), out, layout);
  open(child, layout);
}

void JsonWriter::finish() {
  constexpr size_t chunk = 1 << 16;
  while (!frames.empty()) {
    Frame &frame = frames.back();
    if (frame.next == frame.slots.size()) {
      close();
      continue;
    }
    if (out.size() > chunk)
      flush();
    const Slot &slot = frame.slots[frame.next];
    startItem(frame);
    if (frame.spelling)
      out += frame.spelling->keys[frame.next];
    ++frame.next;
    JsonLayout inner = frame.layout.nested();
    if (slot.isChild())
      writeField(frame.container, slot, inner);
    else
      printJson(slot, out, inner);
  }
}

void JsonWriter::write(JsonLayout layout) {
  if (shared.empty()) {
    writeField(root.getOwner(), root.getSlot(), layout);
    return finish();
  }
  // {"__context__": {"shared_objects": […]}, "__root__": …}
  if (layout.maxDepth != JsonLayout().maxDepth)
    ++layout.maxDepth;
  JsonLayout inner = layout.nested(), list = inner.nested(),
             item = list.nested();
  out.push_back('{');
  inner.startLine(out);
  (out += names::quotedContext) += ": {";
  list.startLine(out);
  (out += names::quotedShared) += ": [";
  for (auto [value, number] : shared.inOrder()) {
    if (number == 0)
      item.startLine(out);
    else
      item.separate(out);
    // Not by the field that refers to it, which would only write its number.
    if (isa<ConstantOp>(value))
      printJson(slotsOf(value).front(), out, item);
    else
      open(value, item);
    finish();
  }
  list.startLine(out);
  out.push_back(']');
  inner.startLine(out);
  out.push_back('}');
  inner.separate(out);
  (out += names::quotedRoot) += ": ";
  writeField(root.getOwner(), root.getSlot(), inner);
  finish();
  layout.startLine(out);
  out.push_back('}');
}

void pg::exportValue(Field field, raw_ostream &os, JsonLayout layout) {
  JsonWriter(field, os).write(layout);
}

void pg::exportExperiment(ExperimentOp experiment, raw_ostream &os) {
  JsonLayout layout;
  if (std::optional<uint64_t> indent = experiment.getIndent())
    layout.indent = *indent;
  exportValue(experiment.getRoot(), os, layout);
  if (experiment.getFinalNewline())
    os << '\n';
}
