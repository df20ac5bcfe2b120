//===- Replacement.cpp - A component of another class in its place --------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

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
// Values in the spelling of another class
//===----------------------------------------------------------------------===//

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

/// A kernel is 3 or (3, 3) or [3, 3]; each class takes some of these.
static NewValue respell(RuleRewriter &rewriter, Location loc, NewValue value,
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
    if (step.isPerAxis)
      value = respell(*this, object.getLoc(), value, step.to->type, rank);
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
