//===- JsonReader.cpp - One pass over a JSON text -------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "JsonReader.h"
#include "pg/Support/PyGloveNames.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace pg;

JsonReader::JsonReader(Source &source, Block *block, Block::iterator before)
    : context(block->getParentOp()->getContext()), source(source), block(block),
      before(before), lexer(source.getText()), shapes(context),
      any(AnyType::get(context)), noAttributes(DictionaryAttr::get(context)),
      objectName(ObjectOp::getOperationName(), context),
      dictName(DictOp::getOperationName(), context),
      listName(ListOp::getOperationName(), context),
      tupleName(TupleOp::getOperationName(), context) {}

Location JsonReader::locate(const char *position) {
  return Location(source.getLoc(context, position));
}

LogicalResult JsonReader::fail(const char *position, const Twine &message) {
  return emitError(locate(position)) << message;
}

LogicalResult JsonReader::expected(const JsonToken &token, StringRef what) {
  if (token.kind == JsonToken::Error)
    return fail(lexer.getErrorPosition(), lexer.getErrorMessage());
  if (token.kind == JsonToken::End && !frames.empty())
    return fail(token.begin(), "expected " + what + ", but the text ends; a '" +
                                   (frames.back().isArray ? "[" : "{") +
                                   "' is not closed");
  return fail(token.begin(), "expected " + what + ", not " + token.describe());
}

FailureOr<NewValue> JsonReader::read() {
  JsonToken token = lexer.next();
  if (token.kind == JsonToken::End)
    return expected(token, "a JSON value");
  if (failed(readItem(token)))
    return failure();
  // After a value: a comma and the next item, or the end of the bracket.
  while (!frames.empty()) {
    bool isArray = frames.back().isArray;
    if (lexer.consume(',')) {
      token = lexer.next();
      if (failed(isArray ? readItem(token) : readKey(token)))
        return failure();
      continue;
    }
    token = lexer.next();
    if (token.kind == (isArray ? JsonToken::RSquare : JsonToken::RBrace)) {
      if (failed(close(token)))
        return failure();
      continue;
    }
    return expected(token, isArray ? "',' or ']'" : "',' or '}'");
  }
  token = lexer.next();
  if (token.kind != JsonToken::End)
    return expected(token, "the end of the text after the value");
  return children.empty() ? NewValue(slots.back()) : NewValue(children.back());
}

LogicalResult JsonReader::readItem(JsonToken token) {
  if (token.kind == JsonToken::LSquare || token.kind == JsonToken::LBrace)
    return open(token);
  if (!token.isScalar())
    return expected(token, "a value");
  addScalar(token);
  return success();
}

LogicalResult JsonReader::readKey(JsonToken token) {
  if (token.kind != JsonToken::String)
    return expected(token, "a name in double quotes");
  keys.push_back(token.text);
  if (!lexer.consume(':'))
    return expected(lexer.next(), "':' after the name");
  return readItem(lexer.next());
}

LogicalResult JsonReader::open(const JsonToken &bracket) {
  bool isArray = bracket.kind == JsonToken::LSquare;
  if (frames.size() == maxNesting)
    return fail(bracket.begin(), "nested deeper than " + Twine(maxNesting) +
                                     " levels; Python could not load it");
  Frame frame{bracket.begin(), isArray};
  // Inside of what is carried, and for shared objects, nothing is built.
  frame.isVerbatim =
      !frames.empty() &&
      (frames.back().isVerbatim ||
       (frames.size() == 1 && keys.size() == 1 && !frames.back().isArray &&
        keys.back() == names::quotedContext));
  frame.firstSlot = slots.size();
  frame.firstChild = children.size();
  frame.firstKey = keys.size();
  frames.push_back(frame);

  JsonToken token = lexer.next();
  if (token.kind == (isArray ? JsonToken::RSquare : JsonToken::RBrace))
    return close(token);
  if (isArray) {
    if (token.kind == JsonToken::String && token.text == names::quotedTuple)
      frames.back().isTuple = true;
    return readItem(token);
  }
  return readKey(token);
}

void JsonReader::addScalar(const JsonToken &token) {
  Frame *frame = frames.empty() ? nullptr : &frames.back();
  if (frame && frame->isVerbatim)
    return;
  // The class comes first: what PyGlove alone can read is carried as text.
  if (frame && !frame->isArray && keys.size() == frame->firstKey + 1 &&
      keys.back() == names::quotedType && names::isVerbatim(token.text))
    frame->isVerbatim = true;
  slots.push_back(Slot::text(token.text));
}

void JsonReader::addValue(NewValue value) {
  if (!frames.empty() && frames.back().isVerbatim)
    return;
  if (!value.child) {
    slots.push_back(value.constant);
    return;
  }
  size_t first = frames.empty() ? 0 : frames.back().firstChild;
  slots.push_back(Slot::child(children.size() - first));
  children.push_back(value.child);
}

