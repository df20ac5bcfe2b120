//===- Changes.cpp - What makes one experiment of another -----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Changes.h"
#include "ExactMatch.h"
#include "ListAlignment.h"
#include "pg/Support/KeyPath.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

namespace {

/// Walks two experiments side by side.
class ChangeFinder {
public:
  ChangeFinder(ExperimentOp before, ExperimentOp after)
      : rootBefore(before.getRoot()), rootAfter(after.getRoot()),
        left(rootBefore, {}, ValueHashes::Precision::Spelling),
        right(rootAfter, {}, ValueHashes::Precision::Spelling),
        hasReferences(holdsReferences(before) || holdsReferences(after)) {}

  Changes find();

private:
  /// Fields of two containers that belong together, or one that only one of
  /// them has.
  struct Step {
    static constexpr uint32_t none = AlignedPair::none;
    uint32_t left = none, right = none;
    /// Of what is new, where in the container before it belongs.
    uint32_t place = 0;
  };
  struct Frame {
    Operation *before, *after;
    size_t pathSize;
    std::vector<Step> steps;
    size_t next = 0;
  };

  static bool holdsReferences(ExperimentOp experiment) {
    return !experiment.getBody().getOps<RefOp>().empty();
  }
  void compare(const ValueRef &before, const ValueRef &after);
  void takeStep();
  std::optional<std::vector<Step>> pairFields(Operation *before,
                                              Operation *after);
  std::optional<std::vector<Step>> pairNamed(Operation *before,
                                             Operation *after);
  std::vector<Step> pairElements(Operation *before, Operation *after);
  bool isSpellable(ShapeAttr shape);
  void dropEqual();
  bool findKept();

  Field rootBefore, rootAfter;
  ValueHashes left, right;
  bool hasReferences;
  ReferencePairs pairs;
  /// Of each value that references share on both sides, the first path to it.
  DenseMap<Operation *, std::string> pathsOfShared;
  std::string path;
  std::vector<Frame> frames;
  Changes result;
  /// Changes between values that no path leads into, which may be equal: what
  /// their references share is known in the end.
  SmallVector<size_t> doubtful;
  DenseMap<ShapeAttr, bool> spellable;
};

} // namespace

//===----------------------------------------------------------------------===//
// Pairing
//===----------------------------------------------------------------------===//

/// Whether a name is found by the path that it makes.
static bool isFoundByPath(StringRef name) {
  auto isPlain = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  if (!name.empty() && llvm::all_of(name, isPlain))
    return true;
  ParseError error;
  for (bool isFirst : {true, false}) {
    std::string path = isFirst ? "" : "x";
    appendStep(path, name, isFirst);
    std::optional<KeyPath> parsed = KeyPath::parse(path, error);
    std::vector<KeyPath::Key> keys;
    if (!isFirst)
      keys.emplace_back(StringRef("x"));
    keys.emplace_back(name);
    if (!parsed || *parsed != KeyPath(std::move(keys)))
      return false;
  }
  return true;
}

bool ChangeFinder::isSpellable(ShapeAttr shape) {
  auto [known, isNew] = spellable.try_emplace(shape, true);
  if (isNew)
    known->second = llvm::all_of(shape.getNames(), [](StringAttr name) {
      return isFoundByPath(name.getValue());
    });
  return known->second;
}

/// The fields of two components or dictionaries; nothing where their common
/// ones are not in the same order.
std::optional<std::vector<ChangeFinder::Step>>
ChangeFinder::pairNamed(Operation *before, Operation *after) {
  ShapeAttr shapeBefore = shapeOf(before), shapeAfter = shapeOf(after);
  ArrayRef<StringAttr> names = shapeBefore.getNames(),
                       newNames = shapeAfter.getNames();
  std::vector<Step> steps;
  if (shapeBefore == shapeAfter) {
    for (uint32_t i = 0; i != names.size(); ++i)
      steps.push_back({i, i});
    return steps;
  }
  llvm::DenseSet<StringAttr> known(names.begin(), names.end()),
      newKnown(newNames.begin(), newNames.end());
  uint32_t i = 0, j = 0;
  while (i != names.size() || j != newNames.size()) {
    if (i != names.size() && !newKnown.contains(names[i])) {
      steps.push_back({i++, Step::none});
    } else if (j != newNames.size() && !known.contains(newNames[j])) {
      steps.push_back({Step::none, j++, i});
    } else {
      // Both have what comes next on either side.
      if (names[i] != newNames[j])
        return std::nullopt;
      steps.push_back({i++, j++});
    }
  }
  return steps;
}

std::vector<ChangeFinder::Step> ChangeFinder::pairElements(Operation *before,
                                                           Operation *after) {
  std::vector<uint64_t> hashes[2], kinds[2];
  for (bool isRight : {false, true}) {
    Operation *list = isRight ? after : before;
    const ValueHashes &known = isRight ? right : left;
    for (const Slot &slot : slotsOf(list)) {
      ValueRef value(list, slot);
      hashes[isRight].push_back(known.get(value));
      kinds[isRight].push_back(known.getKind(value));
    }
  }
  std::vector<Step> steps;
  uint32_t i = 0, j = 0;
  // Equal elements are pairs, too: their references may refer to others.
  auto addEqual = [&](uint32_t count) {
    for (; count != 0; --count)
      steps.push_back({i++, j++});
  };
  for (AlignedPair pair :
       alignLists(hashes[0], hashes[1], kinds[0], kinds[1])) {
    addEqual(pair.left != AlignedPair::none ? pair.left - i : pair.right - j);
    steps.push_back({pair.left, pair.right, i});
    i += pair.left != AlignedPair::none;
    j += pair.right != AlignedPair::none;
  }
  addEqual(hashes[0].size() - i);
  return steps;
}

