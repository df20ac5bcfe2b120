//===- RuleRewriter.h - Records what a rule changes -*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_REWRITE_RULEREWRITER_H
#define PG_REWRITE_RULEREWRITER_H

#include "mlir/IR/PatternMatch.h"
#include "pg/IR/NewValue.h"
#include "pg/IR/TypeCheck.h"
#include "pg/Rewrite/CarriedFields.h"
#include "pg/Rewrite/Component.h"
#include "pg/Rewrite/Explanation.h"
#include "pg/Rewrite/Heads.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

namespace pg {

/// What a rule wants to construct.
struct ClassChoice {
  /// The concept that the class has to play.
  llvm::StringRef concept_;
  /// What the user wrote, which decides; empty if nothing was.
  llvm::StringRef name = "";
  /// Whether a class that the user names has to play the concept too.
  bool mustPlay = false;
  /// Further conditions on what the user did not name, and how a message puts
  /// them behind the concept: `along 2 axes`.
  std::function<bool(const ClassDecl &)> fits = {};
  llvm::StringRef condition = "";
};

/// The components, lists, dictionaries, tuples and references of a value, in
/// the order in which they stand, but each once and before all that it holds.
llvm::SmallVector<mlir::Operation *> containersIn(const NewValue &value);

/// What a rule edits with. Edits are recorded and take effect together when the
/// rule has seen the whole experiment, so a rule reads the tree as it found it
/// and never meets its own output. The methods of mlir::PatternRewriter act at
/// once: they are for plain patterns.
class RuleRewriter : public mlir::PatternRewriter,
                     public mlir::RewriterBase::Listener {
public:
  RuleRewriter(ExperimentOp experiment, const ClassTable &classes);

  using PatternRewriter::notifyMatchFailure;
  /// Nothing is edited before a rule has seen everything: a rewrite in PDL may
  /// decline.
  bool canRecoverFromRewriteFailure() const override { return true; }

  ExperimentOp getExperiment() { return experiment; }
  const ClassTable &getClasses() const { return classes; }
  bool isHead(Component component);
  /// The answer to a question about a shape, worked out once.
  bool remember(const ShapeDecl &shape, mlir::Attribute question,
                llvm::function_ref<bool()> answer);
  /// Whether it is of the class that an argument names, or of a subclass. A
  /// name that several classes answer to gives the rule up, with an error; for
  /// one that is not there, a hint suggests another.
  bool isA(Component component, llvm::StringRef name);

  //===--------------------------------------------------------------------===//
  // Edits
  //===--------------------------------------------------------------------===//

  /// Writes a field. The value is converted as its spec says (int to float).
  mlir::LogicalResult rebind(Field field, NewValue value);
  /// Writes each field of a role anew that holds a whole number, or has one by
  /// default, from that number; 16.0 is one, and what is written for it is a
  /// float. Fails to match if the component has none. That \p compute gives
  /// nothing is an error: the number takes more than 64 bits.
  mlir::LogicalResult
  rebindRole(Component component, llvm::StringRef role,
             llvm::function_ref<std::optional<NewValue>(int64_t)> compute);
  /// Writes a field by name; one that is not spelled yet takes its place in the
  /// schema, or comes last in an undeclared class or a dictionary. Fails, with
  /// an error, on a name that the class does not have.
  mlir::LogicalResult rebind(mlir::Operation *container, llvm::StringRef name,
                             NewValue value);
  /// Writes \p value where the component stands; it is not entered then.
  mlir::LogicalResult replace(mlir::Operation *component, NewValue value);
  /// The field that holds a component in the experiment, whatever new holds it
  /// as well. Fails, with an error, for a new component that is put nowhere.
  mlir::FailureOr<Field> findHolder(mlir::Operation *component);
  /// Removes a key or an element; writes the default of a declared field.
  mlir::LogicalResult erase(Field field);
  /// Inserts before the element that has \p index now; past the end appends.
  void insert(ListOp list, unsigned index, NewValue value);

  // For a rule that knows what is to be written character by character.

  /// From now on values are written as they stand: none is converted.
  void writeAsRead() { converts = false; }
  /// Removes a key or an element, whatever its class has by default.
  void remove(Field field);
  /// Writes a new field in front of the one that has \p index now; past the end
  /// it comes last.
  void add(mlir::Operation *container, unsigned index, llvm::StringRef name,
           NewValue value);
  /// Copies a value of another experiment, and what references share once for
  /// all of \p copies.
  NewValue adopt(mlir::Value tree, mlir::IRMapping &copies);

  /// What is declared of a field of a component or a key of a dictionary.
  struct Declared {
    TypeParts parts;
    /// Whether that is said of all names of a pattern.
    bool isPattern;
  };
  std::optional<Declared> declarationOf(mlir::Operation *container,
                                        llvm::StringRef name);

  //===--------------------------------------------------------------------===//
  // New components
  //===--------------------------------------------------------------------===//

  /// Builds a component of a declared class; other fields take their defaults.
  /// Fails, with an error at \p loc, for a class that is not declared, a field
  /// that it does not have, or a required field without a value.
  mlir::FailureOr<ObjectOp> construct(mlir::Location loc,
                                      llvm::StringRef className,
                                      llvm::ArrayRef<NamedValue> fields);
  /// The classes that chooseClass would choose from, in no order that counts.
  llvm::SmallVector<const ClassDecl *> findClasses(const ClassChoice &choice);
  /// The one non-abstract declared class that plays the concept, or that the
  /// user named. Fails, with an error that lists the candidates, if there is
  /// none or more than one.
  mlir::FailureOr<const ClassDecl *> chooseClass(mlir::Location loc,
                                                 const ClassChoice &choice);
  /// The same among the classes whose integer \p fact is that of a component,
  /// as far as both state it. A class that the user named has to agree, too.
  mlir::FailureOr<const ClassDecl *>
  chooseAgreeing(Component component, ClassChoice choice, llvm::StringRef fact);
  /// The same among the classes that a component is not of. Null, with a hint,
  /// if the user named the one that it is of.
  mlir::FailureOr<const ClassDecl *> chooseOther(Component component,
                                                 ClassChoice choice);
  /// Values for a component of another class, by role and then by name; a
  /// declared default counts as a value, but where the classes share no more
  /// than the name of a field, each has its own.
  CarriedFields carryOver(Component from, const ClassDecl &to);
  /// Puts a component of another class in the place of \p old, and tells at
  /// the end of the rule which fields were left out.
  mlir::FailureOr<ObjectOp> replaceBy(Component old, const ClassDecl &to,
                                      const CarriedFields &fields);
  /// The same in two steps: a component that is not complete, to which `assign`
  /// writes, until `finish` completes it. What was left out of \p from is told.
  ObjectOp begin(Component from, const ClassDecl &to);
  ObjectOp begin(mlir::Location loc, const ClassDecl &decl);
  /// Gives the rule up, with an error, if the value holds the component.
  void assign(ObjectOp begun, llvm::StringRef name, NewValue value);
  /// Completes a component that was begun, and those begun that it holds.
  mlir::LogicalResult finish(NewValue value);
  /// Whether this rule built it, and nothing holds it yet.
  bool isNew(mlir::Operation *op) const { return fresh.contains(op); }
  /// PyGlove's placeholder for one of several values.
  NewValue oneOf(mlir::Location loc, mlir::ArrayAttr candidates);
  /// A deep copy; only what references share stays shared.
  mlir::Value copy(mlir::Value tree);
  NewValue copy(NewValue value);
  /// The value that a constant attribute (a default) stands for.
  NewValue build(mlir::Location loc, mlir::Attribute value);
  /// A list that holds these values.
  NewValue buildList(mlir::Location loc, llvm::ArrayRef<NewValue> elements);
  /// Reads a JSON value; its components are completed with the defaults of
  /// their classes. \p what names the text in messages (`--set`).
  mlir::FailureOr<NewValue> parse(llvm::StringRef json, llvm::StringRef what);
  /// Sets the fields that a JSON object gives; an empty text gives none.
  mlir::LogicalResult setFields(CarriedFields &fields, llvm::StringRef json);
  /// The same as it stands there.
  mlir::FailureOr<NewValue> read(llvm::StringRef json, llvm::StringRef what);
  /// Completes the components in a value. Fails, with an error, where that is
  /// not possible (see `construct`).
  mlir::LogicalResult completeTree(NewValue value);

  //===--------------------------------------------------------------------===//
  // The driver's side
  //===--------------------------------------------------------------------===//

  /// Tells \p explanation from now on what the rule does, and why not more;
  /// null tells nobody.
  void setExplanation(Explanation *wanted) { explanation = wanted; }
  Explanation *getExplanation() const { return explanation; }
  /// The component that is visited; null between visits.
  mlir::Operation *getVisited() const {
    return current ? current->op : nullptr;
  }
  /// What there was to visit when somebody first asked.
  const Visits &getVisits();
  /// The visit that is under way; null between visits.
  void setVisit(const Visit *visit) { current = visit; }
  /// Where a rule file says what is recorded from now on; null in a rule that
  /// no file has.
  void setPlace(mlir::LocationAttr where) { place = where; }
  mlir::LocationAttr getPlace() const { return place; }
  /// A component as the pattern that visits it sees it.
  Component getComponent(ObjectOp op);
  /// Whether a plain pattern erased an operation that is to be visited.
  bool isErased(mlir::Operation *op) const {
    return !erased.empty() && erased.contains(op);
  }
  /// Whether an edit of this rule writes a field that holds a child: then it is
  /// not entered.
  bool isRewritten(Field field) const;
  /// Lets the edits take effect.
  mlir::LogicalResult apply();
  /// Gives the rule up: an error was reported.
  mlir::LogicalResult fail() {
    hasError = true;
    return mlir::failure();
  }
  bool hasFailed() const { return hasError; }
  /// Says why the rule may match nothing; the first word stands.
  void setHint(const llvm::Twine &hint);
  /// Tells what was left out of the components that were replaced.
  void reportLeftOut() const { leftOut.report(); }
  /// Remarks on a place at the end of the rule, once for all of which \p text
  /// says the same.
  void remark(mlir::Location loc, llvm::function_ref<std::string()> place,
              const llvm::Twine &text) {
    leftOut.add(loc, place, text);
  }
  /// Remarks that the rule leaves a field of a role alone in which a
  /// placeholder stands, or a constant that is no whole number. Says nothing of
  /// a field without a value, or with components that have fields of their own.
  void remarkIfUnscalable(Field field, llvm::StringRef role);
  /// Counts a place where the rule applies.
  void countMatch() { ++matched; }
  uint64_t getNumMatched() const { return matched; }
  /// Places whose value is another one now.
  uint64_t getNumChanged() const { return changed; }
  /// Whether more than constants was written, so that not only values but the
  /// operations as well may be wrong.
  bool hasChangedStructure() const { return structureChanged; }

private:
  struct Edit {
    mlir::Operation *owner;
    unsigned index;
    /// Append: where the class has it; Place: in front of `index`.
    enum Kind : uint8_t { Set, Erase, Insert, Append, Place } kind;
    /// The name of a new field.
    mlir::StringAttr name;
    NewValue value;
    /// Where a rule file says it; null if none does.
    mlir::LocationAttr place = {};
  };
  class CycleFinder;

  void notifyOperationInserted(mlir::Operation *op, InsertPoint) override;
  void notifyOperationModified(mlir::Operation *op) override {
    ++changed;
    structureChanged = true;
  }
  void notifyOperationErased(mlir::Operation *op) override;
  void notifyMatchFailure(
      mlir::Location loc,
      llvm::function_ref<void(mlir::Diagnostic &)> reason) override;

  mlir::Operation *create(mlir::Location loc, llvm::StringRef opName,
                          ShapeAttr shape, llvm::ArrayRef<NewValue> values);
  ObjectOp createObject(mlir::Location loc, llvm::StringRef className,
                        llvm::ArrayRef<NamedValue> fields);
  /// Says that this rule wrote what a new operation holds.
  void markBuilt(mlir::Operation *op);
  /// The mark of a value that a new operation holds: where writes are recorded,
  /// what was there before keeps its own.
  unsigned markOf(mlir::Operation *op, const NewValue &value);
  /// Fails: a dictionary that would come back as a reference.
  void refuseReference();
  /// What was read from an argument, as a rule writes it: its own spelling is
  /// forgotten.
  Slot normalize(const Slot &slot);
  mlir::LogicalResult complete(ObjectOp object);
  /// What a value becomes in a place of that type; changes it where it stands.
  NewValue convert(NewValue value, mlir::Type type);
  Slot convertConstant(const Slot &slot, mlir::Type type);
  /// Whether a field is frozen to that value: PyGlove leaves it out then.
  bool isUnwritten(const Slot &constant, mlir::Operation *child,
                   const TypeParts &parts);
  void completeDict(DictOp dict, DictType schema);
  /// Whether a field is frozen to what it holds; what that is built of goes.
  bool leaveUnwritten(Field field, const TypeParts &parts);
  static NewValue valueOf(Field field);
  /// A field and where it stands in its schema.
  struct PlacedField {
    size_t position;
    mlir::StringAttr name;
    NewValue value;
  };
  /// Gives a component or a dictionary these fields, in the schema's order.
  void setFields(mlir::Operation *op, llvm::ArrayRef<PlacedField> placed);
  /// The parts of a type, and of a union those of the candidate for the value;
  /// the spec is null if nothing is known.
  TypeParts partsFor(mlir::Type type, const NewValue &value);
  mlir::Type specOf(mlir::Operation *container);
  /// Null for what is no dictionary with a schema.
  DictType schemaOf(mlir::Operation *container);
  mlir::Type typeOf(Field field);
  mlir::Type elementTypeOf(mlir::Operation *list);
  void moveBefore(mlir::Value tree, mlir::Operation *anchor);
  /// Whether what was there before the edits, or was moved by one, stands
  /// before \p anchor.
  bool isBefore(mlir::Operation *op, mlir::Operation *anchor);
  /// Moves a shared value to the front, where every reference can use it.
  void hoist(mlir::Operation *shared);
  /// Writes a constant over a constant; what was there is in \p edit then.
  void writeConstant(FieldConstant &edit);
  /// Records an edit that is no constant over a constant.
  void record(Edit edit);
  void spillConstants();
  using EditsByOwner =
      llvm::MapVector<mlir::Operation *, llvm::SmallVector<const Edit *, 1>>;
  /// Fails, with an error, if something would hold itself.
  mlir::LogicalResult checkCycles(const EditsByOwner &byOwner);
  /// Whether a new component is in a value, or is it.
  bool isIn(mlir::Operation *begun, mlir::Value value);
  void reportCycle(mlir::LocationAttr said, mlir::Operation *component,
                   const std::string &where);
  /// The path of a container as the rule found it, whatever new holds it since.
  std::string pathAsFound(mlir::Operation *container);
  /// Where an edit puts its value, as a message has it.
  std::string describePlace(const Edit &edit);
  void applyTo(mlir::Operation *owner, llvm::ArrayRef<const Edit *> edits);
  /// A list that would come back as a tuple is an error.
  mlir::LogicalResult checkListStart(mlir::Operation *owner);
  bool isChange(Field field, const NewValue &value);
  void markWritten(Field field);
  /// Copies what stands too late for what holds it now.
  void copyLate();
  /// What is gone then.
  llvm::DenseSet<mlir::Operation *> eraseDead();
  void unshare(const llvm::DenseSet<mlir::Operation *> &gone);

  ExperimentOp experiment;
  const ClassTable &classes;
  std::optional<Visits> visits;
  const Visit *current = nullptr;
  mlir::LocationAttr place;
  Explanation *explanation = nullptr;
  std::optional<Heads> heads;
  llvm::DenseMap<std::pair<const ShapeDecl *, mlir::Attribute>, bool> answers;
  RegexCache regexes;
  /// What names of classes mean; empty for one that is not there.
  llvm::StringMap<std::string> resolved;
  llvm::DenseMap<std::pair<ShapeAttr, const ClassDecl *>,
                 std::unique_ptr<CarryPlan>>
      plans;
  LeftOutFields leftOut;
  /// Edits that write constants over constants, as long as there are no others.
  llvm::SmallVector<FieldConstant, 0> constants;
  /// From the first other one on, all edits in order.
  std::vector<Edit> edits;
  /// Owner and index of the fields with children that are written.
  llvm::DenseSet<std::pair<mlir::Operation *, unsigned>> written;
  llvm::DenseSet<mlir::Operation *> erased;
  /// What this rule built and nothing else has placed yet.
  llvm::DenseSet<mlir::Operation *> fresh;
  /// Of these, what was begun and is not complete.
  llvm::DenseSet<mlir::Operation *> unfinished;
  /// New operations that the edits have put in place.
  llvm::SetVector<mlir::Operation *> placed;
  /// What holds something now that was there before, and stood elsewhere.
  llvm::SetVector<mlir::Operation *> holders;
  /// Of these, what stands before that.
  llvm::SmallVector<std::pair<mlir::Operation *, mlir::Operation *>> late;
  /// While edits take effect: the order of the operations; empty until asked.
  llvm::DenseMap<mlir::Operation *, int64_t> places;
  int64_t firstPlace = 0;
  /// What may have lost its only use.
  llvm::SetVector<mlir::Operation *> orphans;
  bool converts = true;
  uint64_t matched = 0, changed = 0;
  bool hasError = false;
  bool structureChanged = false;
};

} // namespace pg

#endif // PG_REWRITE_RULEREWRITER_H
