//===- ClassTable.cpp - What is declared of classes -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/BuiltinOps.h"
#include "pg/IR/Condition.h"
#include "pg/Support/PyGloveNames.h"
#include "pg/Support/PythonRegex.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace pg;

//===----------------------------------------------------------------------===//
// Concepts
//===----------------------------------------------------------------------===//

/// The concept that a concept implies; empty if there is none.
static StringRef impliedBy(StringRef concept_) {
  static constexpr std::pair<StringLiteral, StringLiteral> implications[] = {
#define PG_CONCEPT(NAME, IMPLIES, MEANING) {NAME, IMPLIES},
#include "pg/IR/Vocabulary.def"
  };
  for (auto &[name, implied] : implications)
    if (sameName(name, concept_))
      return implied;
  return {};
}

bool pg::conceptImplies(StringRef concept_, StringRef other) {
  for (; !concept_.empty(); concept_ = impliedBy(concept_))
    if (sameName(concept_, other))
      return true;
  return false;
}

//===----------------------------------------------------------------------===//
// ClassDecl
//===----------------------------------------------------------------------===//

std::optional<Callability> pg::parseCallability(StringRef word) {
  return llvm::StringSwitch<std::optional<Callability>>(word)
      .Case("no", Callability::No)
      .Case("yes", Callability::Yes)
      .Case("functor", Callability::Functor)
      .Default(std::nullopt);
}

StringRef pg::spelled(Callability callability) {
  switch (callability) {
  case Callability::No:
    return "no";
  case Callability::Yes:
    return "yes";
  case Callability::Functor:
    return "functor";
  }
  llvm_unreachable("all kinds are covered");
}

static bool matchesPattern(const FieldDecl &field, StringRef name) {
  ParseError error;
  auto regex = PythonRegex::compile(field.name, error);
  return !regex || regex->matchPrefix(name);
}

const FieldDecl *ClassDecl::getField(StringRef name) const {
  const FieldDecl *matching = nullptr;
  for (const FieldDecl &field : fields) {
    bool isNamed = !field.pattern || field.isOneKeyword;
    if (isNamed && field.name == name)
      return &field;
    if (!isNamed && !matching && matchesPattern(field, name))
      matching = &field;
  }
  return matching;
}

unsigned ClassDecl::getPosition(StringRef name) const {
  for (auto [position, field] : llvm::enumerate(fields))
    if (!field.pattern && field.name == name)
      return position;
  for (auto [position, field] : llvm::enumerate(fields))
    if (field.pattern && !field.isOneKeyword && matchesPattern(field, name))
      return position;
  return fields.size();
}

StringRef ClassDecl::getRole(StringRef field) const {
  for (auto [name, role] : roles)
    if (name == field)
      return role;
  return {};
}

FactOp ClassDecl::getFact(StringRef name) const {
  for (FactOp fact : facts)
    if (sameName(fact.getName(), name))
      return fact;
  return {};
}

std::optional<int64_t> ClassDecl::getIntFact(StringRef name) const {
  FactOp fact = getFact(name);
  return fact && fact.getValue() ? intOf(Slot::get(*fact.getValue()))
                                 : std::nullopt;
}

//===----------------------------------------------------------------------===//
// ClassTable
//===----------------------------------------------------------------------===//

/// Whether the names of a class are names: an experiment is verified though its
/// classes were found to be wrong.
static bool hasProperNames(ClassOp op) {
  auto areAll = [](std::optional<ArrayAttr> names, auto isProper) {
    return !names || llvm::all_of(*names, isProper);
  };
  return areAll(op.getBases(), llvm::IsaPred<FlatSymbolRefAttr>) &&
         areAll(op.getAliases(), llvm::IsaPred<FlatSymbolRefAttr>) &&
         areAll(op.getConcepts(), llvm::IsaPred<StringAttr>);
}

ClassTable::ClassTable(Operation *op) {
  auto module =
      isa<ModuleOp>(op) ? cast<ModuleOp>(op) : op->getParentOfType<ModuleOp>();
  if (!module)
    return;
  for (auto library : module.getOps<LibraryOp>())
    for (auto declared : library.getOps<ClassOp>())
      if (hasProperNames(declared))
        classes.push_back(declared);
  // A class's own name wins over another's alias.
  for (ClassOp declared : classes)
    byName.try_emplace(declared.getSymName(), declared);
  for (ClassOp declared : classes)
    if (std::optional<ArrayAttr> aliases = declared.getAliases())
      for (auto alias : aliases->getAsRange<FlatSymbolRefAttr>())
        byName.try_emplace(alias.getValue(), declared);
}

ClassOp ClassTable::find(StringRef name) const { return byName.lookup(name); }

const ClassDecl *ClassTable::lookup(StringRef name) const {
  ClassOp op = find(name);
  if (!op)
    return nullptr;
  std::unique_ptr<ClassDecl> &decl = resolved[op];
  if (!decl)
    decl = resolve(op);
  return decl.get();
}

