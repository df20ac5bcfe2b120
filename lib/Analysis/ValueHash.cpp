//===- ValueHash.cpp - Values as numbers to compare -----------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/ValueHash.h"
#include "pg/IR/TupleReader.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/xxhash.h"
#include <cmath>

using namespace mlir;
using namespace pg;

/// Bijective in each of the two.
static uint64_t mix(uint64_t hash, uint64_t value) {
  uint64_t x = hash * 0x9E3779B97F4A7C15 + value;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

namespace {
/// What is hashed first, so that values of different kinds differ; constants
/// begin with their LiteralKind.
enum Tag : uint64_t { Object = 16, List, Dict, EndOfTuple, Ref };
} // namespace

static uint64_t tagOf(LiteralKind kind) { return static_cast<uint64_t>(kind); }

static uint64_t hashString(const Slot &constant) {
  if (constant.isText() && !constant.getText().contains('\\'))
    return llvm::xxh3_64bits(constant.getText().drop_front().drop_back());
  return llvm::xxh3_64bits(*stringOf(constant));
}

static uint64_t hashFloat(double value) {
  return std::isnan(value) ? 0 : llvm::bit_cast<uint64_t>(value) + 1;
}

static uint64_t hashJson(const Slot &constant) {
  SmallString<128> text;
  printJson(constant, text);
  return llvm::xxh3_64bits(text.str());
}

static uint64_t hashScalar(const Slot &constant) {
  LiteralKind kind = kindOf(constant);
  auto tagged = [&](uint64_t hash) { return mix(tagOf(kind), hash); };
  switch (kind) {
  case LiteralKind::None:
    return tagged(0);
  case LiteralKind::Bool:
    return tagged(*boolOf(constant));
  case LiteralKind::Int:
    if (std::optional<int64_t> value = intOf(constant))
      return tagged(*value);
    return tagged(hashJson(constant));
  case LiteralKind::Float:
    return tagged(hashFloat(*numberOf(constant)));
  case LiteralKind::Str:
    return tagged(hashString(constant));
  case LiteralKind::Global: {
    GlobalName global = *globalOf(constant);
    return tagged(
        mix(llvm::xxh3_64bits(global.kind), llvm::xxh3_64bits(global.name)));
  }
  case LiteralKind::Verbatim:
    return tagged(hashJson(constant));
  case LiteralKind::Tuple:
    break;
  }
  llvm_unreachable("not a scalar");
}

static uint64_t hashConstant(const Slot &constant) {
  if (kindOf(constant) != LiteralKind::Tuple)
    return hashScalar(constant);
  struct Frame {
    TupleReader reader;
    uint64_t hash = tagOf(LiteralKind::Tuple);
  };
  SmallVector<Frame, 4> frames;
  frames.push_back({TupleReader(constant)});
  while (true) {
    std::optional<Slot> element = frames.back().reader.next();
    if (element && kindOf(*element) == LiteralKind::Tuple) {
      frames.push_back({TupleReader(*element)});
      continue;
    }
    if (element) {
      frames.back().hash = mix(frames.back().hash, hashScalar(*element));
      continue;
    }
    Frame ended = frames.pop_back_val();
    uint64_t hash = mix(ended.hash, EndOfTuple);
    if (frames.empty())
      return hash;
    frames.back().reader.leave(ended.reader);
    frames.back().hash = mix(frames.back().hash, hash);
  }
}

ValueHashes::ValueHashes(Field root, ArrayRef<const ClassTable *> classes,
                         Precision precision)
    : isExact(precision == Precision::Spelling),
      classes(classes.begin(), classes.end()) {
  for (Operation &op : *root.getOwner()->getBlock())
    if (!isa<ReturnOp>(op))
      hashes.try_emplace(&op, hash(&op));
}

StringRef ValueHashes::getClassName(ShapeAttr shape) const {
  for (const ClassTable *known : classes)
    if (const ClassDecl *decl = known->lookup(shape.getClassName()))
      return decl->getName();
  return shape.getClassName();
}

const ValueHashes::ShapeHash &ValueHashes::getShape(ShapeAttr shape) {
  auto [known, fresh] = shapes.try_emplace(shape);
  if (fresh) {
    if (!shape.isDict())
      known->second.className =
          mix(Object, llvm::xxh3_64bits(getClassName(shape)));
    else
      known->second.className = Dict;
    for (StringAttr name : shape.getNames())
      known->second.names.push_back(llvm::xxh3_64bits(name.getValue()));
  }
  return known->second;
}

uint64_t ValueHashes::hashMembers(Operation *container, ShapeAttr attr) {
  const ShapeHash &shape = getShape(attr);
  uint64_t hash = 0;
  for (auto [name, slot] : llvm::zip_equal(shape.names, slotsOf(container))) {
    uint64_t member = mix(name, get(ValueRef(container, slot)));
    // A sum where the order of keys does not count.
    hash = isExact ? mix(hash, member) : hash + member;
  }
  return mix(shape.className, hash);
}

/// What the spelling of a container says beside its members.
static uint64_t markOf(Operation *container) {
  if (auto list = dyn_cast<ListOp>(container))
    return list.getSymbolic();
  if (auto dict = dyn_cast<DictOp>(container))
    return dict.getSymbolic();
  auto ref = dyn_cast<RefOp>(container);
  return ref && ref.getPlain();
}

uint64_t ValueHashes::hash(Operation *container) {
  const SlotList &slots = slotsOf(container);
  uint64_t mark = isExact ? markOf(container) : 0;
  if (ShapeAttr attr = shapeOf(container))
    return hashMembers(container, attr) + mark;
  if (isa<ConstantOp>(container))
    return get(slots.front());
  if (isa<RefOp>(container))
    return mix(Ref, get(ValueRef(container, slots.front()))) + mark;
  bool isTuple = isa<TupleOp>(container);
  uint64_t hash = (isTuple ? tagOf(LiteralKind::Tuple) : List) + mark;
  for (const Slot &slot : slots)
    hash = mix(hash, get(ValueRef(container, slot)));
  return mix(hash, isTuple ? EndOfTuple : List);
}

uint64_t ValueHashes::get(const ValueRef &value) const {
  if (value.op)
    return hashes.lookup(value.op);
  return isExact ? hashJson(value.constant) : hashConstant(value.constant);
}

uint64_t ValueHashes::getKind(ValueRef value) const {
  uint64_t references = 0;
  for (; isa_and_nonnull<RefOp, ConstantOp>(value.op); ++references)
    value = ValueRef(value.op, slotsOf(value.op).front());
  if (references)
    return mix(Ref + references, getKind(value));
  if (!value.op)
    return tagOf(kindOf(value.constant));
  if (ShapeAttr shape = shapeOf(value.op))
    return shapes.find(shape)->second.className;
  return isa<ListOp>(value.op) ? uint64_t(List) : tagOf(LiteralKind::Tuple);
}
