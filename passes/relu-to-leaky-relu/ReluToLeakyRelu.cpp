//===- ReluToLeakyRelu.cpp - The rule relu-to-leaky-relu -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"

namespace pg {
#define GEN_PASS_DEF_RELUTOLEAKYRELU
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

/// Whether an activation is a ReLU by its name: a word in any spelling, or a
/// function.
bool namesRelu(const Slot &activation) {
  std::optional<std::string> name = stringOf(activation);
  if (std::optional<GlobalName> global = globalOf(activation))
    name = global->name;
  return name && ClassTable::answersTo(*name, "relu");
}

/// The leaky ReLU beside a function: Keras, JAX and PyTorch call it alike.
FailureOr<NewValue> leakyFunction(const GlobalName &relu,
                                  RuleRewriter &rewriter) {
  StringRef module = StringRef(relu.name).rsplit('.').first;
  llvm::SmallString<64> json("{\"_type\": \"function\", \"name\": ");
  printJsonString((module + ".leaky_relu").str(), json);
  return rewriter.parse((json + "}").str(), "activation");
}

struct LeakRelu : public RulePattern {
  LeakRelu(MLIRContext *context, std::optional<double> slope,
           StringRef className)
      : RulePattern(context), slope(slope), className(className) {}

  LogicalResult matchAndRewrite(Component component,
                                RuleRewriter &rewriter) const override {
    if (component.plays("leaky-relu"))
      return rewriter.notifyMatchFailure(component.getOp(), "leaks already");
    if (component.plays("relu"))
      return replaceLayer(component, rewriter);
    const ClassDecl *decl = component.getDecl();
    if (!decl)
      return rewriter.notifyMatchFailure(
          component.getOp(), "is no ReLU, and has none by its name");
    bool found = false, isRefused = false;
    for (auto [name, role] : decl->getRoles()) {
      if (!sameName(role, "activation"))
        continue;
      std::optional<Slot> activation = activationOf(component, name);
      if (!activation || !namesRelu(*activation))
        continue;
      if (component.plays("nonlinearity"))
        return replaceLayer(component, rewriter);
      bool isLeaky = succeeded(leakField(component, name, rewriter));
      (isLeaky ? found : isRefused) = true;
      if (rewriter.hasFailed())
        return failure();
    }
    if (found)
      return success();
    return rewriter.notifyMatchFailure(
        component.getOp(), isRefused ? "names a ReLU where no leaky one can be"
                                     : "is no ReLU, and has none by its name");
  }

private:
  /// What a field of role activation holds, or has by default; nothing if that
  /// is no constant.
  static std::optional<Slot> activationOf(Component component, StringRef name) {
    if (Field field = component.field(name))
      return field.isConstant() ? std::optional(field.getSlot()) : std::nullopt;
    const FieldDecl *declared = component.getDecl()->getField(name);
    Attribute value = declared ? declared->parts.defaultValue : Attribute();
    return value && isFieldLiteral(value) ? std::optional(Slot::get(value))
                                          : std::nullopt;
  }

  ClassChoice choice() const { return {"leaky-relu", className}; }

  /// Writes the slope into the fields of a new component of \p leaky.
  LogicalResult writeSlope(Location loc, const ClassDecl &leaky,
                           CarriedFields &fields) const {
    bool hasRole = false;
    for (const FieldDecl &field : leaky.getFields()) {
      if (field.pattern || !sameName(leaky.getRole(field.name), "slope"))
        continue;
      hasRole = true;
      // A ReLU's slope is none.
      NewValue *carried = fields.find(field.name);
      if (slope)
        fields.set(field.name, *slope);
      else if (carried && !carried->child && numberOf(carried->constant) == 0.0)
        llvm::erase_if(fields.values, [&](const NamedValue &value) {
          return value.first == field.name;
        });
    }
    if (hasRole || !slope)
      return success();
    return emitError(loc) << "no field of " << leaky.getName()
                          << " has the role 'slope'; leave out the option";
  }

