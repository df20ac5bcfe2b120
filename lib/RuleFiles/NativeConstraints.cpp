//===- NativeConstraints.cpp - What rules in PDL ask and read -------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NativeFunctions.h"
#include "pg/Rewrite/RuleOption.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Support/CheckedArithmetic.h"

using namespace mlir;
using namespace pg;

Component NativeCall::component(unsigned index) const {
  auto object =
      value(index) ? value(index).getDefiningOp<ObjectOp>() : ObjectOp();
  return object ? rewriter.getComponent(object) : Component();
}

StringRef NativeCall::textOf(Attribute attr) {
  if (auto name = dyn_cast<FlatSymbolRefAttr>(attr))
    return name.getValue();
  if (auto text = dyn_cast<StringAttr>(attr))
    return text.getValue();
  return {};
}

/// The attribute as a constant of pg.
static Attribute literalOf(Attribute attr) {
  MLIRContext *context = attr.getContext();
  if (isa<UnitAttr>(attr))
    return NoneAttr::get(context);
  if (auto name = dyn_cast<FlatSymbolRefAttr>(attr))
    return StringAttr::get(context, name.getValue());
  if (auto list = dyn_cast<ArrayAttr>(attr)) {
    SmallVector<Attribute> elements;
    for (Attribute element : list)
      elements.push_back(literalOf(element));
    return ArrayAttr::get(context, elements);
  }
  auto tuple = [&](auto numbers) {
    auto constants = llvm::map_range(numbers, [&](auto number) {
      return Slot::get(number).toAttribute(context);
    });
    return TupleAttr::get(context, llvm::to_vector(constants));
  };
  // An empty one stays what no field can hold: PyGlove could not read it back.
  if (auto ints = dyn_cast<DenseI64ArrayAttr>(attr); ints && !ints.empty())
    return tuple(ints.asArrayRef());
  if (auto reals = dyn_cast<DenseF64ArrayAttr>(attr); reals && !reals.empty())
    return tuple(reals.asArrayRef());
  return attr;
}

Attribute NativeCall::literal(unsigned index) const {
  return literalOf(attr(index));
}

//===----------------------------------------------------------------------===//
// What must hold
//===----------------------------------------------------------------------===//

/// Fails with the reason that is asked for when a rule matches nothing.
static LogicalResult require(bool holds, const NativeCall &call,
                             Component component, const Twine &reason) {
  if (holds)
    return success();
  if (!component)
    return failure();
  return call.rewriter.notifyMatchFailure(component.getOp(), reason);
}

static LogicalResult isA(const NativeCall &call) {
  Component component = call.component(0);
  return require(component && call.rewriter.isA(component, call.text(1)), call,
                 component, "is no " + call.text(1));
}

static LogicalResult plays(const NativeCall &call) {
  Component component = call.component(0);
  return require(component && component.plays(call.text(1)), call, component,
                 "does not play '" + kebab(call.text(1)) + "'");
}

static LogicalResult playsAny(const NativeCall &call) {
  Component component = call.component(0);
  auto concepts = dyn_cast<ArrayAttr>(call.attr(1));
  auto isOneOf = [&](auto holds) {
    return llvm::any_of(concepts, [&](Attribute concept_) {
      return holds(NativeCall::textOf(concept_));
    });
  };
  bool holds = false;
  if (component && concepts) {
    // What the class plays is the same for all components of its shape.
    const ClassDecl *decl = component.getDecl();
    holds = call.rewriter.remember(component.getShape(), concepts, [&] {
      return decl && isOneOf([&](StringRef name) { return decl->plays(name); });
    });
    StringRef role = component.getRoleInHolder();
    if (!holds && !role.empty())
      holds =
          isOneOf([&](StringRef name) { return conceptImplies(role, name); });
  }
  auto listConcepts = [&](Diagnostic &diag) {
    diag << "plays none of ";
    llvm::interleaveComma(concepts, diag, [&](Attribute concept_) {
      diag << "'" << kebab(NativeCall::textOf(concept_)) << "'";
    });
  };
  if (holds || !component || !concepts)
    return success(holds);
  return call.rewriter.notifyMatchFailure(component.getOp(), listConcepts);
}

static LogicalResult holds(const NativeCall &call) {
  Component component = call.component(0);
  return require(component && component.holds(call.text(1)), call, component,
                 "holds nothing that plays '" + kebab(call.text(1)) + "'");
}

static LogicalResult isHead(const NativeCall &call) {
  Component component = call.component(0);
  return require(component && call.rewriter.isHead(component), call, component,
                 "is no head");
}

