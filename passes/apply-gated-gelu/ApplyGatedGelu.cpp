//===- ApplyGatedGelu.cpp - The rule apply-gated-gelu -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"

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

/// Whether some string is a value of a type, by itself and not as anything is.
bool takesAnyWord(Type type) {
  Type spec = splitType(type).spec;
  if (auto any = dyn_cast<UnionType>(spec))
    return llvm::any_of(any.getCandidates(), takesAnyWord);
  return isa<StrType>(spec);
}

/// The first of these words that a field takes; null if it takes none.
Attribute findWord(Type type, ArrayRef<StringRef> words) {
  SmallVector<Attribute> choices = choicesOf(type);
  for (StringRef word : words)
    for (Attribute choice : choices)
      if (auto text = dyn_cast<StringAttr>(choice); text && text == word)
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
    if (failed(writeGelu(loc, **gated, carried, rewriter)))
      return rewriter.fail();
    if (keepParameters && failed(shrink(layer, **gated, carried)))
      return rewriter.fail();
    return rewriter.replaceBy(layer, **gated, carried);
  }

  /// Which GELU it is, is written out: frameworks differ in their default.
  LogicalResult writeGelu(Location loc, const ClassDecl &gated,
                          CarriedFields &carried,
                          RuleRewriter &rewriter) const {
    for (const FieldDecl &field : gated.getFields()) {
      if (field.name == "approximate" && isa<BoolType>(field.parts.spec))
        carried.set(field.name, isTanh);
      if (!sameName(gated.getRole(field.name), "activation"))
        continue;
      FailureOr<NewValue> gelu = spellGelu(loc, gated, field, rewriter);
      if (failed(gelu))
        return failure();
      carried.set(field.name, *gelu);
    }
    return success();
  }

  /// The GELU as a field takes it: by its name, or as a component.
  FailureOr<NewValue> spellGelu(Location loc, const ClassDecl &gated,
                                const FieldDecl &field,
                                RuleRewriter &rewriter) const {
    MLIRContext *context = rewriter.getContext();
    NewValue name = NewValue::string(context, isTanh ? "gelu_tanh" : "gelu");
    if (!field.type)
      return name;
    if (Attribute word = findWord(field.type, isTanh ? ArrayRef(tanhNames)
                                                     : ArrayRef(exactNames)))
      return NewValue(Slot::get(word));
    if (takesAnyWord(field.type))
      return name;
    ClassChoice choice{"gelu"};
    choice.fits = [&](const ClassDecl &decl) {
      return takesComponent(field.type, decl.getName(), rewriter.getClasses());
    };
    SmallVector<const ClassDecl *> gelus = rewriter.findClasses(choice);
    if (gelus.size() == 1)
      return buildGelu(loc, *gelus.front(), rewriter);
    if (!gelus.empty())
      return reportSeveral(loc, gelus);
    if (takes<>(field.type)) // Anything.
      return name;
    InFlightDiagnostic diag = emitError(loc);
    diag << "'" << field.name.getValue() << "' of " << gated.getName()
         << " does not take the " << (isTanh ? "tanh" : "exact") << " GELU";
    if (findWord(field.type,
                 isTanh ? ArrayRef(exactNames) : ArrayRef(tanhNames)))
      diag << "; the other one is the option 'gelu="
           << (isTanh ? "exact" : "tanh") << "'";
    else
      diag << " by its name, and no declared class that it takes plays 'gelu'";
    return diag;
  }

  static LogicalResult reportSeveral(Location loc,
                                     ArrayRef<const ClassDecl *> gelus) {
    std::vector<StringRef> names;
    for (const ClassDecl *gelu : gelus)
      names.push_back(gelu->getName());
    llvm::sort(names);
    return emitError(loc) << "several declared classes play 'gelu': "
                          << llvm::join(names, ", ")
                          << "; take the concept from all but one";
  }

  FailureOr<NewValue> buildGelu(Location loc, const ClassDecl &gelu,
                                RuleRewriter &rewriter) const {
    const FieldDecl *approximate = gelu.getField("approximate");
    Attribute word;
    if (approximate && !isa<BoolType>(approximate->parts.spec))
      word = findWord(approximate->type, StringRef(isTanh ? "tanh" : "none"));
    if (!approximate || !(word || isa<BoolType>(approximate->parts.spec)))
      return emitError(loc)
             << gelu.getName() << " cannot say which GELU it is: it has no "
             << "field 'approximate' that is true or false, 'tanh' or 'none'";
    NewValue value = word ? NewValue(Slot::get(word)) : NewValue(isTanh);
    FailureOr<ObjectOp> built = rewriter.construct(
        loc, gelu.getName(), NamedValue{"approximate", value});
    if (failed(built))
      return failure();
    return NewValue(built->getOperation());
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
    needs.addChoice("gelu", "");
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
