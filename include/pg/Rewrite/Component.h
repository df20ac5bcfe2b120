//===- Component.h - A component as a rule sees it -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_COMPONENT_H
#define PG_REWRITE_COMPONENT_H

#include "pg/IR/ClassTable.h"

namespace pg {

/// An object together with what is declared of its class: concepts, roles,
/// facts. A view, cheap to copy; a null component is false.
class Component {
public:
  Component() = default;
  Component(ObjectOp op, const ClassTable &classes);
  /// The same where the shape, and what the field that holds the component says
  /// of it, are known already.
  Component(ObjectOp op, const ClassTable &classes, const ShapeDecl &shape,
            llvm::StringRef roleInHolder)
      : op(op), classes(&classes), shape(&shape), roleInHolder(roleInHolder) {}

  explicit operator bool() const { return bool(op); }
  ObjectOp getOp() const { return op; }
  llvm::StringRef getClassName() const;
  /// From the root, in PyGlove's spelling.
  std::string getPath() const { return pg::getPath(op); }
  /// The path, or `the root`: how messages begin.
  std::string getPlace() const {
    std::string path = getPath();
    return path.empty() ? "the root" : path;
  }
  /// What is declared of the class; null if nothing is.
  const ClassDecl *getDecl() const { return shape ? shape->decl : nullptr; }
  /// What is known of its fields.
  const ShapeDecl &getShape() const { return *shape; }

  /// Whether its class plays the concept, or the field that holds it gives it
  /// the concept (a `decoder`, a `head`).
  bool plays(llvm::StringRef concept_) const;
  bool playsAny(llvm::ArrayRef<llvm::StringRef> concepts) const;
  /// What the field that holds it says of it; empty if it has no role.
  llvm::StringRef getRoleInHolder() const;

  /// A field by its name; null if the component does not spell it.
  Field field(llvm::StringRef name) const;
  /// The first field of a role that the component spells; null without one.
  Field fieldWithRole(llvm::StringRef role) const;
  /// The first field of a role that the component spells or its class declares;
  /// empty without one.
  llvm::StringRef nameWithRole(llvm::StringRef role) const;
  /// The same; where no field has the role, one of that name which has none.
  llvm::StringRef roleOrName(llvm::StringRef role) const;
  /// All fields of a role that the component spells.
  llvm::SmallVector<Field> fieldsWithRole(llvm::StringRef role) const;
  /// The role of one of its fields; empty without one.
  llvm::StringRef roleOf(Field field) const;

  /// What is declared of a field; null if nothing is.
  const FieldDecl *declaredField(llvm::StringRef name) const;
  /// The constant that a field holds, or has by default; null if there is none.
  mlir::Attribute constant(llvm::StringRef name) const;
  /// The same of the first field of a role.
  mlir::Attribute constantOfRole(llvm::StringRef role) const;
  /// A fact: a constant of the class, or what its field holds, or has by
  /// default. Null if nothing states it, or no constant does.
  mlir::Attribute fact(llvm::StringRef name) const;
  /// The same for a fact that is an integer.
  std::optional<int64_t> intFact(llvm::StringRef name) const;

  /// The component that a field holds or refers to; null if it holds anything
  /// else.
  Component child(Field field) const;
  /// Whether one of its fields, or a list or dictionary in one, holds something
  /// that plays the concept.
  bool holds(llvm::StringRef concept_) const;
  /// The component whose field, or list in a field, holds this one; null for
  /// the root.
  Component parent() const;

private:
  mutable ObjectOp op;
  const ClassTable *classes = nullptr;
  const ShapeDecl *shape = nullptr;
  /// Unset until somebody knows.
  std::optional<llvm::StringRef> roleInHolder;
};

/// Whether what stands in a field plays a concept: by its class, also behind a
/// reference, or because the field gives it the concept. None plays nothing.
bool plays(Field field, llvm::StringRef concept_, const ClassTable &classes);

/// Whether a field of a type takes a component of a class.
bool takesComponent(mlir::Type type, llvm::StringRef className,
                    const ClassTable &classes);

/// The path of a field; behind a reference, that rules do not enter it.
std::string describePath(Field field);

/// Calls \p visit with every component in pre-order, as rules meet them; what
/// is in a tuple is left out. False ends the walk.
void walkComponents(ExperimentOp experiment,
                    llvm::function_ref<bool(ObjectOp)> visit);

} // namespace pg

#endif // PG_REWRITE_COMPONENT_H