  LogicalResult replaceLayer(Component layer, RuleRewriter &rewriter) const {
    Location loc = layer.getOp().getLoc();
    FailureOr<const ClassDecl *> leaky = rewriter.chooseClass(loc, choice());
    if (failed(leaky))
      return rewriter.fail();
    CarriedFields fields = rewriter.carryOver(layer, **leaky);
    if (failed(writeSlope(loc, **leaky, fields)))
      return rewriter.fail();
    // The word `relu` is what the rule is about.
    llvm::erase_if(fields.leftOut, [&](Field field) {
      return sameName(layer.roleOf(field), "activation");
    });
    return rewriter.replaceBy(layer, **leaky, fields);
  }

  LogicalResult leakField(Component component, StringRef name,
                          RuleRewriter &rewriter) const {
    Location loc = component.getOp().getLoc();
    const FieldDecl *declared = component.getDecl()->getField(name);
    Type type = declared && declared->type
                    ? declared->type
                    : Type(AnyType::get(rewriter.getContext()));
    auto isTaken = [&](const ClassDecl *decl) {
      return takesComponent(type, decl->getName(), rewriter.getClasses());
    };
    // A component says its slope; a name has one that we do not know.
    if (llvm::any_of(rewriter.findClasses(choice()), isTaken)) {
      FailureOr<const ClassDecl *> leaky = rewriter.chooseClass(loc, choice());
      CarriedFields fields;
      if (failed(leaky) || failed(writeSlope(loc, **leaky, fields)))
        return rewriter.fail();
      FailureOr<ObjectOp> built =
          rewriter.construct(loc, (*leaky)->getName(), fields.values);
      if (failed(built))
        return rewriter.fail();
      return rewriter.rebind(component.getOp(), name, built->getOperation());
    }
    std::string path = component.getPath();
    std::string place = path.empty() ? name.str() : path + "." + name.str();
    FailureOr<NewValue> named =
        leakyName(loc, place, type, *activationOf(component, name), rewriter);
    if (failed(named))
      return failure();
    if (slope) {
      emitError(loc) << place << ": takes an activation by its name, which "
                     << "cannot say the slope; leave out the option 'slope'";
      return rewriter.fail();
    }
    return rewriter.rebind(component.getOp(), name, *named);
  }

  /// The leaky ReLU by its name, as a field of the type takes it; fails, with a
  /// warning, if it takes none.
  static FailureOr<NewValue> leakyName(Location loc, StringRef place, Type type,
                                       const Slot &relu,
                                       RuleRewriter &rewriter) {
    if (std::optional<GlobalName> function = globalOf(relu))
      return leakyFunction(*function, rewriter);
    SmallVector<Attribute> words = choicesOf(type);
    for (Attribute choice : words)
      if (auto word = dyn_cast<StringAttr>(choice);
          word && ClassTable::answersTo(word.getValue(), "leaky-relu"))
        return NewValue(Slot::get(word));
    if (takes<StrType>(type))
      return NewValue::string(rewriter.getContext(), "leaky_relu");
    InFlightDiagnostic diag = emitWarning(loc);
    diag << place << ": takes no leaky ReLU, only ";
    llvm::interleaveComma(words, diag, [&](Attribute choice) {
      diag << pythonRepr(Slot::get(choice));
    });
    return failure();
  }

  std::optional<double> slope;
  std::string className;
};

struct ReluToLeakyRelu : public pg::impl::ReluToLeakyReluBase<ReluToLeakyRelu> {
  using ReluToLeakyReluBase::ReluToLeakyReluBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.addChoice("leaky-relu", className.getValue());
  }

  SmallVector<StringRef> getConcepts() const override { return {"relu"}; }

  void populatePatterns(RewritePatternSet &patterns) override {
    double number;
    std::optional<double> given;
    if (!StringRef(slope.getValue()).getAsDouble(number))
      given = number;
    patterns.add<LeakRelu>(patterns.getContext(), given,
                           StringRef(className.getValue()));
  }
};

} // namespace
