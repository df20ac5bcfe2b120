//===- Blame.cpp - Where every value comes from ---------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Blame.h"
#include "pg/Analysis/ShowValue.h"
#include "pg/Rewrite/Edits.h"
#include "pg/Support/PythonText.h"

using namespace mlir;
using namespace pg;

void pg::walkAll(Field root, std::string path,
                 llvm::function_ref<void(Field, StringRef)> visit) {
  struct Frame {
    Operation *container;
    size_t pathSize;
    unsigned next = 0;
  };
  SmallVector<Frame> frames;
  llvm::DenseSet<Operation *> shared;
  auto enter = [&](Field field) {
    visit(field, path);
    Operation *child = field.getChild();
    while (auto use = dyn_cast_or_null<RefOp>(child)) {
      child = use.getReferent().getChild();
      if (child && !shared.insert(child).second)
        return;
    }
    if (isa_and_nonnull<ObjectOp, DictOp, ListOp, TupleOp>(child))
      frames.push_back({child, path.size()});
  };
  enter(root);
  while (!frames.empty()) {
    Frame &frame = frames.back();
    path.resize(frame.pathSize);
    if (frame.next == slotsOf(frame.container).size()) {
      frames.pop_back();
      continue;
    }
    Field field(frame.container, frame.next++);
    if (shapeOf(field.getOwner()))
      appendStep(path, field.getName(), path.empty());
    else
      appendStep(path, uint64_t(field.getIndex()));
    enter(field);
  }
}

bool Blame::begin(ExperimentOp experiment, Origins known) {
  Provenance &history = experiment.getHistory();
  history.recordWrites();
  if (known.values.empty())
    return true;
  size_t count = 0;
  walkAll(experiment.getRoot(), "", [&](Field, StringRef) { ++count; });
  if (count != known.values.size())
    return false;
  earlier = std::move(known);
  for (const BlamedRule &rule : earlier.rules)
    run = std::max(run, rule.run + 1);
  unsigned next = 0;
  walkAll(experiment.getRoot(), "", [&](Field field, StringRef) {
    Slot &slot = field.getSlot();
    slot = slot.withMark(history.markRead(next++));
  });
  return true;
}

//===----------------------------------------------------------------------===//
// Origins
//===----------------------------------------------------------------------===//

std::vector<BlamedRule> Blame::listRules(const Provenance &history) const {
  std::vector<BlamedRule> rules = earlier.rules;
  for (auto [index, rule] : llvm::enumerate(history.rules))
    rules.push_back(
        {rule.str(), rule.recipe, rule.version, unsigned(index + 1), run});
  return rules;
}

/// Where what a rule replaced was read; empty if nobody knows.
static std::string placeOf(const ReplacedValue &old, MLIRContext *context) {
  if (old.childLoc)
    return describePlace(Location(old.childLoc));
  auto *dialect = context->getLoadedDialect<PgDialect>();
  Source *source = old.slot.isText()
                       ? dialect->findSource(old.slot.getText().data())
                       : nullptr;
  return source ? describePlace(Location(
                      source->getLoc(context, old.slot.getText().data())))
                : "";
}

Origin Blame::trace(Field field, const Provenance &history) const {
  Origin origin;
  unsigned mark = field.getSlot().getMark();
  if (!mark)
    origin.place = describePlace(field.getLoc());
  while (mark) {
    const WriteRecord &record = history.getRecord(mark);
    if (!record.rule) {
      const Origin &known = earlier.values[record.origin].origin;
      llvm::append_range(origin.steps, known.steps);
      origin.place = known.place;
      break;
    }
    unsigned rule = earlier.rules.size() + record.rule - 1;
    if (!record.old) {
      origin.steps.push_back({rule, std::nullopt});
      break;
    }
    origin.steps.push_back({rule, showBriefly(*record.old)});
    mark = record.old->slot.getMark();
    if (!mark)
      origin.place = placeOf(*record.old, field.getOwner()->getContext());
  }
  return origin;
}

