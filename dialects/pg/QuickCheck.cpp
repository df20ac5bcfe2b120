//===- QuickCheck.cpp - Values that fit beyond doubt ----------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "QuickCheck.h"
#include "pg/IR/Prefetch.h"
#include "pg/IR/TupleReader.h"
#include "pg/IR/TypeCheck.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include <charconv>
#include <cmath>

using namespace mlir;
using namespace pg;
using Spec = QuickCheck::Spec;

//===----------------------------------------------------------------------===//
// What a spec asks for
//===----------------------------------------------------------------------===//

/// The bounds of an Int; false if one of them does not fit 64 bits.
static bool setBounds(Spec &spec, IntType type) {
  auto min = dyn_cast_or_null<IntegerAttr>(type.getMin());
  auto max = dyn_cast_or_null<IntegerAttr>(type.getMax());
  if (min)
    spec.min = min.getInt();
  if (max)
    spec.max = max.getInt();
  return min == type.getMin() && max == type.getMax();
}

/// Sets the bound of a Float; false if it is infinite or no double.
static bool setBound(double &limit, Attribute bound) {
  if (!bound)
    return true;
  constexpr int64_t exact = int64_t(1) << std::numeric_limits<double>::digits;
  auto integer = dyn_cast<IntegerAttr>(bound);
  if (integer && (integer.getInt() > exact || integer.getInt() < -exact))
    return false;
  std::optional<double> value = numberOf(Slot::get(bound));
  limit = value.value_or(NAN);
  return (integer || isa<FloatAttr>(bound)) && std::isfinite(limit);
}

static bool setWords(Spec &spec, EnumType type) {
  for (Attribute value : type.getValues()) {
    auto word = dyn_cast<StringAttr>(value);
    if (!word)
      return false;
    SmallString<32> spelled;
    printJsonString(word, spelled);
    spec.words.push_back(spelled.str().str());
  }
  return true;
}

static void setSizes(Spec &spec, uint64_t min, std::optional<uint64_t> max) {
  constexpr uint64_t most = std::numeric_limits<int64_t>::max();
  spec.min = std::min(min, most);
  spec.max = std::min(max.value_or(most), most);
}

Spec QuickCheck::compile(const TypeParts &parts) const {
  Spec spec;
  if (parts.frozen)
    return spec;
  spec.isNoneable = parts.noneable;
  auto addElements = [&](ArrayRef<Type> types) {
    for (Type type : types)
      spec.elements.push_back(compile(splitType(type)));
    return llvm::none_of(spec.elements, [](const Spec &element) {
      return element.kind == Spec::Unknown;
    });
  };
  using Kind = Spec::Kind;
  spec.kind =
      llvm::TypeSwitch<Type, Kind>(parts.spec)
          .Case([](AnyType) { return Spec::Anything; })
          .Case([&](IntType type) {
            return setBounds(spec, type) ? Spec::Int : Spec::Unknown;
          })
          .Case([&](RealType type) {
            return setBound(spec.low, type.getMin()) &&
                           setBound(spec.high, type.getMax())
                       ? Spec::Float
                       : Spec::Unknown;
          })
          .Case([](StrType type) {
            return type.getRegex() ? Spec::Unknown : Spec::Str;
          })
          .Case([](BoolType) { return Spec::Bool; })
          .Case([&](EnumType type) {
            return setWords(spec, type) ? Spec::Word : Spec::Unknown;
          })
          .Case([&](FixedTupleType type) {
            setSizes(spec, type.getElements().size(),
                     type.getElements().size());
            return addElements(type.getElements()) ? Spec::Tuple
                                                   : Spec::Unknown;
          })
          .Case([&](VarTupleType type) {
            setSizes(spec, type.getMin(), type.getMax());
            spec.isRepeated = true;
            return addElements(type.getElement()) ? Spec::Tuple : Spec::Unknown;
          })
          .Case([&](ObjectType type) {
            spec.className = type.getClassName();
            return Spec::Object;
          })
          .Case([&](ListType type) {
            if (checkSizes)
              setSizes(spec, type.getMin(), type.getMax());
            return addElements(type.getElement()) ? Spec::List : Spec::Unknown;
          })
          .Case([](DictType type) {
            return type.getFree() ? Spec::FreeDict : Spec::Unknown;
          })
          .Default([](Type) { return Spec::Unknown; });
  return spec;
}

