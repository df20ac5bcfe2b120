//===- ValueWords.cpp - How messages show values --------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpecWords.h"
#include "pg/Support/PythonText.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

/// A value that takes more characters is abbreviated: a message is read by a
/// person, and a value may have millions.
static constexpr size_t maxShown = 100;
static constexpr StringLiteral ellipsis = "…";

/// The beginning of a text that is too long, up to a whole character.
static std::string abbreviated(std::string text) {
  if (text.size() <= maxShown)
    return text;
  size_t end = maxShown;
  auto continues = [](char c) { return (c & 0xC0) == 0x80; };
  while (end && continues(text[end]))
    --end;
  char quote = text.front();
  bool isQuoted = quote == '\'' || quote == '"';
  text.resize(end);
  text += ellipsis;
  if (isQuoted)
    text += quote;
  return text;
}

namespace {
/// Writes a value as Python's repr() would, until it gets long.
class ValueWriter {
public:
  void add(const Slot &constant);
  void add(Operation *child);
  void add(Attribute value);
  void add(Field field) {
    field = dereference(field);
    if (Operation *child = field.getChild())
      add(child);
    else
      add(field.getSlot());
  }
  std::string take() { return std::move(out); }

private:
  template <typename RangeT>
  void addSequence(StringRef brackets, const RangeT &elements);
  template <typename RangeT>
  void addDict(ShapeAttr shape, const RangeT &values);
  void addComponent(StringRef className) {
    (out += lastPart(className)) += "(…)";
  }
  /// Starts the next of several items; false if they are not to be shown.
  bool startItem(bool isFirst) {
    if (!isFirst)
      out += ", ";
    bool isShown = out.size() < maxShown && depth <= maxDepth;
    if (!isShown)
      out += ellipsis;
    return isShown;
  }

  /// What is nested deeper is not shown.
  static constexpr unsigned maxDepth = 3;
  unsigned depth = 0;
  std::string out;
};
} // namespace

template <typename RangeT>
void ValueWriter::addSequence(StringRef brackets, const RangeT &elements) {
  ++depth;
  out += brackets.front();
  size_t count = 0;
  for (const auto &element : elements) {
    if (!startItem(count++ == 0))
      break;
    add(element);
  }
  // A tuple of one element keeps its comma.
  if (count == 1 && brackets == "()")
    out += ',';
  out += brackets.back();
  --depth;
}

template <typename RangeT>
void ValueWriter::addDict(ShapeAttr shape, const RangeT &values) {
  ++depth;
  out += '{';
  bool isFirst = true;
  for (auto [name, value] : llvm::zip(shape.getNames(), values)) {
    if (!startItem(std::exchange(isFirst, false)))
      break;
    (out += abbreviated(pythonQuoted(name))) += ": ";
    add(value);
  }
  out += '}';
  --depth;
}

void ValueWriter::add(const Slot &constant) {
  bool isWhole = constant.getKind() == Slot::Kind::Attr &&
                 isa<ArrayAttr, RecordAttr>(constant.getAttr());
  if (isWhole)
    return add(constant.getAttr());
  if (kindOf(constant) != LiteralKind::Tuple) {
    out += abbreviated(pythonRepr(constant));
    return;
  }
  // As many as could be shown, and one more.
  SmallVector<Slot> elements;
  (void)forEachElement(constant, [&](const Slot &element) {
    elements.push_back(element);
    return success(elements.size() <= maxShown / 2);
  });
  addSequence("()", elements);
}

void ValueWriter::add(Operation *child) {
  if (auto object = dyn_cast<ObjectOp>(child))
    return addComponent(object.getClassName());
  auto fields = cast<ContainerOpInterface>(child).getFields();
  if (isa<DictOp>(child))
    return addDict(shapeOf(child), fields);
  addSequence(isa<ListOp>(child) ? "[]" : "()", fields);
}

void ValueWriter::add(Attribute value) {
  if (auto list = dyn_cast<ArrayAttr>(value))
    return addSequence("[]", list);
  if (auto tuple = dyn_cast<TupleAttr>(value))
    return addSequence("()", tuple.getElements());
  auto record = dyn_cast<RecordAttr>(value);
  if (!record)
    return add(Slot::get(value));
  if (record.getShape().isDict())
    return addDict(record.getShape(), record.getValues());
  addComponent(record.getShape().getClassName());
}

std::string pg::showValue(Field field) {
  ValueWriter writer;
  writer.add(field);
  return writer.take();
}

std::string pg::showValue(const Slot &constant) {
  ValueWriter writer;
  writer.add(constant);
  return writer.take();
}

std::string pg::showValue(Attribute value) {
  ValueWriter writer;
  writer.add(value);
  return writer.take();
}

std::string pg::showPlainly(const Slot &constant) {
  if (kindOf(constant) == LiteralKind::Str) {
    std::string text = *stringOf(constant);
    if (!text.empty() && text.size() <= maxShown &&
        llvm::all_of(text, [](char c) { return llvm::isPrint(c); }))
      return text;
  }
  return showValue(constant);
}
