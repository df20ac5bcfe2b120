//===- ScaleUp.cpp - The rule scale-up -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Depth.h"
#include "Widths.h"
#include "pg/Rewrite/Rules.h"
#include "pg/Support/Suggestion.h"
#include "llvm/Support/MathExtras.h"

namespace pg {
#define GEN_PASS_DEF_SCALEUP
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

/// One dimension of a model and how far it is scaled.
struct Dimension {
  StringRef option;
  Scale scale;
  /// Places that it was applied to.
  unsigned uses = 0;
};

class ModelScaler {
public:
  ModelScaler(RuleRewriter &rewriter, Scale depth, Scale width, Scale ffn,
              Scale heads, Scale kv)
      : rewriter(rewriter), classes(rewriter.getClasses()),
        depth{"depth", depth}, width{"width", width}, ffn{"ffn", ffn},
        heads{"heads", heads}, kv{"kv", kv},
        modelWidth(findModelWidth(rewriter.getExperiment(), classes)) {}

  /// Sizes first and depth then, so that repeated blocks have the new sizes.
  LogicalResult run() {
    if (failed(checkWidths()) || failed(scaleSizes()) ||
        failed(rewriter.apply()) || failed(scaleDepths()))
      return failure();
    for (Dimension *dimension : {&depth, &width, &ffn, &heads, &kv})
      if (!dimension->uses && !dimension->scale.isIdentity())
        emitRemark(rewriter.getExperiment().getLoc())
            << "scale-up found no use for '" << dimension->option
            << "': nothing in this experiment has that dimension";
    return success();
  }

private:
  LogicalResult checkWidths();
  LogicalResult scaleSizes();
  LogicalResult scaleAttention(Component attention);
  LogicalResult scaleRole(Component component, StringRef role,
                          Dimension &dimension);
  LogicalResult scaleDepths();
  LogicalResult scaleDepth(const DepthPlace &place);
  LogicalResult repeat(ListOp list, unsigned first, unsigned count);
  LogicalResult checkSize(ListOp list, unsigned first, unsigned count,
                          std::optional<int64_t> wanted);
  LogicalResult anonymize(Operation *copy);

  RuleRewriter &rewriter;
  const ClassTable &classes;
  Dimension depth, width, ffn, heads, kv;
  /// Before anything is scaled.
  std::optional<int64_t> modelWidth;
  uint64_t copied = 0;
};

/// A slip of the pen must not fill the memory.
constexpr uint64_t maxCopied = 1'000'000;

/// The components, lists and dictionaries that a value takes.
uint64_t countOperations(Field field) {
  uint64_t size = 1;
  SmallVector<Operation *> pending;
  if (Operation *child = field.getChild())
    pending.push_back(child);
  for (; !pending.empty(); ++size) {
    Operation *op = pending.pop_back_val();
    // What a reference refers to is not copied.
    if (!isa<RefOp>(op))
      for (Value child : op->getOperands())
        pending.push_back(child.getDefiningOp());
  }
  return size;
}

/// `64 at model.embedding.output_dim`
std::string describePlace(const std::pair<int64_t, WidthPlace> &value) {
  return std::to_string(value.first) + " at " + value.second.path;
}

} // namespace

LogicalResult ModelScaler::checkWidths() {
  Field unclear = width.scale.isIdentity()
                      ? Field()
                      : findUnclearWidth(rewriter.getExperiment(), classes);
  if (unclear) {
    InFlightDiagnostic diag = emitError(unclear.getLoc());
    diag << describePath(unclear) << ": ";
    if (isPlaceholder(unclear, classes))
      diag << "a placeholder stands for the model width, which has to agree "
              "everywhere";
    else
      diag << "the model width is no whole number but "
           << describeValue(unclear);
    return diag << "; give it a number first, or keep the width (width=1x)";
  }
  auto widths = findModelWidths(rewriter.getExperiment(), classes);
  if (!width.scale.size || widths.size() < 2)
    return success();
  return emitError(rewriter.getExperiment().getLoc())
         << "the experiment has several model widths ("
         << describePlace(widths.getArrayRef()[0]) << ", "
         << describePlace(widths.getArrayRef()[1])
         << "): a size cannot stand for all; scale by a factor";
}

LogicalResult ModelScaler::scaleRole(Component component, StringRef role,
                                     Dimension &dimension) {
  if (dimension.scale.isIdentity() || component.nameWithRole(role).empty())
    return success();
  bool found =
      succeeded(rewriter.rebindRole(component, role, [&](int64_t value) {
        return dimension.scale.apply(value);
      }));
  if (rewriter.hasFailed())
    return failure();
  // There is one, though a placeholder may stand there.
  Field spelled = component.fieldWithRole(role);
  dimension.uses += found || (spelled && !spelled.isNone());
  if (found)
    rewriter.countMatch();
  return success();
}

