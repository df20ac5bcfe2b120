//===- Placeholder.cpp - Values that are decided later --------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/Placeholder.h"
#include "SpecWords.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace pg;

Placeholder pg::placeholderOf(StringRef className, const ClassDecl *decl) {
  // PyGlove's own are known without a declaration.
  Placeholder kind =
      llvm::StringSwitch<Placeholder>(decl ? decl->getName() : className)
          .Case("hyper.OneOf", Placeholder::OneOf)
          .Case("hyper.ManyOf", Placeholder::ManyOf)
          .Case("hyper.Float", Placeholder::Float)
          .Default(Placeholder::None);
  if (kind == Placeholder::None && decl && decl->plays("placeholder"))
    return Placeholder::Unknown;
  return kind;
}

static std::string checkChoices(ObjectOp object, Placeholder kind) {
  auto container = cast<ContainerOpInterface>(*object);
  Field candidates = container.getField("candidates");
  auto list =
      candidates ? dyn_cast_or_null<ListOp>(candidates.getChild()) : ListOp();
  if (!list)
    return {};
  size_t size = slotsOf(list).size();
  Field count = container.getField("num_choices");
  Field distinct = container.getField("choices_distinct");
  // True is 1, in Python.
  std::optional<int64_t> choices = count ? count.getInt() : std::nullopt;
  if (count && count.getBool())
    choices = *count.getBool();
  if (kind == Placeholder::OneOf && count && choices != 1)
    return "A OneOf makes one choice, not " + describeValue(count) + ".";
  if (!choices)
    choices = kind == Placeholder::OneOf ? 1 : 0;
  if (*choices <= int64_t(size) || (distinct && distinct.getBool() == false))
    return {};
  return std::to_string(size) + " candidates cannot produce " +
         std::to_string(*choices) + " distinct choices.";
}

static std::string checkRange(ObjectOp object) {
  auto container = cast<ContainerOpInterface>(*object);
  auto numberIn = [&](StringRef name) {
    Field field = container.getField(name);
    return field ? field.getNumber() : std::nullopt;
  };
  std::optional<double> min = numberIn("min_value"),
                        max = numberIn("max_value");
  auto describe = [&](StringRef name) {
    return describeValue(container.getField(name));
  };
  if (min && max && *min > *max)
    return "'min_value' (" + describe("min_value") +
           ") is greater than 'max_value' (" + describe("max_value") + ").";
  Field field = container.getField("scale");
  std::string scale = field ? field.getString().value_or("") : "";
  if (min && *min <= 0 && (scale == "log" || scale == "rlog"))
    return "'min_value' must be positive when `scale` is '" + scale +
           "'. encountered: " + describe("min_value") + ".";
  return {};
}

std::string pg::checkPlaceholder(ObjectOp object, Placeholder kind) {
  if (kind == Placeholder::OneOf || kind == Placeholder::ManyOf)
    return checkChoices(object, kind);
  return kind == Placeholder::Float ? checkRange(object) : std::string();
}
