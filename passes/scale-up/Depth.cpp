//===- Depth.cpp - What gets longer when a model gets deeper -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Depth.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

/// The part of a list that depth repeats: all of a stack, the one run of blocks
/// of a sequence; nothing of any other list.
static std::pair<unsigned, unsigned> repeatedPart(Component owner, ListOp list,
                                                  const ClassTable &classes) {
  unsigned size = slotsOf(list).size();
  if (owner.plays("stack"))
    return {0, size};
  if (!owner.plays("sequence"))
    return {0, 0};
  unsigned first = 0, count = 0;
  for (unsigned i = 0; i < size; ++i) {
    ObjectOp element = Field(list, i).getComponent();
    if (!element || !Component(element, classes).plays("block"))
      continue;
    if (count && first + count != i)
      return {0, 0};
    first = count ? first : i;
    ++count;
  }
  return {first, count};
}

namespace {

class DepthFinder {
public:
  DepthFinder(const Visits &visits, const ClassTable &classes)
      : visits(visits), classes(classes), around(visits.size(), none),
        placeAt(visits.size(), none) {}

  Depths run();

private:
  static constexpr uint32_t none = ~0u;
  /// What is known of a place beside what others are told.
  struct Nesting {
    /// The innermost place around it, if there is one.
    uint32_t outer;
    /// Whether places, or blocks, are in it and in no other place between.
    bool holdsPlace = false, holdsBlock = false;
    /// Whether the blocks in it are repeated, by it or by a place around it.
    bool isCovered = false;
  };

  void add(uint32_t visit, DepthPlace place);
  void visitComponent(uint32_t visit);
  void visitList(uint32_t visit);
  void choose();

  const Visits &visits;
  const ClassTable &classes;
  /// Of each visit: the innermost place that it is in, and the one that it is.
  SmallVector<uint32_t, 0> around, placeAt;
  std::vector<Nesting> nestings;
  Depths depths;
};

} // namespace

void DepthFinder::add(uint32_t visit, DepthPlace place) {
  uint32_t outer = around[visit];
  if (outer != none)
    nestings[outer].holdsPlace = true;
  placeAt[visit] = depths.places.size();
  depths.places.push_back(place);
  nestings.push_back({outer});
}

void DepthFinder::visitComponent(uint32_t visit) {
  if (around[visit] != none && visits.plays(visits[visit], "block"))
    nestings[around[visit]].holdsBlock = true;
  auto op = cast<ObjectOp>(visits[visit].op);
  Component component(op, classes);
  StringRef counter = component.nameWithRole("num-layers");
  if (!counter.empty()) {
    Attribute count = component.constant(counter);
    Field spelled = component.field(counter);
    if (count && wholeNumberOf(Slot::get(count)))
      add(visit, {op});
    else if (spelled && !spelled.isNone())
      depths.unknown.push_back(spelled);
  }
  if (component.plays("stack"))
    for (Field children : component.fieldsWithRole("children"))
      if (!children.isNone() && !isa_and_nonnull<ListOp>(children.getChild()))
        depths.unknown.push_back(children);
}

void DepthFinder::visitList(uint32_t visit) {
  uint32_t holder = visits[visit].parent;
  if (!visits[holder].shape || holder == visit ||
      !sameName(visits.getRole(visits[visit]), "children"))
    return;
  Component owner(cast<ObjectOp>(visits[holder].op), classes);
  auto list = cast<ListOp>(visits[visit].op);
  auto [first, count] = repeatedPart(owner, list, classes);
  if (!count)
    return;
  if (placeAt[holder] != none)
    depths.besideCount.push_back({list, owner.nameWithRole("num-layers")});
  else
    add(visit, {owner.getOp(), list, first, count});
}

void DepthFinder::choose() {
  for (auto [place, nesting] : llvm::zip(depths.places, nestings)) {
    bool isLeft = nesting.outer != none && nestings[nesting.outer].isCovered;
    // A class that counts and is no stack need not count what it holds.
    bool repeats = place.list || Component(place.owner, classes).plays("stack");
    if (isLeft)
      place.choice = DepthPlace::Choice::LeftToOuter;
    else if (repeats && nesting.holdsPlace && !nesting.holdsBlock)
      place.choice = DepthPlace::Choice::LeftToInner;
    nesting.isCovered = isLeft || nesting.holdsBlock;
  }
}

Depths DepthFinder::run() {
  for (uint32_t i = 0; i < visits.size(); ++i) {
    const Visit &visit = visits[i];
    if (i != 0) {
      around[i] = around[visit.parent];
      uint32_t holder = placeAt[visit.parent];
      if (holder != none) {
        const DepthPlace &place = depths.places[holder];
        if (!place.list || (visit.index >= place.first &&
                            visit.index - place.first < place.count))
          around[i] = holder;
      }
    }
    if (visit.shape)
      visitComponent(i);
    else if (isa<ListOp>(visit.op))
      visitList(i);
  }
  choose();
  return std::move(depths);
}

Depths pg::findDepths(const Visits &visits, const ClassTable &classes) {
  return DepthFinder(visits, classes).run();
}