LogicalResult ModelScaler::scaleAttention(Component attention) {
  // A total width follows its heads: as many, each as wide, as they are now.
  std::optional<TotalWidth> total = findTotalWidth(attention, modelWidth);
  Field stated = attention.fieldWithRole("attention-width");
  if (stated && !(heads.scale.isIdentity() && kv.scale.isIdentity()))
    rewriter.remarkIfUnscalable(stated, "attention-width");
  Attribute count = attention.constantOfRole("heads");
  std::optional<int64_t> oldHeads =
      count ? wholeNumberOf(Slot::get(count)) : std::nullopt;
  if (!total || !oldHeads || *oldHeads <= 0 ||
      (heads.scale.isIdentity() && kv.scale.isIdentity() &&
       (!total->isImplied || width.scale.isIdentity())))
    return success();
  Field spelled = attention.field(total->name);
  Location loc = spelled ? spelled.getLoc() : attention.getOp().getLoc();
  std::string path = attention.getPath();
  path += (path.empty() ? "" : ".") + total->name.str();
  if (total->width % *oldHeads != 0)
    return emitError(loc) << path << ": " << *oldHeads
                          << " heads do not divide the attention width "
                          << total->width;
  std::optional<int64_t> headWidth = kv.scale.apply(total->width / *oldHeads);
  std::optional<int64_t> newHeads = heads.scale.apply(*oldHeads);
  int64_t newTotal;
  if (!headWidth || !newHeads ||
      llvm::MulOverflow(*newHeads, *headWidth, newTotal))
    return emitError(loc) << path
                          << ": the attention width does not fit 64 bits";
  ++kv.uses;
  // What follows the model's width by itself still does.
  if (total->isImplied && width.scale.apply(total->width) == newTotal)
    return success();
  rewriter.countMatch();
  return rewriter.rebind(attention.getOp(), total->name,
                         wholeNumberLike(total->stated, newTotal));
}

LogicalResult ModelScaler::scaleSizes() {
  LogicalResult result = success();
  walkComponents(rewriter.getExperiment(), [&](ObjectOp op) {
    Component component(op, classes);
    bool isLayer = component.playsAny({"convolution", "separable-convolution",
                                       "transposed-convolution", "dense"});
    if (isLayer && rewriter.isHead(component))
      (void)rewriter.notifyMatchFailure(
          op, "is the head: its width belongs to the dataset");
    if (failed(scaleAttention(component)) ||
        failed(scaleRole(component, "model-width", width)) ||
        failed(scaleRole(component, "hidden-width", ffn)) ||
        failed(scaleRole(component, "heads", heads)) ||
        failed(scaleRole(component, "head-width", kv)) ||
        (isLayer && !rewriter.isHead(component) &&
         failed(scaleRole(component, "width", width))))
      result = failure();
    return succeeded(result);
  });
  return result;
}

//===----------------------------------------------------------------------===//
// Depth
//===----------------------------------------------------------------------===//

LogicalResult ModelScaler::scaleDepth(const DepthPlace &place) {
  Component owner(place.owner, classes);
  auto path = [&] {
    if (place.list)
      return getPath(place.list);
    std::string path = owner.getPath();
    return path + (path.empty() ? "" : ".") +
           owner.nameWithRole("num-layers").str();
  };
  if (place.choice != DepthPlace::Choice::Scaled) {
    StringRef reason = place.choice == DepthPlace::Choice::LeftToOuter
                           ? "scale-up leaves this depth as it is, and scales "
                             "the one around it"
                           : "scale-up leaves this depth as it is, and scales "
                             "those in it";
    (void)rewriter.notifyMatchFailure(place.owner, reason);
    rewriter.remark(owner.getOp().getLoc(), path, reason);
    return success();
  }
  if (!place.list)
    return scaleRole(owner, "num-layers", depth);
  ++depth.uses;
  rewriter.countMatch();
  return repeat(place.list, place.first, place.count);
}

LogicalResult ModelScaler::scaleDepths() {
  if (depth.scale.isIdentity())
    return success();
  // The sizes have changed what stands where.
  Depths depths =
      findDepths(Visits(rewriter.getExperiment(), classes), classes);
  for (const DepthPlace &place : depths.places)
    if (failed(scaleDepth(place)))
      return failure();
  for (Field field : depths.unknown)
    rewriter.remarkIfUnscalable(
        field,
        Component(cast<ObjectOp>(field.getOwner()), classes).roleOf(field));
  for (auto [list, count] : depths.besideCount)
    rewriter.remark(
        list.getLoc(), [list = list] { return getPath(list); },
        "scale-up does not repeat this list: '" + count +
            "' beside it says how often that is done");
  return success();
}

LogicalResult ModelScaler::checkSize(ListOp list, unsigned first,
                                     unsigned count,
                                     std::optional<int64_t> wanted) {
  uint64_t size = 0;
  for (unsigned i = first; i < first + count; ++i)
    size += countOperations(Field(list, i));
  // Of what is repeated; a last round that is cut counts as whole.
  uint64_t rounds = wanted ? *wanted / count : UINT64_MAX;
  bool overflows = false;
  copied = llvm::SaturatingMultiplyAdd(size, rounds, copied, &overflows);
  if (!overflows && copied <= maxCopied)
    return success();
  return emitError(list.getLoc())
         << getPath(list) << ": repeating " << count << " blocks "
         << (wanted ? "to " + std::to_string(*wanted) : "as often as that")
         << " makes more than " << maxCopied
         << " components, the most that scale-up makes";
}

