//===- Walk.cpp - Every value of an experiment, in order ------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Walk.h"

using namespace mlir;
using namespace pg;

static bool isContainer(Operation *op) {
  return isa<ObjectOp, ListOp, DictOp>(op);
}

bool pg::isEntered(Field field) {
  Operation *child = field.getChild();
  return child && isContainer(child);
}

namespace {
/// A container that is being walked.
struct Frame {
  Operation *container;
  const SlotList *slots;
  /// Null for a list.
  ShapeAttr shape;
  unsigned next = 0;
  /// The length of the path of the container.
  size_t pathLength;
};
} // namespace

/// Keeps \p path, if there is one, at the field that \p visit is called with.
/// References are entered as long as some are \p left.
template <typename Visit>
static WalkResult walk(Field root, std::string *path, Visit visit,
                       uint64_t *left = nullptr) {
  SmallVector<Frame, 16> frames;
  auto enter = [&](Operation *container) {
    for (; left && *left && isa_and_nonnull<RefOp>(container); --*left)
      container = cast<RefOp>(container).getReferent().getChild();
    if (container && isContainer(container))
      frames.push_back({container, &slotsOf(container), shapeOf(container), 0,
                        path ? path->size() : 0});
  };
  WalkResult result = visit(root);
  if (result.wasInterrupted())
    return result;
  if (!result.wasSkipped())
    enter(root.getChild());
  while (!frames.empty()) {
    Frame &frame = frames.back();
    if (frame.next == frame.slots->size()) {
      frames.pop_back();
      continue;
    }
    unsigned index = frame.next++;
    if (path) {
      path->resize(frame.pathLength);
      if (frame.shape)
        appendStep(*path, frame.shape.getNames()[index].getValue(),
                   /*isFirst=*/frames.size() == 1);
      else
        appendStep(*path, uint64_t(index));
    }
    const Slot &slot = (*frame.slots)[index];
    Operation *child =
        slot.isChild()
            ? frame.container->getOperand(slot.getChild()).getDefiningOp()
            : nullptr;
    result = visit(Field(frame.container, index));
    if (result.wasInterrupted())
      return result;
    if (!result.wasSkipped())
      enter(child);
  }
  return WalkResult::advance();
}

WalkResult pg::walkValues(Field root,
                          llvm::function_ref<WalkResult(Field)> visit) {
  return walk(root, nullptr, visit);
}

WalkResult
pg::walkValues(Field root,
               llvm::function_ref<WalkResult(Field, StringRef path)> visit) {
  std::string path;
  return walk(root, &path, [&](Field field) { return visit(field, path); });
}

bool pg::walkThroughReferences(
    Field root, llvm::function_ref<WalkResult(Field, StringRef path)> visit) {
  uint64_t left = 1 << 20;
  std::string path;
  walk(root, &path, [&](Field field) { return visit(field, path); }, &left);
  return left != 0;
}
