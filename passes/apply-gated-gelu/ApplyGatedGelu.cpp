//===- ApplyGatedGelu.cpp - The rule apply-gated-gelu -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_APPLYGATEDGELU
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

/// Spellings of the two GELUs in frameworks: x·Φ(x), and its approximation by
/// tanh (Hendrycks & Gimpel 2016).
constexpr StringRef exactNames[] = {"gelu_exact", "gelu-exact", "gelu"};
constexpr StringRef tanhNames[] = {"gelu_tanh", "gelu-tanh", "gelu_new",
                                   "gelu_approximate", "gelu_pytorch_tanh"};

/// The GELU in the words of the field that takes it; null if it takes none.
Attribute spellGelu(const FieldDecl &field, bool isTanh) {
  MLIRContext *context = field.name.getContext();
  ArrayRef<StringRef> names =
      isTanh ? ArrayRef(tanhNames) : ArrayRef(exactNames);
  auto choices = dyn_cast<EnumType>(field.parts.spec);
  if (!choices)
    return StringAttr::get(context, isTanh ? "gelu_tanh" : "gelu");
  for (StringRef name : names)
    for (Attribute choice : choices.getValues())
      if (auto text = dyn_cast<StringAttr>(choice); text && text == name)
        return choice;
  return {};
}

struct GateFeedForward : public RulePattern {
  GateFeedForward(MLIRContext *context, bool keepParameters, bool isTanh,
                  StringRef className)
      : RulePattern(context), keepParameters(keepParameters), isTanh(isTanh),
        className(className) {}

  LogicalResult matchAndRewrite(Component layer,
                                RuleRewriter &rewriter) const override {
    if (!layer.plays("feed-forward"))
      return rewriter.notifyMatchFailure(layer.getOp(), "is no feed-forward");
    if (layer.plays("gated-feed-forward"))
      return rewriter.notifyMatchFailure(layer.getOp(), "is gated already");
    Location loc = layer.getOp().getLoc();
    FailureOr<const ClassDecl *> gated =
        rewriter.chooseClass(loc, {"gated-feed-forward", className});
    if (failed(gated))
      return rewriter.fail();
    CarriedFields carried = rewriter.carryOver(layer, **gated);
    if (failed(writeGelu(loc, **gated, carried)))
      return rewriter.fail();
    if (keepParameters && failed(shrink(layer, **gated, carried)))
      return rewriter.fail();
    return rewriter.replaceBy(layer, **gated, carried);
  }

  /// Which GELU it is, is written out: frameworks differ in their default.
  LogicalResult writeGelu(Location loc, const ClassDecl &gated,
                          CarriedFields &carried) const {
    for (const FieldDecl &field : gated.getFields()) {
      if (field.name == "approximate" && isa<BoolType>(field.parts.spec))
        carried.set(field.name, isTanh);
      if (gated.getRole(field.name) != "activation")
        continue;
      Attribute gelu = spellGelu(field, isTanh);
      if (!gelu)
        return emitError(loc)
               << "'" << field.name.getValue() << "' of " << gated.getName()
               << " does not take the " << (isTanh ? "tanh" : "exact")
               << " GELU; the other one is the option 'gelu="
               << (isTanh ? "exact" : "tanh") << "'";
      carried.set(field.name, Slot::get(gelu));
    }
    return success();
  }

  /// Three matrices of two thirds of the width hold what two of the full width
  /// hold (Shazeer 2020, section 3.1).
  LogicalResult shrink(Component layer, const ClassDecl &gated,
                       CarriedFields &carried) const {
    for (NamedValue &field : carried.values)
      if (gated.getRole(field.first) == "hidden-width" && !field.second.child)
        if (std::optional<int64_t> width = intOf(field.second.constant)) {
          field.second = *scaledInt(*width, 2.0 / 3.0);
          return success();
        }
    return emitError(layer.getOp().getLoc())
           << layer.getPlace() << ": keep-parameters needs a field of role "
           << "'hidden-width' that both " << layer.getClassName() << " and "
           << gated.getName() << " have";
  }

  bool keepParameters, isTanh;
  std::string className;
};

struct ApplyGatedGelu : public pg::impl::ApplyGatedGeluBase<ApplyGatedGelu> {
  using ApplyGatedGeluBase::ApplyGatedGeluBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.addChoice("gated-feed-forward", className.getValue());
  }

  SmallVector<StringRef> getConcepts() const override {
    return {"feed-forward"};
  }

  void populatePatterns(RewritePatternSet &patterns) override {
    patterns.add<GateFeedForward>(patterns.getContext(), keepParameters,
                                  StringRef(gelu.getValue()) == "tanh",
                                  StringRef(className.getValue()));
  }

  LogicalResult checkPostcondition(ExperimentOp experiment) const override {
    ClassTable classes(experiment);
    LogicalResult result = success();
    walkComponents(experiment, [&](ObjectOp op) {
      Component layer(op, classes);
      if (layer.plays("feed-forward") && !layer.plays("gated-feed-forward"))
        result = emitError(op.getLoc())
                 << layer.getPlace() << ": " << layer.getClassName()
                 << " is a feed-forward that is not gated, though "
                    "apply-gated-gelu ran";
      return true;
    });
    return result;
  }
};

} // namespace