static LogicalResult has(const NativeCall &call) {
  Component component = call.component(0);
  return require(component && (component.field(call.text(1)) ||
                               component.declaredField(call.text(1))),
                 call, component, "has no field '" + call.text(1) + "'");
}

static std::optional<int64_t> intOf(Attribute attr) {
  auto integer = dyn_cast<IntegerAttr>(attr);
  if (!integer || isa<BoolAttr>(attr))
    return std::nullopt;
  return pg::intOf(Slot::get(attr));
}

/// Without an attribute for the integer, of which large experiments have many.
static LogicalResult hasInt(const NativeCall &call) {
  Component component = call.component(0);
  if (!component)
    return failure();
  if (Field field = component.field(call.text(1)))
    return success(field.getWholeNumber().has_value());
  Attribute standing = component.constant(call.text(1));
  return success(standing && wholeNumberOf(Slot::get(standing)));
}

static LogicalResult equal(const NativeCall &call) {
  return success(call.literal(0) == call.literal(1));
}

static LogicalResult isEach(const NativeCall &call) {
  Attribute value = call.literal(0), element = call.literal(1);
  auto tuple = dyn_cast<TupleAttr>(value);
  return success(value == element ||
                 (tuple && llvm::all_equal(tuple.getElements()) &&
                  llvm::is_contained(tuple.getElements(), element)));
}

static std::optional<double> numberOf(Attribute attr) {
  return isa<ArrayAttr, DictionaryAttr>(attr) ? std::nullopt
                                              : pg::numberOf(Slot::get(attr));
}

static LogicalResult less(const NativeCall &call) {
  std::optional<double> left = numberOf(call.attr(0)),
                        right = numberOf(call.attr(1));
  return success(left && right && *left < *right);
}

static LogicalResult oneOf(const NativeCall &call) {
  auto values = dyn_cast<ArrayAttr>(call.literal(1));
  return success(values && llvm::is_contained(values, call.literal(0)));
}

static LogicalResult isInt(const NativeCall &call) {
  return success(intOf(call.attr(0)).has_value());
}

static LogicalResult isNumber(const NativeCall &call) {
  return success(numberOf(call.attr(0)).has_value());
}

static LogicalResult isText(const NativeCall &call) {
  return success(isa<StringAttr>(call.attr(0)));
}

static LogicalResult hasOption(const NativeCall &call) {
  Attribute value = call.option(call.text(0));
  auto text = dyn_cast_or_null<StringAttr>(value);
  return success(value && !(text && text.empty()));
}

//===----------------------------------------------------------------------===//
// What is read
//===----------------------------------------------------------------------===//

static LogicalResult giveName(const NativeCall &call, Component component,
                              StringRef name) {
  if (name.empty())
    return require(false, call, component,
                   "has no field of role '" + kebab(call.text(1)) + "'");
  // A declared name is an attribute already.
  const FieldDecl *declared = component.declaredField(name);
  return call.give(declared && declared->name == name
                       ? declared->name
                       : StringAttr::get(call.rewriter.getContext(), name));
}

static LogicalResult role(const NativeCall &call) {
  Component component = call.component(0);
  return component
             ? giveName(call, component, component.nameWithRole(call.text(1)))
             : failure();
}

static LogicalResult roleOrName(const NativeCall &call) {
  Component component = call.component(0);
  return component
             ? giveName(call, component, component.roleOrName(call.text(1)))
             : failure();
}

static LogicalResult get(const NativeCall &call) {
  Component component = call.component(0);
  return component ? call.give(component.constant(call.text(1))) : failure();
}

static LogicalResult child(const NativeCall &call) {
  Component component = call.component(0);
  Field field = component ? component.field(call.text(1)) : Field();
  return field ? call.give(component.child(field)) : failure();
}

static LogicalResult innermost(const NativeCall &call) {
  Component component = call.component(0);
  while (component) {
    Field field = component.field(component.nameWithRole(call.text(1)));
    Component next = field ? component.child(field) : Component();
    if (!next)
      break;
    component = next;
  }
  return call.give(component);
}

static LogicalResult parent(const NativeCall &call) {
  Component component = call.component(0);
  return component ? call.give(component.parent()) : failure();
}

static LogicalResult fact(const NativeCall &call) {
  Component component = call.component(0);
  return component ? call.give(component.fact(call.text(1))) : failure();
}