std::unique_ptr<ClassDecl> ClassTable::resolve(ClassOp op) const {
  auto decl = std::make_unique<ClassDecl>();
  decl->op = op;
  // What a class says of itself, then what its bases say, nearest first: the
  // first word on a field, a fact or a check stands, concepts unite.
  SmallVector<ClassOp> lineage = {op};
  if (std::optional<ArrayAttr> bases = op.getBases())
    for (auto base : bases->getAsRange<FlatSymbolRefAttr>())
      if (ClassOp known = find(base.getValue()))
        if (!llvm::is_contained(lineage, known))
          lineage.push_back(known);
  for (ClassOp known : lineage) {
    if (known.getCallable() && !decl->callability)
      decl->callability = parseCallability(*known.getCallable());
    if (std::optional<ArrayAttr> concepts = known.getConcepts())
      for (auto name : concepts->getAsRange<StringAttr>())
        for (StringRef own = name; !own.empty(); own = impliedBy(own))
          if (!llvm::is_contained(decl->concepts, own))
            decl->concepts.push_back(own);
    for (auto field : known.getOps<FieldOp>())
      if (auto role = field.getRoleAttr())
        if (llvm::none_of(decl->roles, [&](auto known) {
              return known.first == field.getName();
            }))
          decl->roles.push_back({field.getName(), role.getValue()});
    for (auto fact : known.getOps<FactOp>())
      if (!decl->getFact(fact.getName()))
        decl->facts.push_back(fact);
    for (auto check : known.getOps<CheckOp>())
      if (llvm::none_of(decl->checks, [&](CheckOp own) {
            return own.getName() == check.getName();
          }))
        decl->checks.push_back(check);
  }
  // What hid a base's word has done its work.
  llvm::erase_if(decl->roles, [](auto role) { return role.second.empty(); });
  llvm::erase_if(decl->facts, [](FactOp fact) {
    return isa_and_present<NoneAttr>(fact.getValueAttr());
  });
  llvm::erase_if(decl->checks, [](CheckOp check) { return !compares(check); });
  for (auto field : op.getOps<FieldOp>()) {
    if (!field.getType())
      continue;
    FieldDecl &entry = decl->fields.emplace_back();
    entry.name = field.getNameAttr();
    entry.type = *field.getType();
    Attribute value = field.getDefaultValueAttr();
    if (field.getFrozen() && value)
      entry.type = DefaultType::get(op.getContext(), entry.type, value, true);
    entry.parts = splitType(entry.type);
    if (value)
      entry.parts.defaultValue = value;
    entry.isOneKeyword = field.getKeyword();
    entry.pattern = field.getPattern() || entry.isOneKeyword;
  }
  return decl;
}

bool ClassTable::isSubclass(StringRef name, StringRef base) const {
  if (name == base || base == names::object)
    return true;
  // Found by their addresses, which is fast: most names live as long as the
  // context. Where others stood before, their texts differ.
  Kinship &known = subclasses[{name.data(), base.data()}];
  if (known.name == name && known.base == base)
    return known.isSubclass;
  known = {name.str(), base.str(), false};
  ClassOp op = find(name), baseOp = find(base);
  if (!op)
    return false;
  bool answer = op == baseOp;
  if (std::optional<ArrayAttr> bases = op.getBases())
    for (auto listed : bases->getAsRange<FlatSymbolRefAttr>())
      answer |= listed.getValue() == base ||
                (baseOp && find(listed.getValue()) == baseOp);
  return known.isSubclass = answer;
}

std::unique_ptr<ShapeDecl> ClassTable::resolve(ShapeAttr shape) const {
  auto known = std::make_unique<ShapeDecl>();
  known->fields.resize(shape.getNames().size());
  known->roles.resize(shape.getNames().size());
  known->hasHead = bool(shape.find("head"));
  if (shape.isDict())
    return known;
  known->decl = lookup(shape.getClassName());
  known->placeholder = placeholderOf(shape.getClassName(), known->decl);
  if (!known->decl)
    return known;
  for (auto [index, name] : llvm::enumerate(shape.getNames())) {
    known->fields[index] = known->decl->getField(name);
    known->roles[index] = known->decl->getRole(name);
    known->hasHead |= known->roles[index] == "head";
  }
  for (auto [name, role] : known->decl->getRoles())
    known->rolePlaces.push_back(shape.find(name));
  if (known->decl->isFunctor())
    return known;
  for (const FieldDecl &field : known->decl->getFields())
    if (!field.pattern && !field.parts.frozen &&
        !hasWholeDefault(field.parts) &&
        !llvm::is_contained(shape.getNames(), field.name))
      known->missing.push_back(field.name);
  return known;
}

bool ClassTable::answersTo(StringRef className, StringRef name) {
  auto takeLast = [](StringRef &text) -> char {
    text = text.rtrim("_-");
    if (text.empty())
      return 0;
    char last = llvm::toLower(text.back());
    text = text.drop_back();
    return last;
  };
  while (char wanted = takeLast(name))
    if (takeLast(className) != wanted)
      return false;
  className = className.rtrim("_-");
  return className.empty() || className.back() == '.';
}

bool ClassTable::answersTo(ClassOp op, StringRef name) {
  if (answersTo(op.getSymName(), name))
    return true;
  std::optional<ArrayAttr> aliases = op.getAliases();
  return aliases && llvm::any_of(aliases->getAsRange<FlatSymbolRefAttr>(),
                                 [&](FlatSymbolRefAttr alias) {
                                   return answersTo(alias.getValue(), name);
                                 });
}
