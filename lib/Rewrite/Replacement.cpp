//===- Replacement.cpp - A component of another class in its place --------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Respell.h"
#include "pg/Rewrite/RuleRewriter.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

//===----------------------------------------------------------------------===//
// Choosing a class
//===----------------------------------------------------------------------===//

/// The classes that a rule may construct.
static SmallVector<const ClassDecl *>
constructible(const ClassTable &classes,
              llvm::function_ref<bool(const ClassDecl &)> accepts) {
  SmallVector<const ClassDecl *> found;
  for (ClassOp op : classes.getClasses()) {
    const ClassDecl *decl = classes.lookup(op);
    if (decl->isDeclared() && !decl->isAbstract() && accepts(*decl))
      found.push_back(decl);
  }
  return found;
}

SmallVector<const ClassDecl *>
RuleRewriter::findClasses(const ClassChoice &choice) {
  auto found = constructible(classes, [&](const ClassDecl &decl) {
    bool plays = decl.plays(choice.concept_);
    if (choice.name.empty())
      return plays && (!choice.fits || choice.fits(decl));
    return ClassTable::answersTo(decl.getOp(), choice.name) &&
           (plays || !choice.mustPlay);
  });
  // A whole name is meant, whatever else ends in it.
  if (const ClassDecl *exact = classes.lookup(choice.name))
    if (llvm::is_contained(found, exact))
      return {exact};
  return found;
}

FailureOr<const ClassDecl *>
RuleRewriter::chooseClass(Location loc, const ClassChoice &choice) {
  SmallVector<const ClassDecl *> candidates = findClasses(choice);
  if (candidates.size() == 1)
    return candidates.front();
  auto namesOf = [](ArrayRef<const ClassDecl *> decls) {
    std::vector<StringRef> names;
    for (const ClassDecl *decl : decls)
      names.push_back(decl->getName());
    llvm::sort(names);
    return names;
  };
  InFlightDiagnostic diag = emitError(loc);
  std::string playing = "'" + kebab(choice.concept_) + "'";
  if (!choice.condition.empty() && choice.name.empty())
    playing += (" " + choice.condition).str();
  if (candidates.empty()) {
    if (choice.name.empty())
      diag << "no declared class plays " << playing
           << "; declare one in components.json, or name a class with the "
              "option 'class'";
    else
      diag << "no declared class "
           << (choice.mustPlay ? "that plays " + playing + " " : "")
           << "answers to '" << choice.name << "'"
           << didYouMean(
                  choice.name,
                  namesOf(constructible(classes, [&](const ClassDecl &decl) {
                    return !choice.mustPlay || decl.plays(choice.concept_);
                  })));
    return failure();
  }
  std::vector<StringRef> names = namesOf(candidates);
  if (choice.name.empty())
    diag << "several declared classes play " << playing << ": "
         << llvm::join(names, ", ") << "; choose one with the option 'class'";
  else
    diag << "several declared classes answer to '" << choice.name
         << "': " << llvm::join(names, ", ");
  return failure();
}

FailureOr<const ClassDecl *> RuleRewriter::chooseAgreeing(Component component,
                                                          ClassChoice choice,
                                                          StringRef fact) {
  std::optional<int64_t> own = component.intFact(fact);
  choice.fits = [&](const ClassDecl &decl) {
    std::optional<int64_t> other = decl.getIntFact(fact);
    return !own || !other || *own == *other;
  };
  std::string condition =
      own ? "whose " + kebab(fact) + " is " + std::to_string(*own) : "";
  choice.condition = condition;
  Location loc = component.getOp().getLoc();
  FailureOr<const ClassDecl *> chosen = chooseClass(loc, choice);
  if (succeeded(chosen) && !choice.fits(**chosen))
    return emitError(loc) << component.getPlace() << ": "
                          << (*chosen)->getName() << " is no class "
                          << condition << ", as " << component.getClassName()
                          << " is";
  return chosen;
}

