//===- AddAugmentation.cpp - The rule add-augmentation -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Walk.h"
#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_ADDAUGMENTATION
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

/// The list of what a component runs in order; null without one.
ListOp childrenOf(Component component) {
  for (Field field : component.fieldsWithRole("children"))
    if (auto list = dyn_cast_or_null<ListOp>(field.getChild()))
      return list;
  return {};
}

/// Lists that hold augmentations by the role of their field.
SmallVector<ListOp> findAugmentationLists(ExperimentOp experiment,
                                          const ClassTable &classes) {
  SmallVector<ListOp> lists;
  walkComponents(experiment, [&](ObjectOp op) {
    for (Field field : Component(op, classes).fieldsWithRole("augmentation"))
      if (auto list = dyn_cast_or_null<ListOp>(field.getChild()))
        lists.push_back(list);
    return true;
  });
  return lists;
}

/// The outermost sequences, outside of datasets.
SmallVector<Component> findSequences(ExperimentOp experiment,
                                     const ClassTable &classes) {
  SmallVector<Component> sequences;
  walkValues(experiment, [&](Field field) {
    ObjectOp op = field.getComponent();
    if (!op)
      return WalkResult::advance();
    Component component(op, classes);
    bool isSequence = component.plays("sequence") && childrenOf(component);
    if (isSequence)
      sequences.push_back(component);
    return isSequence || component.plays("dataset") ? WalkResult::skip()
                                                    : WalkResult::advance();
  });
  return sequences;
}

struct AddAugmentation : public pg::impl::AddAugmentationBase<AddAugmentation> {
  using AddAugmentationBase::AddAugmentationBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.addChoice("augmentation", className.getValue());
    needs.values.push_back(fields.getValue().value);
  }

  SmallVector<StringRef> getConcepts() const override { return {"sequence"}; }

  StringRef getOtherwise() const override {
    return "is not what takes the augmentation";
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    FailureOr<SmallVector<ListOp>> lists = findLists(rewriter);
    if (failed(lists))
      return failure();
    for (ListOp list : *lists)
      if (failed(addTo(list, rewriter)))
        return failure();
    return success();
  }

private:
  FailureOr<SmallVector<ListOp>> findLists(RuleRewriter &rewriter) {
    ExperimentOp experiment = rewriter.getExperiment();
    const ClassTable &classes = rewriter.getClasses();
    if (!path.getValue().empty())
      return followToList(rewriter);
    SmallVector<ListOp> lists = findAugmentationLists(experiment, classes);
    if (!lists.empty())
      return lists;
    SmallVector<Component> sequences = findSequences(experiment, classes);
    if (sequences.size() > 1) {
      InFlightDiagnostic diag = emitError(experiment.getLoc());
      diag << "several sequences could take the augmentation: ";
      llvm::interleaveComma(sequences, diag, [&](Component sequence) {
        diag << sequence.getPlace();
      });
      diag << "; choose one with the option 'path'";
      return failure();
    }
    for (Component sequence : sequences)
      lists.push_back(childrenOf(sequence));
    return lists;
  }

  FailureOr<SmallVector<ListOp>> followToList(RuleRewriter &rewriter) {
    FailureOr<PathTarget> target = followPath(rewriter, path.getValue());
    if (failed(target))
      return failure();
    Operation *held = target->field ? target->field.getChild() : nullptr;
    auto list = dyn_cast_or_null<ListOp>(held);
    if (auto object = dyn_cast_or_null<ObjectOp>(held))
      list = childrenOf(Component(object, rewriter.getClasses()));
    if (list)
      return SmallVector<ListOp>{list};
    return emitError(target->parent->getLoc())
           << "'" << path.getValue().value
           << "' is neither a list nor a component with 'children'";
  }

  LogicalResult addTo(ListOp list, RuleRewriter &rewriter) {
    const ClassTable &classes = rewriter.getClasses();
    FailureOr<const ClassDecl *> chosen = rewriter.chooseClass(
        list.getLoc(), {"augmentation", className.getValue()});
    if (failed(chosen))
      return failure();
    unsigned index = 0;
    for (Field element : cast<ContainerOpInterface>(*list).getFields()) {
      ObjectOp op = element.getComponent();
      Component component = op ? Component(op, classes) : Component();
      if (component && component.getDecl() == *chosen) {
        rewriter.setHint(component.getPlace() + " is there already");
        (void)rewriter.notifyMatchFailure(component.getOp(),
                                          "is there already");
        return success();
      }
      FactOp shape = component && component.getDecl()
                         ? component.getDecl()->getFact("input-shape")
                         : FactOp();
      if (shape && shape.getField() && element.getIndex() == index)
        ++index;
      else if (!component || !component.plays("augmentation"))
        break;
    }
    rewriter.setInsertionPoint(list);
    CarriedFields values;
    if (failed(rewriter.setFields(values, fields.getValue())))
      return failure();
    FailureOr<ObjectOp> built =
        rewriter.construct(list.getLoc(), (*chosen)->getName(), values.values);
    if (failed(built))
      return failure();
    rewriter.countMatch();
    rewriter.insert(list, index, built->getOperation());
    return success();
  }
};

} // namespace
