//===- AddSkipConnections.cpp - The rule add-skip-connections -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Walk.h"
#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_ADDSKIPCONNECTIONS
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

/// The field of a residual class that what it adds to goes into, and whether it
/// takes a list; none for a class with a skip connection of its own inside.
std::pair<StringRef, bool> findBody(const ClassDecl &residual) {
  for (StringRef role : {"body", "children"})
    for (const FieldDecl &field : residual.getFields())
      if (!field.pattern && sameName(residual.getRole(field.name), role))
        return {field.name, role == "children"};
  return {};
}

struct AddSkipConnections
    : public pg::impl::AddSkipConnectionsBase<AddSkipConnections> {
  using AddSkipConnectionsBase::AddSkipConnectionsBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.addChoice("residual", className.getValue());
  }

  SmallVector<StringRef> getConcepts() const override { return {"block"}; }

  StringRef getOtherwise() const override {
    return "is no block that stands by itself";
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    for (Component block : findBlocks(rewriter))
      if (failed(wrap(block, rewriter)))
        return failure();
    hasWrapped = rewriter.getNumMatched() != 0;
    return success();
  }

  LogicalResult checkPostcondition(ExperimentOp experiment) const override {
    ClassTable classes(experiment);
    LogicalResult result = success();
    if (hasWrapped)
      walkBlocks(experiment, classes, [&](Component block, bool isSkipped) {
        if (!isSkipped)
          result = emitError(block.getOp().getLoc())
                   << block.getPlace()
                   << ": a block has no skip connection, though "
                      "add-skip-connections ran";
      });
    return result;
  }

private:
  /// Calls \p visit with the blocks that are in no other block, and whether
  /// they are skipped already.
  static void walkBlocks(ExperimentOp experiment, const ClassTable &classes,
                         llvm::function_ref<void(Component, bool)> visit) {
    walkValues(experiment, [&](Field field) {
      ObjectOp op = field.getComponent();
      if (!op || !Component(op, classes).plays("block"))
        return WalkResult::advance();
      Component block(op, classes);
      // The one around a whole list is not the block's.
      auto list = dyn_cast<ListOp>(field.getOwner());
      bool isAlone = list && slotsOf(list).size() == 1;
      Field place = isAlone ? getHolder(list) : field;
      auto holder = dyn_cast<ObjectOp>(place.getOwner());
      bool isSkipped = holder && Component(holder, classes).plays("residual");
      WalkResult result = walkValues(field, [&](Field inside) {
        ObjectOp held = inside.getComponent();
        if (held && Component(held, classes).plays("residual"))
          return WalkResult::interrupt();
        return WalkResult::advance();
      });
      visit(block, isSkipped || result.wasInterrupted());
      return WalkResult::skip();
    });
  }

  static SmallVector<Component> findBlocks(RuleRewriter &rewriter) {
    SmallVector<Component> blocks;
    walkBlocks(rewriter.getExperiment(), rewriter.getClasses(),
               [&](Component block, bool isSkipped) {
                 if (!isSkipped) {
                   blocks.push_back(block);
                   return;
                 }
                 constexpr StringLiteral reason =
                     "has a skip connection already";
                 rewriter.setHint(block.getPlace() + " " + reason);
                 (void)rewriter.notifyMatchFailure(block.getOp(), reason);
               });
    return blocks;
  }

  LogicalResult wrap(Component block, RuleRewriter &rewriter) {
    Location loc = block.getOp().getLoc();
    auto hasBody = [](const ClassDecl &decl) {
      return !findBody(decl).first.empty();
    };
    FailureOr<const ClassDecl *> residual = rewriter.chooseClass(
        loc, {"residual", className.getValue(), /*mustPlay=*/false, hasBody,
              "with a field of role 'body' or 'children'"});
    if (failed(residual))
      return failure();
    rewriter.setInsertionPoint(block.getOp());
    auto [name, isList] = findBody(**residual);
    if (name.empty())
      return emitError(loc) << (*residual)->getName()
                            << " has no field of role 'body' or 'children' "
                               "that could take a block";
    NewValue body = block.getOp()->getResult(0);
    if (isList)
      body = rewriter.buildList(loc, body);
    FailureOr<ObjectOp> built =
        rewriter.construct(loc, (*residual)->getName(), NamedValue{name, body});
    if (failed(built))
      return failure();
    rewriter.countMatch();
    return rewriter.replace(block.getOp(), built->getOperation());
  }

  bool hasWrapped = false;
};

} // namespace
