//===- Respell.cpp - Values in the spelling of another class --------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Respell.h"

using namespace mlir;
using namespace pg;

/// How many elements a tuple of the spec has, if it says so.
static std::optional<unsigned> tupleSize(Type type) {
  Type spec = splitType(type).spec;
  if (auto any = dyn_cast<UnionType>(spec)) {
    for (Type candidate : any.getCandidates())
      if (std::optional<unsigned> size = tupleSize(candidate))
        return size;
    return std::nullopt;
  }
  auto fixed = dyn_cast<FixedTupleType>(spec);
  return fixed ? std::optional<unsigned>(fixed.getElements().size())
               : std::nullopt;
}

/// The numbers of a tuple or list of integers; empty for anything else.
static SmallVector<int64_t> numbersIn(const NewValue &value) {
  SmallVector<int64_t> numbers;
  bool isOther = false;
  auto add = [&](const Slot &element) {
    std::optional<int64_t> number = intOf(element);
    isOther |= !number;
    numbers.push_back(number.value_or(0));
    return success();
  };
  if (value.child) {
    auto list = value.child.getDefiningOp<ListOp>();
    if (!list || list->getNumOperands() != 0)
      return {};
    for (const Slot &element : slotsOf(list))
      (void)add(element);
  } else if (kindOf(value.constant) == LiteralKind::Tuple) {
    (void)forEachElement(value.constant, add);
  }
  return isOther ? SmallVector<int64_t>() : numbers;
}

std::optional<int64_t> pg::countAxes(const NewValue &value) {
  SmallVector<int64_t> numbers = numbersIn(value);
  return numbers.empty() ? std::nullopt : std::optional(numbers.size());
}

NewValue pg::respellAxes(RuleRewriter &rewriter, Location loc, NewValue value,
                         Type type, std::optional<int64_t> rank) {
  bool takesInt = takes<IntType>(type);
  bool takesTuple = takes<FixedTupleType, VarTupleType>(type);
  bool takesList = takes<ListType>(type);
  bool isList = value.child && value.child.getDefiningOp<ListOp>();
  SmallVector<int64_t> numbers = numbersIn(value);
  if (numbers.empty()) {
    std::optional<int64_t> number =
        value.child ? std::nullopt : intOf(value.constant);
    if (!number || takesInt)
      return value;
    std::optional<int64_t> size = tupleSize(type);
    numbers.assign(size.value_or(rank.value_or(0)), *number);
  } else if (isList ? takesList : takesTuple) {
    return value;
  } else if (takesInt && llvm::all_equal(numbers)) {
    return numbers.front();
  }
  if (numbers.empty() || !(takesTuple || takesList))
    return value;
  SmallVector<Attribute> elements;
  for (int64_t number : numbers)
    elements.push_back(Slot::get(number).toAttribute(rewriter.getContext()));
  if (takesTuple)
    return Slot::get(
        Attribute(TupleAttr::get(rewriter.getContext(), elements)));
  return rewriter.build(loc, ArrayAttr::get(rewriter.getContext(), elements));
}

NewValue pg::respellPadding(RuleRewriter &rewriter, NewValue value, Type type) {
  if (!type)
    return value;
  SmallVector<int64_t> numbers = numbersIn(value);
  if (std::optional<int64_t> number =
          value.child ? std::nullopt : intOf(value.constant))
    numbers = {*number};
  std::optional<std::string> word =
      value.child ? std::nullopt : stringOf(value.constant);
  bool isNone = !numbers.empty() && llvm::all_equal(numbers) && !numbers[0];
  bool takesNumber =
      takes<IntType, ListType, FixedTupleType, VarTupleType>(type);
  if (isNone && !takesNumber)
    word = "valid";
  if (!word || takes<StrType>(type))
    return value;
  std::optional<Slot> spelled;
  for (Attribute choice : choicesOf(type)) {
    auto text = dyn_cast<StringAttr>(choice);
    if (text && text == *word)
      return Slot::get(choice);
    if (text && text.getValue().equals_insensitive(*word))
      spelled = Slot::get(choice);
  }
  if (spelled)
    return *spelled;
  return StringRef(*word).equals_insensitive("valid") && takesNumber
             ? NewValue(int64_t(0))
             : value;
}
