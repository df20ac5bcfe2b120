//===- JsonExport.cpp - The pg dialect into PyGlove's JSON ----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Export/Export.h"
#include "pg/Support/PyGloveNames.h"
#include "llvm/ADT/SmallString.h"

using namespace mlir;
using namespace pg;

namespace {

/// Writes a tree without recursion.
class JsonWriter {
public:
  explicit JsonWriter(raw_ostream &os) : os(os) {}
  ~JsonWriter() { flush(); }

  void write(Field field, JsonLayout layout);
  void write(StringRef text) { out.append(text); }
  SmallString<0> &buffer() { return out; }

private:
  /// How a shape is spelled.
  struct Spelling {
    /// `"_type": "…"`; empty for a dictionary.
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

  void open(Operation *container, JsonLayout layout);
  void close();
  /// What stands before an item: a separator or a line.
  void startItem(Frame &frame);
  void flush() {
    os << out;
    out.clear();
  }
  const Spelling &spell(ShapeAttr shape);

  raw_ostream &os;
  SmallString<0> out;
  std::vector<Frame> frames;
  DenseMap<ShapeAttr, std::unique_ptr<Spelling>> spellings;
};

} // namespace

const JsonWriter::Spelling &JsonWriter::spell(ShapeAttr shape) {
  std::unique_ptr<Spelling> &known = spellings[shape];
  if (known)
    return *known;
  known = std::make_unique<Spelling>();
  if (!shape.isDict()) {
    known->type = "\"_type\": ";
    printJsonString(shape.getClassName(), known->type);
  }
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

void JsonWriter::open(Operation *container, JsonLayout layout) {
  ShapeAttr shape = shapeOf(container);
  Frame &frame = frames.emplace_back(Frame{
      container, slotsOf(container), shape ? &spell(shape) : nullptr, layout});
  out.push_back(shape ? '{' : '[');
  if (shape && !shape.isDict()) {
    startItem(frame);
    out += frame.spelling->type;
  } else if (isa<TupleOp>(container)) {
    startItem(frame);
    out += names::quotedTuple;
  }
}

void JsonWriter::close() {
  Frame &frame = frames.back();
  if (frame.hasItems)
    frame.layout.startLine(out);
  out.push_back(frame.spelling ? '}' : ']');
  frames.pop_back();
}

void JsonWriter::write(Field field, JsonLayout layout) {
  constexpr size_t chunk = 1 << 16;
  Operation *child = field.getChild();
  if (!child)
    return printJson(field.getSlot(), out, layout);
  open(child, layout);
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
      open(frame.container->getOperand(slot.getChild()).getDefiningOp(), inner);
    else
      printJson(slot, out, inner);
  }
}

void pg::exportValue(Field field, raw_ostream &os, JsonLayout layout) {
  JsonWriter(os).write(field, layout);
}

void pg::exportExperiment(ExperimentOp experiment, raw_ostream &os) {
  JsonLayout layout;
  if (std::optional<uint64_t> indent = experiment.getIndent())
    layout.indent = *indent;
  {
    JsonWriter writer(os);
    JsonAttr shared = experiment.getSharedAttr();
    if (!shared) {
      writer.write(experiment.getRoot(), layout);
    } else {
      // {"__context__": …, "__root__": …}
      JsonLayout inner = layout.nested();
      writer.write("{");
      inner.startLine(writer.buffer());
      writer.write(names::quotedContext);
      writer.write(": ");
      layOutJson(shared.getText(), writer.buffer(), inner);
      inner.separate(writer.buffer());
      writer.write(names::quotedRoot);
      writer.write(": ");
      writer.write(experiment.getRoot(), inner);
      layout.startLine(writer.buffer());
      writer.write("}");
    }
  }
  if (experiment.getFinalNewline())
    os << '\n';
}
