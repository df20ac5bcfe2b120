//===- ConditionCheck.cpp - Whether conditions between fields hold --------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpecWords.h"
#include "pg/IR/Condition.h"
#include <cmath>

using namespace mlir;
using namespace pg;

namespace {
/// What a side comes to. Integers are exact as long as they fit.
struct Number {
  bool isInteger = true;
  __int128 integer = 0;
  double real = 0;
  /// Of a side that is one constant, which is compared as it is.
  std::optional<Slot> constant;

  static Number of(__int128 value) { return {true, value, 0, std::nullopt}; }
  static Number of(double value) { return {false, 0, value, std::nullopt}; }
  double asReal() const {
    return isInteger ? static_cast<double>(integer) : real;
  }
};

class Evaluator {
public:
  Evaluator(ObjectOp object, const ClassDecl &decl)
      : container(cast<ContainerOpInterface>(*object)), decl(decl) {}

  /// Nothing if a field has no number or no length.
  std::optional<Number> evaluate(Attribute side);
  BrokenCheck describe(CheckOp check);

private:
  std::optional<Number> evaluateField(StringRef name);
  std::optional<Number> lengthOf(StringRef name);
  std::optional<Number> combine(TermAttr term);
  /// What stands in a field that the component leaves out; null if that is not
  /// known.
  Attribute defaultOf(StringRef name) const {
    const FieldDecl *field = decl.getField(name);
    return field && !field->pattern ? field->parts.defaultValue : Attribute();
  }
  void collect(Attribute side, SmallVectorImpl<Attribute> &uses);

  ContainerOpInterface container;
  const ClassDecl &decl;
};
} // namespace

static std::optional<Number> numberIn(const Slot &constant) {
  Number number;
  if (std::optional<bool> boolean = boolOf(constant)) {
    number = Number::of(static_cast<__int128>(*boolean));
  } else if (std::optional<int64_t> integer = intOf(constant)) {
    number = Number::of(static_cast<__int128>(*integer));
  } else {
    std::optional<double> real = numberOf(constant);
    if (!real)
      return std::nullopt;
    number = Number::of(*real);
  }
  number.constant = constant;
  return number;
}

std::optional<Number> Evaluator::evaluateField(StringRef name) {
  if (Field field = container.getField(name)) {
    field = dereference(field);
    return field.isConstant() ? numberIn(field.getSlot()) : std::nullopt;
  }
  Attribute standing = defaultOf(name);
  return standing && isFieldLiteral(standing) ? numberIn(Slot::get(standing))
                                              : std::nullopt;
}

std::optional<Number> Evaluator::lengthOf(StringRef name) {
  auto length = [](size_t size) {
    return Number::of(static_cast<__int128>(size));
  };
  auto lengthOfConstant = [&](const Slot &constant) -> std::optional<Number> {
    if (kindOf(constant) != LiteralKind::Tuple)
      return std::nullopt;
    return length(numElements(constant));
  };
  if (Field field = container.getField(name)) {
    field = dereference(field);
    if (field.isConstant())
      return lengthOfConstant(field.getSlot());
    if (isa<ListOp, TupleOp>(field.getChild()))
      return length(slotsOf(field.getChild()).size());
    return std::nullopt;
  }
  Attribute standing = defaultOf(name);
  if (auto list = dyn_cast_or_null<ArrayAttr>(standing))
    return length(list.size());
  if (auto tuple = dyn_cast_or_null<TupleAttr>(standing))
    return length(tuple.getElements().size());
  return std::nullopt;
}

std::optional<Number> Evaluator::combine(TermAttr term) {
  bool isSum = term.getOperation() == "sum";
  Number result = Number::of(static_cast<__int128>(isSum ? 0 : 1));
  for (Attribute operand : term.getOperands()) {
    std::optional<Number> next = evaluate(operand);
    if (!next)
      return std::nullopt;
    __int128 exact;
    bool isExact =
        result.isInteger && next->isInteger &&
        !(isSum
              ? __builtin_add_overflow(result.integer, next->integer, &exact)
              : __builtin_mul_overflow(result.integer, next->integer, &exact));
    double a = result.asReal(), b = next->asReal();
    result = isExact ? Number::of(exact) : Number::of(isSum ? a + b : a * b);
  }
  return result;
}