QuickCheck::Shape &QuickCheck::getShape(ShapeAttr shape) {
  return shapes.get(shape, [&] {
    auto made = std::make_unique<Shape>();
    const ShapeDecl &decl = classes.getShape(shape);
    made->placeholder = decl.placeholder;
    if (!decl.decl || !decl.decl->isDeclared())
      return made;
    made->decl = &decl;
    made->hasChecks = !decl.decl->getChecks().empty();
    for (const FieldDecl *field : decl.fields)
      made->specs.push_back(field ? compile(field->parts) : Spec());
    return made;
  });
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

/// An integer as JSON spells it; nullopt for anything else, and past 15 digits,
/// where a double would not hold it.
static std::optional<int64_t> smallInt(StringRef text) {
  bool isNegative = text.consume_front("-");
  if (text.size() > 15)
    return std::nullopt;
  int64_t value = 0;
  for (char c : text) {
    if (!llvm::isDigit(c))
      return std::nullopt;
    value = 10 * value + (c - '0');
  }
  return isNegative ? -value : value;
}

static bool fitsInt(int64_t value, const Spec &spec) {
  return value >= spec.min && value <= spec.max;
}

static bool fitsFloat(double value, const Spec &spec) {
  return value >= spec.low && value <= spec.high;
}

/// A number as JSON spells it, but for NaN and the infinities.
static bool fitsFloat(StringRef text, const Spec &spec) {
  bool isPositive = llvm::isDigit(text.front());
  bool isNegative =
      text.front() == '-' && text.size() > 1 && llvm::isDigit(text[1]);
  if (!isPositive && !isNegative)
    return false;
  // Python refuses an integer that no float is near to.
  if (text.size() > 300)
    return false;
  bool isBounded = std::isfinite(spec.high);
  if (!isBounded && (isPositive ? spec.low <= 0 : !std::isfinite(spec.low)))
    return true;
  if (std::optional<int64_t> integer = smallInt(text))
    return fitsFloat(static_cast<double>(*integer), spec);
  // A longer integer would be rounded.
  if (text.find_first_of(".eE") == StringRef::npos)
    return false;
  double value;
  auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  return error == std::errc() && fitsFloat(value, spec);
}

bool QuickCheck::fitsTuple(const Slot &tuple, Spec &spec) {
  TupleReader reader(tuple);
  int64_t size = 0;
  for (; std::optional<Slot> element = reader.next(); ++size) {
    // Of a tuple in the tuple the end is not known.
    bool isTuple = element->isText() && element->getText().front() == '[';
    if (isTuple || size == spec.max)
      return false;
    if (!fits(nullptr, *element, spec.elements[spec.isRepeated ? 0 : size]))
      return false;
  }
  return size >= spec.min;
}

bool QuickCheck::fitsText(StringRef text, Spec &spec) {
  if (text.front() == 'n')
    return spec.isNoneable;
  switch (spec.kind) {
  case Spec::Int: {
    std::optional<int64_t> value = smallInt(text);
    return value && fitsInt(*value, spec);
  }
  case Spec::Float:
    return fitsFloat(text, spec);
  case Spec::Str:
    return text.front() == '"';
  case Spec::Bool:
    return text.front() == 't' || text.front() == 'f';
  case Spec::Word:
    return llvm::is_contained(spec.words, text);
  case Spec::Tuple:
    return text.front() == '[' && fitsTuple(Slot::text(text), spec);
  default:
    return false;
  }
}

bool QuickCheck::fits(Operation *owner, const Slot &slot, Spec &spec) {
  if (spec.kind == Spec::Unknown || spec.kind == Spec::Anything)
    return spec.kind == Spec::Anything;
  switch (slot.getKind()) {
  case Slot::Kind::Text:
    return fitsText(slot.getText(), spec);
  case Slot::Kind::Child:
    return fitsChild(owner->getOperand(slot.getChild()).getDefiningOp(), spec);
  case Slot::Kind::Int:
    // A float would round it.
    return spec.kind == Spec::Int && fitsInt(slot.getInt(), spec);
  case Slot::Kind::Float:
    return spec.kind == Spec::Float && fitsFloat(slot.getFloat(), spec);
  case Slot::Kind::None:
    return spec.isNoneable;
  case Slot::Kind::Bool:
    return spec.kind == Spec::Bool;
  case Slot::Kind::Attr:
    if (isa<StringAttr>(slot.getAttr()))
      return spec.kind == Spec::Str;
    return isa<TupleAttr>(slot.getAttr()) && spec.kind == Spec::Tuple &&
           fitsTuple(slot, spec);
  }
  llvm_unreachable("all kinds are covered");
}

bool QuickCheck::fitsChild(Operation *child, Spec &spec) {
  switch (spec.kind) {
  case Spec::Object: {
    auto object = dyn_cast<ObjectOp>(child);
    return object && passes(object.getProperties().shape, spec);
  }
  case Spec::List: {
    if (!isa<ListOp>(child))
      return false;
    ArrayRef<Slot> slots = slotsOf(child);
    int64_t size = slots.size();
    return size >= spec.min && size <= spec.max &&
           llvm::all_of(slots, [&](const Slot &slot) {
             if (slot.isChild())
               prefetchOperand(child, slot.getChild());
             return fits(child, slot, spec.elements.front());
           });
  }
  case Spec::FreeDict:
    return isa<DictOp>(child);
  default:
    return false;
  }
}

bool QuickCheck::passes(ShapeAttr shape, Spec &spec) {
  const void *key = shape.getAsOpaquePointer();
  if (llvm::is_contained(spec.passed, key))
    return true;
  // Components of a class that nobody declared stand anywhere.
  const ShapeDecl &known = classes.getShape(shape);
  if (known.placeholder != Placeholder::None)
    return false;
  bool isUnchecked = !known.decl || !known.decl->isDeclared();
  if (!isUnchecked && !classes.isSubclass(shape.getClassName(), spec.className))
    return false;
  spec.passed[spec.nextPassed++ % spec.passed.size()] = key;
  return true;
}
