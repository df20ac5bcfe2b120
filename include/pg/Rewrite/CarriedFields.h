//===- CarriedFields.h - From one class to another -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_CARRIEDFIELDS_H
#define PG_REWRITE_CARRIEDFIELDS_H

#include "pg/IR/NewValue.h"
#include "pg/Rewrite/Component.h"
#include "llvm/ADT/StringMap.h"

namespace pg {

/// A field to write, by name.
using NamedValue = std::pair<llvm::StringRef, NewValue>;

/// What carrying a component's fields over to another class gives.
struct CarriedFields {
  llvm::SmallVector<NamedValue> values;
  /// Fields of the old component that have no place in the new class.
  llvm::SmallVector<Field> leftOut;

  /// Sets a field, whether it was carried over or not.
  void set(llvm::StringRef name, NewValue value);
  /// What a field is to hold; null if nothing gives it.
  NewValue *find(llvm::StringRef name);
};

/// Which field of a class goes into which field of another: the same for all
/// components that are spelled alike.
struct CarryPlan {
  struct Step {
    /// The component's field; without a value if it is not spelled.
    std::optional<unsigned> index;
    /// What the old class declares of it; null if it is not declared.
    const FieldDecl *from;
    const FieldDecl *to;
    llvm::StringRef toName;
    /// Whether a value that is the old class's default stays behind: classes
    /// that only use one name for something have defaults of their own.
    bool onlyIfChosen;
    /// Whether it says one number for each spatial axis.
    bool isPerAxis;
    bool isPadding;
  };
  std::vector<Step> steps;
  llvm::SmallVector<unsigned> leftOut;
};

CarryPlan planCarryOver(ObjectOp from, const ClassDecl *fromClass,
                        const ClassDecl &to);

/// What rules left out or left alone, told once for all places that are alike
/// in it.
class LeftOutFields {
public:
  /// Fields of a component that was replaced.
  void add(Component from, const ClassDecl &to, llvm::ArrayRef<Field> fields);
  /// Anything else: a remark. Alike is what \p text says the same of.
  void add(mlir::Location loc, llvm::function_ref<std::string()> place,
           const llvm::Twine &text);
  /// A remark for fields that held defaults, a warning for what somebody chose.
  void report() const;

private:
  struct Group {
    mlir::Location loc;
    std::string place, text;
    bool isChosen;
    size_t count = 0;
  };
  /// In the order in which they came up; what they have in common leads there.
  std::vector<Group> groups;
  llvm::StringMap<size_t> byKey;
};

} // namespace pg

#endif // PG_REWRITE_CARRIEDFIELDS_H
