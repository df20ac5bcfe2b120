//===- RemoveEncoder.cpp - The rule remove-encoder -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Walk.h"
#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_REMOVEENCODER
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

constexpr StringLiteral stream = "stream";

bool isStream(Component dataset) {
  auto format = dyn_cast_or_null<StringAttr>(dataset.constantOfRole("format"));
  return format && format == stream;
}

struct RemoveEncoder : public pg::impl::RemoveEncoderBase<RemoveEncoder> {
  using RemoveEncoderBase::RemoveEncoderBase;

  SmallVector<StringRef> getConcepts() const override {
    return {"encoder", "cross-attention"};
  }

  StringRef getOtherwise() const override {
    return "is neither an encoder nor what attends to one";
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    const ClassTable &classes = rewriter.getClasses();
    SmallVector<Field> encoders, doomed;
    bool hasDecoder = false;
    walkValues(rewriter.getExperiment(), [&](Field field) {
      if (plays(field, "encoder", classes))
        encoders.push_back(field);
      else if (!plays(field, "cross-attention", classes)) {
        hasDecoder |= plays(field, "decoder", classes);
        return WalkResult::advance();
      }
      doomed.push_back(field);
      return WalkResult::skip();
    });
    if (doomed.empty())
      return success();
    // Without an encoder there may still be what would attend to one.
    if (!encoders.empty() && !hasDecoder) {
      rewriter.setHint(encoders.front().getPath() +
                       " is an encoder, but nothing plays 'decoder': nothing "
                       "would be left of the model");
      for (Field encoder : encoders)
        if (Operation *op = encoder.getChild())
          (void)rewriter.notifyMatchFailure(
              op, "is an encoder, but nothing plays 'decoder'");
      return success();
    }
    for (Field field : doomed) {
      rewriter.countMatch();
      if (failed(remove(field, rewriter)))
        return failure();
    }
    LogicalResult result = success();
    walkComponents(rewriter.getExperiment(), [&](ObjectOp op) {
      result = makeStream(Component(op, classes), rewriter);
      return succeeded(result);
    });
    isRemoved = true;
    return result;
  }

  LogicalResult checkPostcondition(ExperimentOp experiment) const override {
    ClassTable classes(experiment);
    // Behind references, too.
    for (auto op : experiment.getBody().getOps<ObjectOp>()) {
      Component component(op, classes);
      for (Field field : cast<ContainerOpInterface>(*op).getFields())
        for (StringRef concept_ : {"encoder", "cross-attention"})
          if (isRemoved && plays(field, concept_, classes))
            return reportLeft(field) << "a component plays '" << concept_
                                     << "', though remove-encoder ran";
      if (isRemoved && component.plays("dataset") &&
          !component.nameWithRole("format").empty() && !isStream(component))
        return reportLeft(getHolder(op)) << "a dataset is no stream, though "
                                            "remove-encoder ran";
    }
    return success();
  }

private:
  static InFlightDiagnostic reportLeft(Field field) {
    InFlightDiagnostic diag = emitError(field.getLoc());
    diag << describePath(field) << ": ";
    return diag;
  }

  static LogicalResult remove(Field field, RuleRewriter &rewriter) {
    // What only adds its input to nothing goes as well.
    auto owner = dyn_cast<ObjectOp>(field.getOwner());
    while (owner) {
      Component holder(owner, rewriter.getClasses());
      if (!holder.plays("residual") || !sameName(holder.roleOf(field), "body"))
        return rewriter.rebind(field, NewValue::none());
      field = getHolder(owner);
      owner = dyn_cast<ObjectOp>(field.getOwner());
    }
    return rewriter.erase(field);
  }

  static LogicalResult makeStream(Component dataset, RuleRewriter &rewriter) {
    if (!dataset.plays("dataset") || isStream(dataset))
      return success();
    StringRef format = dataset.nameWithRole("format");
    if (!format.empty()) {
      rewriter.countMatch();
      return rewriter.rebind(dataset.getOp(), format,
                             NewValue::string(rewriter.getContext(), stream));
    }
    if (!dataset.holds("dataset"))
      emitRemark(dataset.getOp().getLoc())
          << dataset.getPlace() << ": " << dataset.getClassName()
          << " has no field of role 'format': it stays as it is, a stream or "
             "not";
    return success();
  }

  bool isRemoved = false;
};

} // namespace