static LogicalResult option(const NativeCall &call) {
  return call.give(call.option(call.text(0)));
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

static Attribute toAttr(const NativeCall &call, NewValue value) {
  return value.constant.toAttribute(call.rewriter.getContext());
}

/// Both as integers, where that is possible and fits; else as floats.
static LogicalResult calculate(const NativeCall &call,
                               std::optional<int64_t> (*ofInts)(int64_t,
                                                                int64_t),
                               double (*ofFloats)(double, double)) {
  std::optional<int64_t> left = intOf(call.attr(0)),
                         right = intOf(call.attr(1));
  if (left && right) {
    std::optional<int64_t> result = ofInts(*left, *right);
    return result ? call.give(toAttr(call, *result)) : failure();
  }
  std::optional<double> x = numberOf(call.attr(0)), y = numberOf(call.attr(1));
  return x && y ? call.give(toAttr(call, ofFloats(*x, *y))) : failure();
}

static LogicalResult add(const NativeCall &call) {
  return calculate(
      call, [](int64_t x, int64_t y) { return llvm::checkedAdd(x, y); },
      [](double x, double y) { return x + y; });
}

static LogicalResult subtract(const NativeCall &call) {
  return calculate(
      call, [](int64_t x, int64_t y) { return llvm::checkedSub(x, y); },
      [](double x, double y) { return x - y; });
}

static LogicalResult multiply(const NativeCall &call) {
  return calculate(
      call, [](int64_t x, int64_t y) { return llvm::checkedMul(x, y); },
      [](double x, double y) { return x * y; });
}

static LogicalResult divide(const NativeCall &call) {
  return calculate(
      call,
      [](int64_t x, int64_t y) -> std::optional<int64_t> {
        if (y == 0 || (y == -1 && x == INT64_MIN) || x % y != 0)
          return std::nullopt;
        return x / y;
      },
      [](double x, double y) { return x / y; });
}

/// Null where the result does not fit 64 bits, or there is nothing to scale.
static Attribute scale(const NativeCall &call, Attribute number,
                       Attribute factor) {
  std::optional<Scale> by;
  if (std::optional<double> times = numberOf(factor))
    by = Scale{*times, std::nullopt};
  else
    by = Scale::parse(NativeCall::textOf(factor));
  if (!by)
    return {};
  if (std::optional<int64_t> integer = intOf(number)) {
    std::optional<int64_t> scaled = by->apply(*integer);
    return scaled ? toAttr(call, *scaled) : Attribute();
  }
  std::optional<double> real = numberOf(number);
  if (!real)
    return {};
  return toAttr(call, by->size ? double(*by->size) : *real * by->factor);
}

static LogicalResult scaled(const NativeCall &call) {
  return call.give(scale(call, call.attr(0), call.attr(1)));
}

static LogicalResult scaledByEach(const NativeCall &call) {
  auto factors = dyn_cast<ArrayAttr>(call.attr(1));
  if (!factors)
    return failure();
  llvm::SetVector<Attribute> results;
  for (Attribute factor : factors) {
    Attribute result = scale(call, call.attr(0), factor);
    if (!result)
      return failure();
    results.insert(result);
  }
  return call.give(
      ArrayAttr::get(call.rewriter.getContext(), results.getArrayRef()));
}

static constexpr NativeFunction constraints[] = {
    {"IsA", "va", isA},
    {"Plays", "va", plays},
    {"PlaysAny", "va", playsAny},
    {"Holds", "va", holds},
    {"IsHead", "v", isHead},
    {"Has", "va", has},
    {"HasInt", "va", hasInt},
    {"Equal", "aa", equal},
    {"IsEach", "aa", isEach},
    {"Less", "aa", less},
    {"OneOf", "aa", oneOf},
    {"IsInt", "a", isInt},
    {"IsNumber", "a", isNumber},
    {"IsText", "a", isText},
    {"HasOption", "a", hasOption},
    {"Role", "va>a", role},
    {"RoleOrName", "va>a", roleOrName},
    {"Get", "va>a", get},
    {"Child", "va>v", child},
    {"Innermost", "va>v", innermost},
    {"Parent", "v>v", parent},
    {"Fact", "va>a", fact},
    {"Option", "a>a", option},
    {"Add", "aa>a", add},
    {"Subtract", "aa>a", subtract},
    {"Multiply", "aa>a", multiply},
    {"Divide", "aa>a", divide},
    {"Scaled", "aa>a", scaled},
    {"ScaledByEach", "aa>a", scaledByEach},
};

ArrayRef<NativeFunction> pg::getNativeConstraints() { return constraints; }
