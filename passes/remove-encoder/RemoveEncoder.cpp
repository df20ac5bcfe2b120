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
    const Visits &visits = rewriter.getVisits();
    changed.clear();
    for (auto [number, roots] : llvm::enumerate(visits.splitExperiments())) {
      Finding found = find(visits, roots, classes);
      for (Field encoder : found.alone) {
        rewriter.setHint(encoder.getPath() +
                         " is an encoder, but nothing plays 'decoder': nothing "
                         "would be left of the model");
        if (Operation *op = encoder.getChild())
          (void)rewriter.notifyMatchFailure(
              op, "is an encoder, but nothing plays 'decoder'");
      }
      if (found.doomed.empty())
        continue;
      for (Field field : found.doomed) {
        rewriter.countMatch();
        if (failed(remove(field, rewriter)))
          return failure();
      }
      for (size_t root : roots)
        for (size_t i = root; i < visits[root].end; ++i)
          if (auto op = dyn_cast<ObjectOp>(visits[i].op))
            if (failed(makeStream(Component(op, classes), rewriter)))
              return failure();
      changed.insert(number);
    }
    return success();
  }

  LogicalResult checkPostcondition(ExperimentOp experiment) const override {
    if (changed.empty())
      return success();
    ClassTable classes(experiment);
    Visits visits(experiment, classes);
    for (auto [number, roots] : llvm::enumerate(visits.splitExperiments())) {
      Finding found = find(visits, roots, classes);
      if (!found.doomed.empty())
        return reportLeft(found.doomed.front(), classes);
      if (!changed.contains(number))
        continue;
      for (size_t root : roots)
        for (size_t i = root; i < visits[root].end; ++i)
          if (auto op = dyn_cast<ObjectOp>(visits[i].op))
            if (failed(checkStream(Component(op, classes))))
              return failure();
    }
    // Behind references, too.
    for (ObjectOp op : visits.findHidden()) {
      if (failed(checkStream(Component(op, classes))))
        return failure();
      for (Field field : cast<ContainerOpInterface>(*op).getFields())
        if (plays(field, "encoder", classes) ||
            plays(field, "cross-attention", classes))
          return reportLeft(field, classes);
    }
    return success();
  }

private:
  struct Finding {
    /// Encoders that have a decoder, and what attends to one.
    SmallVector<Field> doomed;
    /// Encoders without a decoder.
    SmallVector<Field> alone;
  };

  static Finding find(const Visits &visits, ArrayRef<size_t> roots,
                      const ClassTable &classes) {
    Finding found;
    SmallVector<Field> encoders, decoders, gone;
    for (size_t root : roots)
      walkValues(visits.getHolder(visits[root]), [&](Field field) {
        if (plays(field, "encoder", classes)) {
          encoders.push_back(field);
          return WalkResult::skip();
        }
        if (plays(field, "cross-attention", classes)) {
          found.doomed.push_back(field);
          return WalkResult::skip();
        }
        if (plays(field, "decoder", classes))
          decoders.push_back(field);
        auto owner = dyn_cast<ObjectOp>(field.getOwner());
        if (owner && field.isNone() &&
            conceptImplies(Component(owner, classes).roleOf(field), "encoder"))
          gone.push_back(field);
        return WalkResult::advance();
      });
    // An encoder (also one that is gone) and a decoder belong together where
    // they first meet on the way up: the encoder of another model has none.
    llvm::DenseSet<Operation *> aboveEncoder, aboveDecoder, meetings;
    auto climb = [](Field from, llvm::function_ref<bool(Operation *)> visit) {
      for (Field at = from; at && visit(at.getOwner());)
        at = getHolder(at.getOwner());
    };
    for (Field encoder : llvm::concat<Field>(encoders, gone))
      climb(encoder,
            [&](Operation *op) { return aboveEncoder.insert(op).second; });
    for (Field decoder : decoders)
      climb(decoder,
            [&](Operation *op) { return aboveDecoder.insert(op).second; });
    auto meet = [](Field field, const llvm::DenseSet<Operation *> &others) {
      Field at = field;
      while (at && !others.contains(at.getOwner()))
        at = getHolder(at.getOwner());
      return at ? at.getOwner() : nullptr;
    };
    for (Field decoder : decoders)
      meetings.insert(meet(decoder, aboveEncoder));
    for (Field encoder : encoders)
      (meetings.contains(meet(encoder, aboveDecoder)) && !decoders.empty()
           ? found.doomed
           : found.alone)
          .push_back(encoder);
    return found;
  }

  static LogicalResult checkStream(Component dataset) {
    if (!dataset.plays("dataset") || dataset.nameWithRole("format").empty() ||
        isStream(dataset))
      return success();
    Field holder = getHolder(dataset.getOp());
    return emitError(holder.getLoc())
           << describePath(holder)
           << ": a dataset is no stream, though remove-encoder ran";
  }

  static LogicalResult reportLeft(Field field, const ClassTable &classes) {
    return emitError(field.getLoc())
           << describePath(field) << ": a component plays '"
           << (plays(field, "encoder", classes) ? "encoder" : "cross-attention")
           << "', though remove-encoder ran";
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

  /// The experiments of the file that lost something, by number. Kept for the
  /// end of the chain.
  llvm::DenseSet<size_t> changed;
};

} // namespace
