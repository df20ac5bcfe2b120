//===- NativeRewrites.cpp - What rules in PDL write -----------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NativeFunctions.h"
#include "pg/Rewrite/RuleOption.h"

using namespace mlir;
using namespace pg;

/// Gives the rule up with an error about the first argument.
static LogicalResult giveUp(const NativeCall &call, Component component,
                            const Twine &message) {
  ExperimentOp experiment = call.rewriter.getExperiment();
  InFlightDiagnostic diag =
      emitError(component ? component.getOp().getLoc() : experiment.getLoc());
  if (component)
    diag << component.getPlace() << ": ";
  diag << message;
  diag.report();
  return call.rewriter.fail();
}

/// Writes a field of a component that is there, or of one that was begun.
static LogicalResult write(const NativeCall &call, StringRef name,
                           NewValue value) {
  Component component = call.component(0);
  if (!component)
    return giveUp(call, component, "only components have fields to write");
  if (call.rewriter.isNew(component.getOp())) {
    call.rewriter.assign(component.getOp(), name, value);
    return failure(call.rewriter.hasFailed());
  }
  return call.rewriter.rebind(component.getOp(), name, value);
}

/// A component that is about to be put somewhere: complete, if it is new.
static FailureOr<NewValue> placed(const NativeCall &call, unsigned index) {
  NewValue value(call.value(index));
  if (failed(call.rewriter.finish(value)))
    return FailureOr<NewValue>(call.rewriter.fail());
  return value;
}

static LogicalResult rebind(const NativeCall &call) {
  Location loc = call.rewriter.getExperiment().getLoc();
  NewValue value = call.rewriter.build(loc, call.literal(2));
  return write(call, call.text(1), value);
}

static LogicalResult rebindChild(const NativeCall &call) {
  FailureOr<NewValue> child = placed(call, 2);
  return failed(child) ? failure() : write(call, call.text(1), *child);
}

static LogicalResult rescale(const NativeCall &call) {
  std::optional<Scale> scale = Scale::parse(call.text(2));
  if (call.text(2).empty())
    if (std::optional<double> factor = numberOf(Slot::get(call.attr(2))))
      scale = Scale{*factor, std::nullopt};
  Component component = call.component(0);
  if (!scale || !component)
    return giveUp(call, component, "Rescale takes a component and a number");
  auto compute = [&](int64_t value) -> std::optional<NewValue> {
    std::optional<int64_t> scaled = scale->apply(value);
    return scaled ? std::optional<NewValue>(*scaled) : std::nullopt;
  };
  (void)call.rewriter.rebindRole(component, call.text(1), compute);
  return failure(call.rewriter.hasFailed());
}

static LogicalResult rebindAll(const NativeCall &call) {
  CarriedFields fields;
  if (failed(call.rewriter.setFields(fields, call.text(1))))
    return call.rewriter.fail();
  for (auto [name, value] : fields.values)
    if (failed(write(call, name, value)))
      return failure();
  return success();
}

static LogicalResult reset(const NativeCall &call) {
  Component component = call.component(0);
  Field field = component ? component.field(call.text(1)) : Field();
  // A default that is not spelled stands already.
  return field && failed(call.rewriter.erase(field)) ? call.rewriter.fail()
                                                     : success();
}

static LogicalResult replace(const NativeCall &call) {
  FailureOr<NewValue> by = placed(call, 1);
  return failed(by) ? failure()
                    : call.rewriter.replace(call.value(0).getDefiningOp(), *by);
}

static LogicalResult remove(const NativeCall &call) {
  FailureOr<Field> holder =
      call.rewriter.findHolder(call.value(0).getDefiningOp());
  return failed(holder) || failed(call.rewriter.erase(*holder))
             ? call.rewriter.fail()
             : success();
}

/// Inserts beside a component; \p after is 0 or 1.
static LogicalResult insertBeside(const NativeCall &call, unsigned after) {
  FailureOr<Field> holder =
      call.rewriter.findHolder(call.value(0).getDefiningOp());
  if (failed(holder))
    return failure();
  auto list = dyn_cast<ListOp>(holder->getOwner());
  if (!list)
    return giveUp(call, call.component(0),
                  "it stands in no list, so nothing can be inserted beside it");
  FailureOr<NewValue> value = placed(call, 1);
  if (failed(value))
    return failure();
  call.rewriter.insert(list, holder->getIndex() + after, *value);
  return success();
}

static LogicalResult insertBefore(const NativeCall &call) {
  return insertBeside(call, 0);
}

static LogicalResult insertAfter(const NativeCall &call) {
  return insertBeside(call, 1);
}