/// A path that is read by people: of a very long one, its end.
static std::string cutPath(StringRef path) {
  constexpr size_t maxSize = 200;
  return path.size() <= maxSize ? path.str()
                                : "…" + path.take_back(maxSize).str();
}

Origins Blame::collect(ExperimentOp experiment) const {
  const Provenance &history = experiment.getHistory();
  Origins origins{listRules(history), {}};
  walkAll(experiment.getRoot(), "", [&](Field field, StringRef path) {
    origins.values.push_back({cutPath(path), trace(field, history)});
  });
  return origins;
}

//===----------------------------------------------------------------------===//
// What is printed
//===----------------------------------------------------------------------===//

/// What a path leads to that nothing spells. It is spelled in a copy for this.
static FailureOr<std::string> findDefault(ExperimentOp experiment,
                                          StringRef path) {
  OpBuilder builder(experiment->getContext());
  builder.setInsertionPointAfter(experiment);
  OwningOpRef<ExperimentOp> copy =
      cast<ExperimentOp>(builder.clone(*experiment));
  copy->getProperties().provenance = std::make_shared<Provenance>();
  ClassTable classes(*copy);
  RuleRewriter rewriter(*copy, classes);
  FailureOr<PathTarget> target = followToValue(rewriter, path);
  if (failed(target))
    return failure();
  auto owner = dyn_cast<ObjectOp>(target->parent);
  return showBriefly(target->field) + ": by default of " +
         (owner ? owner.getClassName().str() : "the dictionary");
}

FailureOr<Blame::Place> Blame::find(ExperimentOp experiment, StringRef path) {
  ParseError error;
  std::optional<KeyPath> keys = KeyPath::parse(path, error);
  if (!keys)
    return emitError(UnknownLoc::get(experiment.getContext()))
           << "--blame '" << path << "': " << error.message;
  Place place{experiment.getRoot(), ""};
  for (const KeyPath::Key &key : keys->keys()) {
    place.field = dereference(place.field);
    Operation *container = place.field.getChild();
    place.field = container ? stepInto(container, key) : Field();
    if (!place.field)
      break;
    if (shapeOf(container))
      appendStep(place.path, place.field.getName(), place.path.empty());
    else
      appendStep(place.path, uint64_t(place.field.getIndex()));
  }
  if (place.field)
    return place;
  FailureOr<std::string> value = findDefault(experiment, path);
  if (failed(value))
    return failure();
  return Place{{}, keys->str(), *value};
}

static std::string describe(const Origin &origin, ArrayRef<BlamedRule> rules,
                            unsigned run) {
  std::string text;
  for (const Origin::Step &step : origin.steps) {
    const BlamedRule &rule = rules[step.rule];
    text += "set by '" + rule.call + "'";
    if (!rule.recipe.empty())
      text += " of '" + rule.recipe + "'";
    text += " (rule " + std::to_string(rule.number);
    if (rule.run != run)
      text += " of an earlier run";
    if (!rule.version.empty())
      text += ", " + rule.version;
    text += ")";
    if (step.old)
      text += "; was " + *step.old + ", ";
  }
  if (!origin.place.empty())
    return text + "from " + origin.place;
  return text.empty() ? "from a place that is not known"
                      : StringRef(text).rtrim(", ").str();
}

void Blame::print(ExperimentOp experiment, const Place &place,
                  raw_ostream &os) const {
  if (!place.field) {
    os << presentable(place.path) << " = " << presentable(place.byDefault)
       << '\n';
    return;
  }
  const Provenance &history = experiment.getHistory();
  std::vector<BlamedRule> rules = listRules(history);
  walkAll(place.field, place.path, [&](Field value, StringRef at) {
    os << presentable(at.empty() ? "the root" : at) << " = "
       << presentable(showBriefly(value)) << ": "
       << presentable(describe(trace(value, history), rules, run)) << '\n';
  });
}
