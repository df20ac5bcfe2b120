//===- ClassTable.h - What is declared of classes ---------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The libraries of a module, resolved: aliases, inherited concepts, roles and
// facts. The verifier and the rules ask it; it is made when it is needed and
// looks at a class when somebody asks for it.
//
//===----------------------------------------------------------------------===//

#ifndef PG_IR_CLASSTABLE_H
#define PG_IR_CLASSTABLE_H

#include "pg/IR/PgOps.h"
#include "pg/IR/Placeholder.h"
#include "pg/IR/ShapeMap.h"
#include "pg/Support/Suggestion.h"

namespace pg {

/// Whether the components of a class can be called.
enum class Callability : uint8_t { No, Yes, Functor };
std::optional<Callability> parseCallability(llvm::StringRef word);
llvm::StringRef spelled(Callability callability);

/// What is known of one field of a class.
struct FieldDecl {
  mlir::StringAttr name;
  /// Null when only its role is known.
  mlir::Type type;
  /// The parts of the type; the default is null for a required field.
  TypeParts parts;
  /// Whether it is for keyword fields, which may be there or not: the name is a
  /// regular expression for theirs.
  bool pattern = false;
  /// Whether the name is that of one keyword field.
  bool isOneKeyword = false;
};

/// What is known of one class, inherited things included.
class ClassDecl {
public:
  llvm::StringRef getName() const { return op.getSymName(); }
  ClassOp getOp() const { return op; }
  /// Whether its fields are known, so that components are checked.
  bool isDeclared() const { return !op.getUndeclared(); }
  bool isAbstract() const { return op.getAbstract(); }
  /// Nothing if it is not known.
  std::optional<Callability> getCallability() const { return callability; }
  bool isFunctor() const { return callability == Callability::Functor; }

  /// The declared fields, in order; one keyword field comes before all that
  /// match a pattern.
  llvm::ArrayRef<FieldDecl> getFields() const { return fields; }
  /// The declaration that \p name falls under, by name or by pattern; null if
  /// there is none.
  const FieldDecl *getField(llvm::StringRef name) const;
  /// Where a field stands in the schema: a keyword field with the others of its
  /// pattern, at the end if there is none.
  unsigned getPosition(llvm::StringRef name) const;

  bool plays(llvm::StringRef concept_) const {
    return llvm::any_of(
        concepts, [&](llvm::StringRef own) { return sameName(own, concept_); });
  }
  /// Concepts, with those that they imply.
  llvm::ArrayRef<llvm::StringRef> getConcepts() const { return concepts; }
  /// The role of a field; empty if it has none.
  llvm::StringRef getRole(llvm::StringRef field) const;
  /// Field and role, its own first.
  llvm::ArrayRef<std::pair<llvm::StringRef, llvm::StringRef>> getRoles() const {
    return roles;
  }
  /// The declaration of a fact; null if the class does not state it.
  FactOp getFact(llvm::StringRef name) const;
  /// An integer fact that is the same for all components of the class.
  std::optional<int64_t> getIntFact(llvm::StringRef name) const;
  /// What has to hold between its fields, its own first.
  llvm::ArrayRef<CheckOp> getChecks() const { return checks; }

private:
  friend class ClassTable;
  mutable ClassOp op;
  std::vector<FieldDecl> fields;
  llvm::SmallVector<llvm::StringRef> concepts;
  llvm::SmallVector<std::pair<llvm::StringRef, llvm::StringRef>> roles;
  llvm::SmallVector<FactOp> facts;
  llvm::SmallVector<CheckOp> checks;
  std::optional<Callability> callability;
};

/// What a shape means to its class: looked up once for all components that are
/// spelled alike.
struct ShapeDecl {
  /// Null for a class of which nothing is known.
  const ClassDecl *decl = nullptr;
  /// For each field its declaration, or null.
  llvm::SmallVector<const FieldDecl *> fields;
  /// For each field its role; empty without one.
  llvm::SmallVector<llvm::StringRef> roles;
  Placeholder placeholder = Placeholder::None;
  /// For each role of the class (in the order of ClassDecl::getRoles) where the
  /// shape spells the field.
  llvm::SmallVector<std::optional<unsigned>> rolePlaces;
  /// Whether a field has the role or, without a role, the name `head`.
  bool hasHead = false;
  /// Required fields that the shape lacks. The arguments of a functor are not.
  llvm::SmallVector<llvm::StringRef> missing;
};

/// All classes of the module around an operation.
class ClassTable {
public:
  explicit ClassTable(mlir::Operation *op);

  /// The class of that name or alias; null if nothing is known of it.
  const ClassDecl *lookup(llvm::StringRef name) const;
  /// Whether \p name is \p base or one of its subclasses, as far as is known.
  /// PyGlove's own base class has every class as a subclass.
  bool isSubclass(llvm::StringRef name, llvm::StringRef base) const;
  const ShapeDecl &getShape(ShapeAttr shape) const {
    return shapes.get(shape, [&] { return resolve(shape); });
  }
  /// Every class, in the order of the libraries.
  llvm::ArrayRef<ClassOp> getClasses() const { return classes; }
  const ClassDecl *lookup(ClassOp op) const { return lookup(op.getSymName()); }

  /// Whether \p name is the name or an alias of the class, or the last parts of
  /// one, ignoring case, `_` and `-`: how people name classes in arguments.
  static bool answersTo(ClassOp op, llvm::StringRef name);
  /// The same for one name of a class.
  static bool answersTo(llvm::StringRef className, llvm::StringRef name);

private:
  ClassOp find(llvm::StringRef name) const;
  std::unique_ptr<ClassDecl> resolve(ClassOp op) const;
  std::unique_ptr<ShapeDecl> resolve(ShapeAttr shape) const;

  llvm::SmallVector<ClassOp> classes;
  llvm::DenseMap<llvm::StringRef, ClassOp> byName;
  mutable llvm::DenseMap<mlir::Operation *, std::unique_ptr<ClassDecl>>
      resolved;
  mutable ShapeMap<ShapeDecl> shapes;
  /// Whether one class is a subclass of another.
  struct Kinship {
    std::string name, base;
    bool isSubclass;
  };
  mutable llvm::DenseMap<std::pair<const char *, const char *>, Kinship>
      subclasses;
};

/// Checks every component of a declared class; what does not fit is an error at
/// the value, with its path and the rule that wrote it.
mlir::LogicalResult verifyClasses(ExperimentOp experiment);
/// The same with what is known of the classes already.
mlir::LogicalResult verifyClasses(ExperimentOp experiment,
                                  const ClassTable &classes);
/// The same for an experiment that fitted its classes before constants were
/// written over the constants of \p written: mostly it is enough to look there.
mlir::LogicalResult verifyWritten(ExperimentOp experiment,
                                  const ClassTable &classes,
                                  llvm::ArrayRef<FieldConstant> written);

/// Whether a concept implies another: a relative-attention is an attention.
bool conceptImplies(llvm::StringRef concept_, llvm::StringRef other);

} // namespace pg

#endif // PG_IR_CLASSTABLE_H
