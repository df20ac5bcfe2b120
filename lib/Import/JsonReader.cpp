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
      tupleName(TupleOp::getOperationName(), context),
      refName(RefOp::getOperationName(), context),
      constantName(ConstantOp::getOperationName(), context) {}

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
  // After a bracket the first item; after a value a comma and the next item, or
  // the end of the bracket.
  while (!frames.empty()) {
    bool isArray = frames.back().isArray;
    if (first || lexer.consume(',')) {
      token = first ? *std::exchange(first, std::nullopt) : lexer.next();
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
  if (failed(checkSpelling(token)))
    return failure();
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
  // Inside of what is carried, nothing is built.
  frame.isVerbatim = !frames.empty() && frames.back().isVerbatim;
  frame.isShared = opensShared(isArray);
  readShared |= frame.isShared;
  frame.firstSlot = slots.size();
  frame.firstChild = children.size();
  frame.firstKey = keys.size();
  frames.push_back(frame);

  JsonToken token = lexer.next();
  if (token.kind == (isArray ? JsonToken::RSquare : JsonToken::RBrace))
    return close(token);
  if (isArray && token.kind == JsonToken::String) {
    if (failed(checkSpelling(token)))
      return failure();
    frames.back().isTuple = token.text == names::quotedTuple;
    frames.back().isSymbolic = token.text == names::quotedSymbolic;
  }
  first = token;
  return success();
}

LogicalResult JsonReader::checkSpelling(const JsonToken &token) {
  // An escape takes six characters.
  if (token.text.size() < names::quotedType.size() + 5 ||
      !token.text.contains('\\'))
    return success();
  std::string name = decodeJsonString(token.text);
  for (StringRef own :
       {names::quotedType, names::quotedRef, names::quotedContext,
        names::quotedShared, names::quotedRoot, names::quotedSymbolic,
        names::quotedTuple})
    if (name == own.drop_front().drop_back())
      return fail(token.begin(), "write " + own +
                                     ", which PyGlove keeps for itself, "
                                     "without escapes");
  return success();
}

bool JsonReader::opensShared(bool isArray) const {
  return isArray && frames.size() == 2 && keys.size() == 2 &&
         keys[0] == names::quotedContext && keys[1] == names::quotedShared;
}

void JsonReader::addScalar(const JsonToken &token) {
  Frame *frame = frames.empty() ? nullptr : &frames.back();
  if (frame && frame->isVerbatim)
    return;
  // The class comes first: what PyGlove alone can read is carried as text.
  if (frame && !frame->isArray && keys.size() == frame->firstKey + 1 &&
      keys.back() == names::quotedType && names::isVerbatim(token.text))
    frame->isVerbatim = true;
  if (frame && frame->isShared)
    return addShared(Slot::text(token.text));
  slots.push_back(Slot::text(token.text));
}

void JsonReader::addShared(NewValue value) {
  if (!value.child) {
    Frame frame{value.constant.getText().data(), /*isArray=*/true};
    frame.firstChild = children.size();
    frame.firstSlot = slots.size();
    slots.push_back(value.constant);
    value = build(constantName, frame, frame.firstSlot);
    slots.pop_back();
  }
  // One that stands for another is that other.
  if (auto use = value.child.getDefiningOp<RefOp>(); use && use.getPlain()) {
    value = use.getReferent().getValue();
    use.erase();
  }
  shared.push_back(value.child);
}

void JsonReader::addValue(NewValue value) {
  if (!frames.empty() && frames.back().isVerbatim)
    return;
  if (!frames.empty() && frames.back().isShared)
    return addShared(value);
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
  // The marker of a tuple is no element, nor is that of a symbolic list.
  Operation *op = build(frame.isTuple ? tupleName : listName, frame,
                        frame.firstSlot + (frame.isTuple || frame.isSymbolic));
  if (frame.isSymbolic)
    cast<ListOp>(op).setSymbolic(true);
  return op->getResult(0);
}

FailureOr<NewValue> JsonReader::closeReference(const Frame &frame) {
  bool isPlain =
      keys.size() == frame.firstKey + 1 && keys.back() == names::quotedValue;
  if (!isPlain) {
    if (failed(checkNames(frame, /*hasClass=*/true)))
      return failure();
    return fail(frame.start, "a pg.Ref has one field, 'value'");
  }
  Operation *held =
      slots.back().isChild() ? children.back().getDefiningOp() : nullptr;
  // `{"__ref__": 3}` is what is shared, and the pg.Ref around it the reference.
  if (auto use = dyn_cast_or_null<RefOp>(held); use && use.getPlain()) {
    use.setPlain(false);
    use->setLoc(locate(frame.start));
    return NewValue(use->getResult(0));
  }
  return NewValue(build(refName, frame, frame.firstSlot)->getResult(0));
}

FailureOr<NewValue> JsonReader::closeSharedUse(const Frame &frame,
                                               const Slot &index) {
  uint64_t number;
  if (index.getText().getAsInteger(10, number) || number >= shared.size())
    return fail(index.getText().data(),
                "'__ref__' " + index.getText() + " names no shared object: " +
                    (shared.empty() ? Twine("no '__context__' stands before it")
                                    : "there are " + Twine(shared.size()) +
                                          " before it, counted from 0") +
                    (frames.size() > 2 && frames[2].isShared
                         ? "; one holds only those that stand before it"
                         : ""));
  slots.resize(frame.firstSlot);
  children.push_back(shared[number]);
  slots.push_back(Slot::child(0));
  auto use = cast<RefOp>(build(refName, frame, frame.firstSlot));
  use.setPlain(true);
  ++sharedUses;
  return NewValue(use->getResult(0));
}

FailureOr<NewValue> JsonReader::closeDocument(const Frame &frame,
                                              const char *end, bool hasClass) {
  if (failed(checkNames(frame, hasClass)))
    return failure();
  DictOp context;
  if (slots[0].isChild())
    context = dyn_cast<DictOp>(children[0].getDefiningOp());
  bool isDocument = context && slotsOf(context).size() == 1 && !hasClass &&
                    keys.size() == 2 && keys[1] == names::quotedRoot;
  // Somebody's own keys are carried as they are: PyGlove writes such a
  // dictionary, though it does not load it.
  if (isDocument)
    eraseTree(context);
  else
    eraseChildren(frame);
  // What nothing refers to goes; each holds only those before it.
  for (Value value : llvm::reverse(shared))
    if (value.use_empty())
      eraseTree(value.getDefiningOp());
  if (!isDocument)
    return NewValue(
        Slot::text({frame.start, static_cast<size_t>(end - frame.start)}));
  if (slots[1].isChild())
    return NewValue(children[1]);
  return NewValue(slots[1]);
}

FailureOr<NewValue> JsonReader::closeObject(Frame &frame, const char *end) {
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
  if (classToken == names::quotedReference)
    return closeReference(frame);
  if (llvm::is_contained(names, names::quotedRef)) {
    if (failed(checkNames(frame, !classToken.empty())))
      return failure();
    const Slot &index = slots[frame.firstSlot];
    if (names.size() == 1 && classToken.empty() && !index.isChild() &&
        kindOf(index) == LiteralKind::Int)
      return closeSharedUse(frame, index);
    // Somebody's own key: PyGlove writes such a dictionary, though it takes it
    // for a reference when it loads. Shared objects inside get new numbers.
    if (sharedUses == frame.firstUse) {
      eraseChildren(frame);
      return NewValue(
          Slot::text({frame.start, static_cast<size_t>(end - frame.start)}));
    }
  }
  if (readShared && frames.size() == 1)
    return closeDocument(frame, end, !classToken.empty());
  bool isMarked = classToken.empty() && !names.empty() &&
                  names.front() == names::quotedSymbolic &&
                  !slots[frame.firstSlot].isChild() &&
                  boolOf(slots[frame.firstSlot]) == true;
  if (isMarked) {
    slots.erase(slots.begin() + frame.firstSlot);
    keys.erase(keys.begin() + frame.firstKey);
    names = ArrayRef(keys).drop_front(frame.firstKey);
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
  if (isMarked)
    cast<DictOp>(op).setSymbolic(true);
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
  for (Value child : ArrayRef(children).drop_front(frame.firstChild))
    eraseTree(child.getDefiningOp());
}

void JsonReader::eraseTree(Operation *root) {
  SmallVector<Operation *> dead = {root};
  while (!dead.empty()) {
    Operation *op = dead.pop_back_val();
    // What a reference refers to may have other references.
    if (!isa<RefOp>(op))
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