//===----------------------------------------------------------------------===//
// The walk
//===----------------------------------------------------------------------===//

/// What two references refer to, if that is shared and not a constant's place.
static std::optional<std::pair<Operation *, Operation *>>
referents(const ValueRef &before, const ValueRef &after) {
  auto use = dyn_cast_or_null<RefOp>(before.op);
  auto newUse = dyn_cast_or_null<RefOp>(after.op);
  if (!use || !newUse || use.getPlain() != newUse.getPlain())
    return std::nullopt;
  Operation *shared = use.getReferent().getChild();
  Operation *newShared = newUse.getReferent().getChild();
  if (!shared || !newShared)
    return std::nullopt;
  return std::pair(shared, newShared);
}

void ChangeFinder::compare(const ValueRef &before, const ValueRef &after) {
  if (!hasReferences && left.get(before) == right.get(after))
    return;
  if (sameSpelling(before, after))
    return;
  Operation *op = before.op, *newOp = after.op;
  auto shared = referents(before, after);
  if (shared) {
    std::tie(op, newOp) = *shared;
    if (pairs.arePaired(op, newOp))
      return;
    // Either is something else's partner then.
    if (pairs.isKnown(op, newOp))
      op = newOp = nullptr;
  }
  std::optional<std::vector<Step>> steps = pairFields(op, newOp);
  bool isSameConstant = shared && isa_and_nonnull<ConstantOp>(op) &&
                        pairs.match(NewValue(op), NewValue(newOp));
  if (shared && (steps || isSameConstant)) {
    pairs.add(op, newOp);
    pathsOfShared.try_emplace(newOp, path);
  }
  if (steps) {
    frames.push_back({op, newOp, path.size(), std::move(*steps)});
  } else if (!isSameConstant) {
    if (before.op && after.op)
      doubtful.push_back(result.changes.size());
    result.changes.push_back({Change::Rebind, path, before, after});
  }
}

/// The fields of two values; nothing where no path leads into both, or no edits
/// of fields make the one of the other.
std::optional<std::vector<ChangeFinder::Step>>
ChangeFinder::pairFields(Operation *before, Operation *after) {
  if (!before || !after || !mayEnter(before, after))
    return std::nullopt;
  ShapeAttr shape = shapeOf(before);
  if (!shape)
    return pairElements(before, after);
  if (!isSpellable(shape) || !isSpellable(shapeOf(after)))
    return std::nullopt;
  return pairNamed(before, after);
}

void ChangeFinder::takeStep() {
  Frame &frame = frames.back();
  path.resize(frame.pathSize);
  if (frame.next == frame.steps.size()) {
    frames.pop_back();
    return;
  }
  auto [i, j, place] = frame.steps[frame.next++];
  auto valueOf = [](Operation *container, uint32_t index) {
    return ValueRef(container, slotsOf(container)[index]);
  };
  bool isNew = i == Step::none;
  if (ShapeAttr shape = shapeOf(frame.before)) {
    StringAttr name =
        isNew ? shapeOf(frame.after).getNames()[j] : shape.getNames()[i];
    appendStep(path, name, path.empty());
    if (isNew) {
      StringAttr next =
          place < shape.getNames().size() ? shape.getNames()[place] : nullptr;
      result.changes.push_back(
          {Change::Add, path, {}, valueOf(frame.after, j), next});
      return;
    }
  } else {
    appendStep(path, uint64_t(isNew ? place : i));
    if (isNew) {
      result.changes.push_back(
          {Change::Insert, path, {}, valueOf(frame.after, j)});
      return;
    }
  }
  ValueRef before = valueOf(frame.before, i);
  if (j == Step::none)
    result.changes.push_back({Change::Delete, path, before, {}});
  else
    compare(before, valueOf(frame.after, j));
}

//===----------------------------------------------------------------------===//
// What references share
//===----------------------------------------------------------------------===//

/// Drops changes between values that are equal after all.
void ChangeFinder::dropEqual() {
  llvm::DenseSet<size_t> equal;
  for (size_t index : doubtful) {
    const Change &change = result.changes[index];
    if (left.get(*change.before) == right.get(*change.after) &&
        pairs.match(*change.before, *change.after))
      equal.insert(index);
  }
  size_t index = 0;
  llvm::erase_if(result.changes,
                 [&](const Change &) { return equal.contains(index++); });
}

/// Finds the values that stay and that new values refer to. False if one of
/// them cannot be named.
bool ChangeFinder::findKept() {
  llvm::DenseSet<Operation *> seen;
  SmallVector<Operation *> pending;
  for (const Change &change : result.changes)
    if (change.after && change.after->op)
      pending.push_back(change.after->op);
  bool isNamed = true;
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val();
    if (!seen.insert(op).second)
      continue;
    for (Value operand : op->getOperands()) {
      Operation *child = operand.getDefiningOp();
      if (!isa<RefOp>(op) || !pairs.isPaired(child)) {
        pending.push_back(child);
        continue;
      }
      if (!seen.insert(child).second)
        continue;
      auto known = pathsOfShared.find(child);
      isNamed &= known != pathsOfShared.end();
      if (isNamed)
        result.kept.push_back({known->second, child});
    }
  }
  return isNamed;
}

Changes ChangeFinder::find() {
  compare(rootBefore, rootAfter);
  while (!frames.empty())
    takeStep();
  dropEqual();
  if (hasReferences && !findKept())
    return {{{Change::Rebind, "", ValueRef(rootBefore), ValueRef(rootAfter)}},
            {}};
  return std::move(result);
}

Changes pg::findChanges(ExperimentOp before, ExperimentOp after) {
  return ChangeFinder(before, after).find();
}
