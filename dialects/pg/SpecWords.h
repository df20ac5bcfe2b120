//===- SpecWords.h - What values and specs are called -*- C++ -*- ===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_DIALECTS_PG_SPECWORDS_H
#define PG_DIALECTS_PG_SPECWORDS_H

#include "pg/IR/TypeCheck.h"

namespace pg {

/// The `_type` of a value that is carried verbatim; empty if it has none.
llvm::StringRef verbatimType(const Slot &slot);
/// The candidate of a union, else the spec itself, that a placeholder which
/// becomes a \p SpecT stands for; null if there is none.
template <typename SpecT> mlir::Type specForPlaceholder(mlir::Type spec) {
  if (auto any = llvm::dyn_cast<UnionType>(spec)) {
    for (mlir::Type candidate : any.getCandidates())
      if (mlir::Type found =
              specForPlaceholder<SpecT>(splitType(candidate).spec))
        return found;
    return {};
  }
  return llvm::isa<SpecT, AnyType>(spec) ? spec : mlir::Type();
}

/// Whether a constant is something that can be called, as far as is known.
bool isCallable(const Slot &constant);
/// Whether a constant is a class itself, by name, or one with type arguments.
bool isClass(const Slot &constant);
/// Python's class of a kind of constant: `<class 'int'>`.
llvm::StringRef classOfKind(LiteralKind kind);
/// Python's class of what an operation builds.
std::string describeChildClass(mlir::Operation *child);
/// How a message shows a value: as Python's repr(), abbreviated when it is
/// long; components by their class.
std::string showValue(Field field);
std::string showValue(const Slot &constant);
std::string showValue(mlir::Attribute value);
/// As Python's str() shows a constant: a string has no quotes, unless it would
/// not be seen.
std::string showPlainly(const Slot &constant);
/// A bound of a range, `None` without one.
std::string boundText(mlir::Attribute bound);
/// The Python classes that a spec takes, as PyGlove names them; empty if it has
/// to be tried.
llvm::SmallVector<std::string> expectedClasses(mlir::Type spec);
/// The same in words: one class, or several in parentheses.
std::string expectedClass(mlir::Type spec);

/// Whether what an operation builds can be called, or is even a functor, as far
/// as is known.
bool canBeCalled(mlir::Operation *child, const ClassTable &classes);
bool isFunctor(mlir::Operation *child, const ClassTable &classes);

/// Python's isinstance(): a bool is an int.
bool isOfKind(LiteralKind kind, LiteralKind base);
/// Whether PyGlove converts one kind to another: int to float.
bool convertsTo(LiteralKind kind, LiteralKind other);
/// Whether PyGlove converts a constant to a component: it makes a text an HTML
/// label, which is one, where any component will do.
bool convertsToComponent(LiteralKind kind, ObjectType spec);

} // namespace pg

#endif // PG_DIALECTS_PG_SPECWORDS_H