static LogicalResult wrap(const NativeCall &call) {
  Component by = call.component(1);
  if (!by || !call.rewriter.isNew(by.getOp()))
    return giveUp(call, call.component(0), "Wrap takes a new component");
  const FieldDecl *field = by.getDecl()->getField(call.text(2));
  NewValue inner(call.value(0));
  // A list takes it as its one element.
  if (field && field->type && takes<ListType>(field->type))
    inner = call.rewriter.buildList(by.getOp().getLoc(), inner);
  call.rewriter.assign(by.getOp(), call.text(2), inner);
  if (call.rewriter.hasFailed())
    return failure();
  FailureOr<NewValue> whole = placed(call, 1);
  return failed(whole)
             ? failure()
             : call.rewriter.replace(call.value(0).getDefiningOp(), *whole);
}

//===----------------------------------------------------------------------===//
// New components
//===----------------------------------------------------------------------===//

/// The class to construct: by the concept, or by the name that the user gave.
static FailureOr<const ClassDecl *> chooseClass(const NativeCall &call) {
  Operation *at = call.value(0).getDefiningOp();
  FailureOr<const ClassDecl *> chosen =
      call.rewriter.chooseClass(at->getLoc(), {call.text(1), call.text(2)});
  return failed(chosen) ? FailureOr<const ClassDecl *>(call.rewriter.fail())
                        : chosen;
}

static LogicalResult giveNew(const NativeCall &call, ObjectOp begun) {
  return call.give(Value(begun.getResult()));
}

static LogicalResult makeNew(const NativeCall &call) {
  FailureOr<const ClassDecl *> chosen = chooseClass(call);
  Operation *at = call.value(0).getDefiningOp();
  return failed(chosen)
             ? failure()
             : giveNew(call, call.rewriter.begin(at->getLoc(), **chosen));
}

static LogicalResult newFrom(const NativeCall &call) {
  FailureOr<const ClassDecl *> chosen = chooseClass(call);
  return failed(chosen)
             ? failure()
             : giveNew(call, call.rewriter.begin(call.component(0), **chosen));
}

static LogicalResult newLike(const NativeCall &call) {
  FailureOr<const ClassDecl *> chosen = call.rewriter.chooseAgreeing(
      call.component(0), {call.text(1), call.text(2)}, call.text(3));
  return failed(chosen)
             ? call.rewriter.fail()
             : giveNew(call, call.rewriter.begin(call.component(0), **chosen));
}

static LogicalResult newOther(const NativeCall &call) {
  FailureOr<const ClassDecl *> chosen = call.rewriter.chooseOther(
      call.component(0), {call.text(1), call.text(2)});
  if (failed(chosen))
    return call.rewriter.fail();
  return *chosen
             ? giveNew(call, call.rewriter.begin(call.component(0), **chosen))
             : call.rewriter.notifyMatchFailure(call.component(0).getOp(),
                                                "is of that class already");
}

static LogicalResult choice(const NativeCall &call) {
  auto values = dyn_cast<ArrayAttr>(call.literal(1));
  if (!values)
    return giveUp(call, call.component(0), "Choice takes a list of values");
  Operation *at = call.value(0).getDefiningOp();
  return call.give(call.rewriter.oneOf(at->getLoc(), values).child);
}

static LogicalResult copy(const NativeCall &call) {
  return call.give(call.rewriter.copy(call.value(0)));
}

//===----------------------------------------------------------------------===//
// What is said
//===----------------------------------------------------------------------===//

/// The second argument, with the component's class for `$class`.
static std::string messageOf(const NativeCall &call) {
  Component component = call.component(0);
  auto [before, after] = call.text(1).split("$class");
  if (!component || before.size() == call.text(1).size())
    return call.text(1).str();
  return (before + component.getClassName() + after).str();
}

static LogicalResult fail(const NativeCall &call) {
  return giveUp(call, call.component(0), messageOf(call));
}

static LogicalResult hint(const NativeCall &call) {
  Component component = call.component(0);
  std::string message = messageOf(call);
  call.rewriter.setHint((component ? component.getPlace() + ": " : "") +
                        message);
  return component
             ? call.rewriter.notifyMatchFailure(component.getOp(), message)
             : failure();
}

static constexpr NativeFunction rewrites[] = {
    {"Rebind", "vaa", rebind},
    {"RebindChild", "vav", rebindChild},
    {"Rescale", "vaa", rescale},
    {"RebindAll", "va", rebindAll},
    {"Reset", "va", reset},
    {"Replace", "vv", replace},
    {"Remove", "v", remove},
    {"InsertBefore", "vv", insertBefore},
    {"InsertAfter", "vv", insertAfter},
    {"Wrap", "vva", wrap},
    {"New", "vaa>v", makeNew},
    {"NewFrom", "vaa>v", newFrom},
    {"NewLike", "vaaa>v", newLike},
    {"NewOther", "vaa>v", newOther},
    {"Choice", "va>v", choice},
    {"Copy", "v>v", copy},
    {"Fail", "va", fail},
    {"Hint", "va", hint},
    {"Forbid", "va", fail},
};

ArrayRef<NativeFunction> pg::getNativeRewrites() { return rewrites; }