LogicalResult JsonReader::close(const JsonToken &bracket) {
  Frame frame = frames.back();
  NewValue value = Slot();
  if (frame.isVerbatim) {
    if (!frame.isArray && failed(checkNames(frame)))
      return failure();
    size_t length = bracket.end() - frame.start;
    value = Slot::text({frame.start, length});
  } else if (frame.isArray) {
    value = closeArray(frame, bracket.end());
  } else {
    FailureOr<NewValue> object = closeObject(frame, bracket.end());
    if (failed(object))
      return failure();
    value = *object;
  }
  frames.pop_back();
  slots.resize(frame.firstSlot);
  children.resize(frame.firstChild);
  keys.resize(frame.firstKey);
  addValue(value);
  return success();
}

NewValue JsonReader::closeArray(const Frame &frame, const char *end) {
  bool isConstant = frame.isTuple && children.size() == frame.firstChild;
  if (isConstant)
    return Slot::text({frame.start, static_cast<size_t>(end - frame.start)});
  // The marker of a tuple is no element.
  Operation *op = build(frame.isTuple ? tupleName : listName, frame,
                        frame.firstSlot + frame.isTuple);
  return op->getResult(0);
}

FailureOr<NewValue> JsonReader::closeObject(const Frame &frame,
                                            const char *end) {
  ArrayRef<StringRef> names = ArrayRef(keys).drop_front(frame.firstKey);
  auto type = llvm::find(names, names::quotedType);
  StringRef classToken;
  if (type != names.end()) {
    size_t place = type - names.begin();
    const Slot &slot = slots[frame.firstSlot + place];
    if (slot.isChild() || slot.getText().front() != '"' ||
        slot.getText() == "\"\"")
      return fail(type->data(), "'_type' must be the name of a class");
    classToken = slot.getText();
    if (llvm::count(names, names::quotedType) > 1)
      return failOnEqualNames(frame);
    slots.erase(slots.begin() + frame.firstSlot + place);
    keys.erase(keys.begin() + frame.firstKey + place);
    names = ArrayRef(keys).drop_front(frame.firstKey);
  }
  if (llvm::is_contained(names, names::quotedRef)) {
    if (failed(checkNames(frame, !classToken.empty())))
      return failure();
    eraseChildren(frame);
    return NewValue(
        Slot::text({frame.start, static_cast<size_t>(end - frame.start)}));
  }
  bool isDocument = frames.size() == 1 && classToken.empty() &&
                    names.size() == 2 && names[0] == names::quotedContext &&
                    names[1] == names::quotedRoot && slots[0].isText() &&
                    slots[0].getText().front() == '{';
  if (isDocument) {
    contextText = slots[0].getText();
    return children.empty() ? NewValue(slots[1]) : NewValue(children[0]);
  }

  ShapeAttr shape = shapes.get(classToken, names);
  if (!shape)
    return failOnEqualNames(frame, !classToken.empty());
  Operation *op =
      build(classToken.empty() ? dictName : objectName, frame, frame.firstSlot);
  if (auto object = dyn_cast<ObjectOp>(op))
    object.getProperties().shape = shape;
  else
    cast<DictOp>(op).getProperties().shape = shape;
  return NewValue(op->getResult(0));
}

LogicalResult JsonReader::checkNames(const Frame &frame, bool hasClass) {
  llvm::StringSet<> seen;
  // The name of the class is not among the keys any more.
  if (hasClass)
    seen.insert("_type");
  for (StringRef key : ArrayRef(keys).drop_front(frame.firstKey))
    if (!seen.insert(decodeJsonString(key)).second)
      return fail(key.data(),
                  "the name " + key + " stands twice in one object");
  return success();
}

LogicalResult JsonReader::failOnEqualNames(const Frame &frame, bool hasClass) {
  LogicalResult unique = checkNames(frame, hasClass);
  assert(failed(unique) && "no two names are equal");
  (void)unique;
  return failure();
}

void JsonReader::eraseChildren(const Frame &frame) {
  SmallVector<Operation *> dead;
  for (Value child : ArrayRef(children).drop_front(frame.firstChild))
    dead.push_back(child.getDefiningOp());
  while (!dead.empty()) {
    Operation *op = dead.pop_back_val();
    for (Value child : op->getOperands())
      dead.push_back(child.getDefiningOp());
    op->erase();
  }
}

Operation *JsonReader::build(OperationName name, const Frame &frame,
                             size_t firstSlot) {
  Operation *op = Operation::create(
      locate(frame.start), name, any,
      ValueRange(ArrayRef(children).drop_front(frame.firstChild)), noAttributes,
      OpaqueProperties(nullptr), BlockRange(), 0);
  block->getOperations().insert(before, op);
  SlotList &fields = slotsOf(op);
  fields.assign(slots.begin() + firstSlot, slots.end());
  return op;
}