LogicalResult ModelScaler::repeat(ListOp list, unsigned first, unsigned count) {
  std::optional<int64_t> depthWanted = depth.scale.apply(count);
  if (failed(checkSize(list, first, count, depthWanted)))
    return failure();
  int64_t wanted = *depthWanted;
  for (unsigned i = wanted; i < count; ++i)
    if (failed(rewriter.erase(Field(list, first + i))))
      return failure();
  for (int64_t i = count; i < wanted; ++i) {
    Field block(list, first + i % count);
    rewriter.setInsertionPoint(list);
    NewValue value = block.getChild()
                         ? NewValue(rewriter.copy(block.getValue()))
                         : NewValue(block.getSlot());
    if (value.child && failed(anonymize(value.child.getDefiningOp())))
      return failure();
    rewriter.insert(list, first + count, value);
  }
  return success();
}

/// Two layers cannot share a name, and a seed would give both the same weights.
LogicalResult ModelScaler::anonymize(Operation *copy) {
  SmallVector<Operation *> pending = {copy};
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val();
    if (!isa<RefOp>(op))
      for (Value child : op->getOperands())
        pending.push_back(child.getDefiningOp());
    auto object = dyn_cast<ObjectOp>(op);
    if (!object)
      continue;
    Component component(object, classes);
    for (Field field : cast<ContainerOpInterface>(op).getFields()) {
      StringRef role = component.roleOf(field);
      // Two decisions of one name are one, for PyGlove, and have to agree.
      if (component.getShape().placeholder != Placeholder::None &&
          field.getName() == "name") {
        if (failed(rewriter.rebind(field, NewValue::none())))
          return failure();
        continue;
      }
      bool isOwn = role == "name" || role == "seed" ||
                   (role.empty() && !component.getDecl() &&
                    (field.getName() == "name" || field.getName() == "seed"));
      if (isOwn && failed(rewriter.erase(field)))
        return failure();
    }
  }
  return success();
}

//===----------------------------------------------------------------------===//
// The rule
//===----------------------------------------------------------------------===//

namespace {

struct ScaleUp : public pg::impl::ScaleUpBase<ScaleUp> {
  using ScaleUpBase::ScaleUpBase;

  StringRef getOtherwise() const override {
    return "has no dimension that is scaled";
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    auto scale = [](const Text &text) { return *Scale::parse(text); };
    const ClassTable &classes = rewriter.getClasses();
    widthsAgreed = findModelWidths(getOperation(), classes).size() == 1 &&
                   !findUnclearWidth(getOperation(), classes);
    return ModelScaler(rewriter, scale(depth), scale(width), scale(ffn),
                       scale(heads), scale(kv))
        .run();
  }

  LogicalResult checkPostcondition(ExperimentOp experiment) const override {
    ClassTable classes(experiment);
    auto widths = findModelWidths(experiment, classes);
    if (widthsAgreed && widths.size() > 1)
      return emitError(widths.getArrayRef()[1].second.loc)
             << "the model width does not agree everywhere: "
             << describePlace(widths.getArrayRef()[0]) << ", "
             << describePlace(widths.getArrayRef()[1]);
    if (Field unclear =
            widthsAgreed ? findUnclearWidth(experiment, classes) : Field())
      return emitError(unclear.getLoc())
             << "the model width does not agree everywhere any more: "
             << describePath(unclear) << " is no whole number";
    std::optional<int64_t> modelWidth = findModelWidth(experiment, classes);
    LogicalResult result = success();
    walkComponents(experiment, [&](ObjectOp op) {
      if (failed(checkHeads(Component(op, classes), modelWidth)))
        result = failure();
      return true;
    });
    return result;
  }

  /// Where heads share a total width, they have to divide it.
  static LogicalResult checkHeads(Component attention,
                                  std::optional<int64_t> modelWidth) {
    Field heads = attention.fieldWithRole("heads");
    std::optional<int64_t> count =
        heads ? heads.getWholeNumber() : std::nullopt;
    std::optional<int64_t> width;
    if (auto total = findTotalWidth(attention, modelWidth))
      width = total->width;
    else if (attention.nameWithRole("attention-width").empty() &&
             !attention.fieldWithRole("head-width"))
      if (Field shared = attention.fieldWithRole("model-width"))
        width = shared.getWholeNumber();
    if (!attention.plays("attention") || !count || !width || *count <= 0 ||
        *width % *count == 0)
      return success();
    return emitError(heads.getLoc())
           << attention.getPlace() << ": " << *count
           << " heads do not divide the width " << *width;
  }

  bool widthsAgreed = false;
};

} // namespace