FailureOr<const ClassDecl *> RuleRewriter::chooseOther(Component component,
                                                       ClassChoice choice) {
  choice.mustPlay = true;
  choice.fits = [&](const ClassDecl &decl) {
    return &decl != component.getDecl();
  };
  std::string condition = "beside " + component.getClassName().str();
  choice.condition = condition;
  FailureOr<const ClassDecl *> chosen =
      chooseClass(component.getOp().getLoc(), choice);
  if (failed(chosen) || choice.fits(**chosen))
    return chosen;
  setHint(component.getPlace() + " is " + component.getClassName() +
          " already");
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Carrying fields over
//===----------------------------------------------------------------------===//

CarriedFields RuleRewriter::carryOver(Component from, const ClassDecl &to) {
  ObjectOp object = from.getOp();
  std::unique_ptr<CarryPlan> &plan = plans[{object.getShape(), &to}];
  if (!plan)
    plan =
        std::make_unique<CarryPlan>(planCarryOver(object, from.getDecl(), to));
  CarriedFields carried;
  std::optional<int64_t> rank = to.getIntFact("spatial-rank");
  if (Field kernel = from.fieldWithRole("kernel"); kernel && !rank)
    rank = countAxes(valueOf(kernel));
  for (const CarryPlan::Step &step : plan->steps) {
    Field field = step.index ? Field(object, *step.index) : Field();
    Attribute defaultValue =
        step.from ? step.from->parts.defaultValue : Attribute();
    if (step.onlyIfChosen &&
        (!field || equalInPython(field.getSlot(), field.getChild(),
                                 defaultValue, &classes)))
      continue;
    NewValue value =
        field ? valueOf(field) : build(object.getLoc(), defaultValue);
    if (step.isPadding)
      value = respellPadding(*this, value, step.to->type);
    if (step.isPerAxis)
      value = respellAxes(*this, object.getLoc(), value, step.to->type, rank);
    carried.values.push_back({step.toName, value});
  }
  for (unsigned index : plan->leftOut)
    carried.leftOut.push_back(Field(object, index));
  return carried;
}

FailureOr<ObjectOp> RuleRewriter::replaceBy(Component old, const ClassDecl &to,
                                            const CarriedFields &fields) {
  FailureOr<ObjectOp> built =
      construct(old.getOp().getLoc(), to.getName(), fields.values);
  if (failed(built))
    return FailureOr<ObjectOp>(fail());
  leftOut.add(old, to, fields.leftOut);
  if (failed(replace(old.getOp(), built->getOperation())))
    return failure();
  return built;
}

//===----------------------------------------------------------------------===//
// Telling what was left out
//===----------------------------------------------------------------------===//

void LeftOutFields::add(Component from, const ClassDecl &to,
                        ArrayRef<Field> fields) {
  for (bool isChosen : {true, false}) {
    std::vector<std::string> names;
    std::string key;
    llvm::raw_string_ostream keyStream(key);
    keyStream << from.getClassName() << '\n'
              << to.getName() << '\n'
              << isChosen;
    for (Field field : fields) {
      const FieldDecl *decl =
          from.getDecl() ? from.getDecl()->getField(field.getName()) : nullptr;
      bool isDefault = decl && decl->parts.defaultValue &&
                       equalInPython(field.getSlot(), field.getChild(),
                                     decl->parts.defaultValue);
      if (isDefault == isChosen)
        continue;
      keyStream << '\n' << field.getName();
      std::string name = ("'" + field.getName() + "'").str();
      if (isChosen)
        name += " (" + describeValue(field) + ")";
      names.push_back(name);
    }
    if (names.empty())
      continue;
    auto [known, isNew] = byKey.try_emplace(key, groups.size());
    if (isNew)
      groups.push_back({from.getOp().getLoc(), "", "", isChosen});
    Group &group = groups[known->getValue()];
    ++group.count;
    if (!isNew)
      continue;
    std::string last = names.back();
    names.pop_back();
    group.place = from.getPlace();
    group.text = (names.empty() ? "" : llvm::join(names, ", ") + " and ") +
                 last + " of " + from.getClassName().str() +
                 (names.empty() ? " has" : " have") + " no place in " +
                 to.getName().str() +
                 (names.empty() ? " and is left out" : " and are left out");
  }
}

void LeftOutFields::add(Location loc, llvm::function_ref<std::string()> place,
                        const Twine &text) {
  std::string key = text.str();
  auto [known, isNew] = byKey.try_emplace(key, groups.size());
  if (isNew)
    groups.push_back({loc, place(), key, /*isChosen=*/false});
  ++groups[known->getValue()].count;
}

void LeftOutFields::report() const {
  for (const Group &group : groups) {
    InFlightDiagnostic diag =
        group.isChosen ? emitWarning(group.loc) : emitRemark(group.loc);
    diag << group.place << ": " << group.text;
    if (group.count > 1)
      diag << "; likewise in " << group.count - 1
           << (group.count == 2 ? " other place" : " other places");
  }
}
