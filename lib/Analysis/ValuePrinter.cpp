//===- ValuePrinter.cpp - Values as PyGlove's str() shows them ------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ValuePrinter.h"
#include "pg/Support/PythonText.h"

using namespace mlir;
using namespace pg;

//===----------------------------------------------------------------------===//
// TextWriter
//===----------------------------------------------------------------------===//

static constexpr llvm::StringLiteral noColour = "\x1b[0m";

TextWriter &TextWriter::operator<<(StringRef text) {
  out += text;
  return *this;
}

void TextWriter::startLine(unsigned indent) {
  constexpr size_t chunk = 1 << 16;
  if (out.size() > chunk) {
    os << out;
    out.clear();
  }
  if (!colour.empty())
    out += noColour;
  out.push_back('\n');
  out.append(2 * size_t(indent), ' ');
  out += colour;
}

void TextWriter::startColour(llvm::StringLiteral escape) {
  colour = escape;
  out += colour;
}

void TextWriter::endColour() {
  if (!colour.empty())
    out += noColour;
  colour = {};
}

//===----------------------------------------------------------------------===//
// ValuePrinter
//===----------------------------------------------------------------------===//

/// PyGlove's threshold for printing a tuple in lines, in characters.
static constexpr size_t maxTupleWidth = 80;

/// How many references one printer shows with what they refer to.
static constexpr unsigned maxReferences = 1000;

StringRef pg::shortClassName(StringRef name) {
  return name.drop_front(name.rfind('.') + 1);
}

static std::string scalarText(const Slot &constant) {
  switch (kindOf(constant)) {
  case LiteralKind::Int:
    // -0 is an integer in JSON.
    if (std::optional<int64_t> value = intOf(constant))
      return std::to_string(*value);
    return pythonRepr(constant);
  case LiteralKind::Str:
    return pythonQuoted(*stringOf(constant));
  default:
    return pythonRepr(constant);
  }
}

static bool isTuple(const ValueRef &value) {
  return value.op ? isa<TupleOp>(value.op)
                  : kindOf(value.constant) == LiteralKind::Tuple;
}

void ValuePrinter::print(const ValueRef &value, unsigned indent) {
  run(value, indent);
}

void ValuePrinter::write(StringRef text) {
  if (width)
    *width += countCharacters(text);
  else
    writer << text;
}

void ValuePrinter::startLine(unsigned indent) {
  if (width)
    *width += 1 + 2 * size_t(indent);
  else
    writer.startLine(indent);
}

/// Returns false when a tuple that is measured turns out too wide.
bool ValuePrinter::run(const ValueRef &value, unsigned indent) {
  size_t outer = frames.size();
  startValue(value, indent);
  while (frames.size() > outer) {
    if (width && *width > maxTupleWidth)
      return false;
    continueFrame();
  }
  return !width || *width <= maxTupleWidth;
}

/// A tuple stands on one line if it would with every tuple in it on one: so
/// measuring ends after a few characters, however deep the tuple is.
bool ValuePrinter::fitsOnLine(const ValueRef &tuple, unsigned indent) {
  if (width)
    return true;
  ValuePrinter measure(writer);
  measure.width = 0;
  return measure.run(tuple, indent);
}

void ValuePrinter::startValue(const ValueRef &value, unsigned indent) {
  if (isa_and_nonnull<ConstantOp>(value.op))
    return startValue(ValueRef(slotsOf(value.op).front()), indent);
  bool isReference = isa_and_nonnull<RefOp>(value.op);
  // What many references share would be shown for each of them, and what that
  // shares again.
  if (isReference && ++references > maxReferences)
    return write("Ref(…)");
  bool tuple = isTuple(value);
  if (!value.op && !tuple)
    return write(scalarText(value.constant));
  Frame frame{indent, value.op, std::nullopt};
  if (tuple) {
    frame.isTuple = true;
    frame.isInline = fitsOnLine(value, indent);
    if (!value.op)
      frame.tuple.emplace(value.constant);
    write("(");
  } else if (auto object = dyn_cast<ObjectOp>(value.op)) {
    write(shortClassName(object.getClassName()));
    write("(");
  } else if (isReference) {
    write("Ref(");
  } else {
    write(isa<ListOp>(value.op) ? "[" : "{");
  }
  frames.push_back(frame);
}

/// Prints the next item of the innermost container, or its end.
void ValuePrinter::continueFrame() {
  Frame &frame = frames.back();
  std::optional<ValueRef> item;
  if (frame.tuple) {
    if (std::optional<Slot> element = frame.tuple->next())
      item.emplace(*element);
  } else if (const SlotList &slots = slotsOf(frame.op);
             frame.next != slots.size()) {
    item.emplace(frame.op, slots[frame.next]);
  }
  unsigned index = frame.next, indent = frame.indent;
  if (!item) {
    if (index != 0 && !frame.isInline)
      startLine(indent);
    write(frame.isTuple || isa<ObjectOp, RefOp>(frame.op) ? ")"
          : isa<ListOp>(frame.op)                         ? "]"
                                                          : "}");
    Frame ended = frame;
    frames.pop_back();
    if (ended.tuple && !frames.empty() && frames.back().tuple)
      frames.back().tuple->leave(*ended.tuple);
    return;
  }
  ++frame.next;
  if (index != 0)
    write(frame.isInline ? ", " : ",");
  if (!frame.isInline)
    startLine(indent + 1);
  if (!frame.isTuple) {
    if (isa<RefOp>(frame.op)) {
      write("value = ");
    } else if (ShapeAttr shape = shapeOf(frame.op)) {
      write(shape.getNames()[index].getValue());
      write(" = ");
    } else {
      write(std::to_string(index));
      write(" : ");
    }
  }
  startValue(*item, indent + 1);
}