std::optional<Number> Evaluator::evaluate(Attribute side) {
  if (auto field = dyn_cast<StringAttr>(side))
    return evaluateField(field);
  auto term = dyn_cast<TermAttr>(side);
  if (!term)
    return numberIn(Slot::get(side));
  if (term.getOperation() == "len")
    return lengthOf(cast<StringAttr>(term.getOperands().front()));
  return combine(term);
}

//===----------------------------------------------------------------------===//
// Comparing
//===----------------------------------------------------------------------===//

/// Below 0, 0 or above 0; nothing with NaN.
static std::optional<int> compare(const Number &a, const Number &b) {
  if (a.constant && b.constant)
    return compareInPython(*a.constant, *b.constant);
  if (a.isInteger && b.isInteger)
    return a.integer < b.integer ? -1 : a.integer > b.integer;
  double x = a.asReal(), y = b.asReal();
  return x < y    ? std::optional(-1)
         : x > y  ? std::optional(1)
         : x == y ? std::optional(0)
                  : std::nullopt;
}

static bool divides(const Number &divisor, const Number &number) {
  if (!divisor.isInteger || !number.isInteger)
    return divisor.asReal() != 0 &&
           std::fmod(number.asReal(), divisor.asReal()) == 0;
  // The smallest integer has no opposite.
  return divisor.integer == -1 ||
         (divisor.integer != 0 && number.integer % divisor.integer == 0);
}

static bool holds(Comparison comparison, const Number &left,
                  const Number &right) {
  std::optional<int> order = compare(left, right);
  switch (comparison) {
  case Comparison::Less:
    return order && *order < 0;
  case Comparison::LessEqual:
    return order && *order <= 0;
  case Comparison::Equal:
    return order == 0;
  case Comparison::NotEqual:
    return order != 0;
  case Comparison::Divides:
    return divides(left, right);
  }
  llvm_unreachable("all comparisons are covered");
}

//===----------------------------------------------------------------------===//
// Telling
//===----------------------------------------------------------------------===//

/// The fields and lengths in a side.
void Evaluator::collect(Attribute side, SmallVectorImpl<Attribute> &uses) {
  auto term = dyn_cast<TermAttr>(side);
  if (term && term.getOperation() != "len") {
    for (Attribute operand : term.getOperands())
      collect(operand, uses);
  } else if ((term || isa<StringAttr>(side)) &&
             !llvm::is_contained(uses, side)) {
    uses.push_back(side);
  }
}

BrokenCheck Evaluator::describe(CheckOp check) {
  BrokenCheck broken{check, "", {}};
  SmallVector<Attribute> uses;
  collect(check.getLeftAttr(), uses);
  collect(check.getRightAttr(), uses);
  for (auto [index, use] : llvm::enumerate(uses)) {
    auto term = dyn_cast<TermAttr>(use);
    StringRef name = cast<StringAttr>(term ? term.getOperands().front() : use);
    Field field = container.getField(name);
    if (field && !llvm::is_contained(broken.fields, field))
      broken.fields.push_back(field);
    std::optional<Number> number = evaluate(use);
    if (index != 0)
      broken.values += index + 1 == uses.size() ? " and " : ", ";
    broken.values +=
        (term ? "len(" + name + ")" : name).str() + " is " +
        (number->constant
             ? showValue(*number->constant)
             : std::to_string(static_cast<uint64_t>(number->integer)));
    if (!field)
      broken.values += " by default";
  }
  return broken;
}

void pg::checkConditions(ObjectOp object, const ClassDecl &decl,
                         llvm::function_ref<void(BrokenCheck)> report) {
  Evaluator evaluator(object, decl);
  for (CheckOp check : decl.getChecks()) {
    std::optional<Number> left = evaluator.evaluate(check.getLeftAttr());
    std::optional<Number> right =
        left ? evaluator.evaluate(check.getRightAttr()) : std::nullopt;
    if (right &&
        !holds(*parseComparison(*check.getComparison()), *left, *right))
      report(evaluator.describe(check));
  }
}
