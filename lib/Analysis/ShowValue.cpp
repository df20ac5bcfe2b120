//===- ShowValue.cpp - Values in a few words ------------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/ShowValue.h"
#include "pg/Support/PythonText.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace pg;

/// What a value that is no component is called by the name of its operation.
static std::string showContainer(StringRef name) {
  return llvm::StringSwitch<std::string>(name)
      .Case("list", "[…]")
      .Case("dict", "{…}")
      .Case("tuple", "(…)")
      .Case("ref", "a reference")
      .Default(name.str());
}

static std::string show(Operation *child, Slot constant) {
  constexpr size_t maxSize = 60;
  // A plain reference only stands for what it refers to; a document writes that
  // where there is one.
  for (auto use = dyn_cast_or_null<RefOp>(child);
       (use && use.getPlain()) || isa_and_nonnull<ConstantOp>(child);
       use = dyn_cast_or_null<RefOp>(child)) {
    Field held(child, 0);
    constant = held.getSlot();
    child = held.getChild();
  }
  if (auto object = dyn_cast_or_null<ObjectOp>(child))
    return object.getClassName().str() + "(…)";
  if (child)
    return showContainer(child->getName().stripDialect());
  return cutText(pythonRepr(constant), maxSize);
}

std::string pg::showBriefly(const NewValue &value) {
  return show(value.child ? value.child.getDefiningOp() : nullptr,
              value.constant);
}

std::string pg::showBriefly(Field field) {
  return show(field.getChild(), field.getSlot());
}

std::string pg::showBriefly(const ReplacedValue &value) {
  return value.child ? showContainer(value.child.getValue())
                     : show(nullptr, value.slot);
}
