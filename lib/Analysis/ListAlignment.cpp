//===- ListAlignment.cpp - Which elements of two lists belong together ----===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ListAlignment.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <algorithm>
#include <unordered_map>

using namespace pg;
using llvm::ArrayRef;

namespace {

/// A range of each list.
struct Region {
  uint32_t left, leftEnd, right, rightEnd;
  /// How often it was divided.
  unsigned depth = 0;

  uint32_t leftSize() const { return leftEnd - left; }
  uint32_t rightSize() const { return rightEnd - right; }
  bool isOneSided() const { return left == leftEnd || right == rightEnd; }
};

/// Finds common subsequences of two sequences of numbers.
class Matcher {
public:
  Matcher(ArrayRef<uint64_t> left, ArrayRef<uint64_t> right)
      : left(left), right(right), partners(left.size(), AlignedPair::none) {}

  void match(Region region);
  /// For each element on the left the one on the right, or none.
  ArrayRef<uint32_t> getPartners() const { return partners; }

private:
  void trim(Region &region);
  bool matchFewChanges(const Region &region);
  void divide(const Region &region, llvm::SmallVectorImpl<Region> &pending);

  ArrayRef<uint64_t> left, right;
  std::vector<uint32_t> partners;
};

} // namespace

/// The most changes in a region that are found exactly.
static constexpr int maxChanges = 512;
/// How often a region with more changes is divided.
static constexpr unsigned maxDivisions = 16;

void Matcher::match(Region whole) {
  llvm::SmallVector<Region> pending = {whole};
  while (!pending.empty()) {
    Region region = pending.pop_back_val();
    trim(region);
    if (!region.isOneSided() && !matchFewChanges(region) &&
        region.depth < maxDivisions)
      divide(region, pending);
  }
}

/// Matches what both begin and end with.
void Matcher::trim(Region &region) {
  while (!region.isOneSided() && left[region.left] == right[region.right])
    partners[region.left++] = region.right++;
  while (!region.isOneSided() &&
         left[region.leftEnd - 1] == right[region.rightEnd - 1])
    partners[--region.leftEnd] = --region.rightEnd;
}

/// Myers, "An O(ND) Difference Algorithm and Its Variations", up to a bound.
bool Matcher::matchFewChanges(const Region &region) {
  const int n = region.leftSize(), m = region.rightSize();
  // How far right on the left each diagonal k = x - y got, per round: round d
  // has the diagonals -d, -d + 2, …, d.
  std::vector<std::vector<int>> rounds;
  auto reach = [&](int round, int diagonal) {
    return rounds[round][(diagonal + round) / 2];
  };
  // Whether a path to a diagonal comes from the one above: an addition.
  auto comesFromAbove = [&](int round, int diagonal) {
    return diagonal == -round ||
           (diagonal != round &&
            reach(round - 1, diagonal - 1) < reach(round - 1, diagonal + 1));
  };
  auto startOf = [&](int round, int diagonal) {
    if (round == 0)
      return 0;
    return comesFromAbove(round, diagonal) ? reach(round - 1, diagonal + 1)
                                           : reach(round - 1, diagonal - 1) + 1;
  };
  int found = -1;
  for (int round = 0; round <= maxChanges && found < 0; ++round) {
    std::vector<int> row(round + 1);
    for (int diagonal = -round; diagonal <= round && found < 0; diagonal += 2) {
      int x = startOf(round, diagonal), y = x - diagonal;
      while (x < n && y < m && left[region.left + x] == right[region.right + y])
        ++x, ++y;
      row[(diagonal + round) / 2] = x;
      if (diagonal == n - m && x >= n)
        found = round;
    }
    rounds.push_back(std::move(row));
  }
  if (found < 0)
    return false;
  int x = n, diagonal = n - m;
  for (int round = found; round >= 0; --round) {
    for (int start = startOf(round, diagonal); x > start;) {
      --x;
      partners[region.left + x] = region.right + (x - diagonal);
    }
    if (round == 0)
      break;
    bool fromAbove = comesFromAbove(round, diagonal);
    diagonal += fromAbove ? 1 : -1;
    x = fromAbove ? x : x - 1;
  }
  return true;
}

/// Matches what occurs once on both sides, as many in order as possible (the
/// "patience" diff), and leaves what lies between.
void Matcher::divide(const Region &region,
                     llvm::SmallVectorImpl<Region> &pending) {
  struct Occurrence {
    uint32_t onLeft = 0, onRight = 0, right = 0;
  };
  std::unordered_map<uint64_t, Occurrence> occurrences;
  for (uint32_t i = region.left; i != region.leftEnd; ++i)
    ++occurrences[left[i]].onLeft;
  for (uint32_t i = region.right; i != region.rightEnd; ++i)
    if (auto it = occurrences.find(right[i]); it != occurrences.end()) {
      ++it->second.onRight;
      it->second.right = i;
    }
  // The longest run that rises on both sides: piles of cards, each card with
  // the top of the pile before it.
  struct Card {
    uint32_t left, right;
    int before;
  };
  std::vector<Card> cards;
  std::vector<int> tops;
  for (uint32_t i = region.left; i != region.leftEnd; ++i) {
    const Occurrence &found = occurrences[left[i]];
    if (found.onLeft != 1 || found.onRight != 1)
      continue;
    auto pile = llvm::lower_bound(tops, found.right, [&](int top, uint32_t at) {
      return cards[top].right < at;
    });
    int before = pile == tops.begin() ? -1 : pile[-1];
    int card = cards.size();
    cards.push_back({i, found.right, before});
    if (pile == tops.end())
      tops.push_back(card);
    else
      *pile = card;
  }
  if (tops.empty())
    return;
  Region rest = region;
  ++rest.depth;
  for (int card = tops.back(); card >= 0; card = cards[card].before) {
    auto [x, y, before] = cards[card];
    partners[x] = y;
    pending.push_back({x + 1, rest.leftEnd, y + 1, rest.rightEnd, rest.depth});
    rest.leftEnd = x;
    rest.rightEnd = y;
  }
  pending.push_back(rest);
}

/// Calls \p visit with each region between matched elements.
template <typename Visit>
static void forEachGap(ArrayRef<uint32_t> partners, Region region,
                       Visit visit) {
  Region gap = region;
  for (uint32_t x = region.left; x != region.leftEnd; ++x) {
    if (partners[x] == AlignedPair::none)
      continue;
    gap.leftEnd = x;
    gap.rightEnd = partners[x];
    visit(gap);
    gap.left = x + 1;
    gap.right = partners[x] + 1;
  }
  gap.leftEnd = region.leftEnd;
  gap.rightEnd = region.rightEnd;
  visit(gap);
}

std::vector<AlignedPair> pg::alignLists(ArrayRef<uint64_t> leftHashes,
                                        ArrayRef<uint64_t> rightHashes,
                                        ArrayRef<uint64_t> leftKinds,
                                        ArrayRef<uint64_t> rightKinds) {
  std::vector<AlignedPair> pairs;
  if (leftKinds == rightKinds) {
    for (uint32_t i = 0, e = leftHashes.size(); i != e; ++i)
      if (leftHashes[i] != rightHashes[i])
        pairs.push_back({i, i});
    return pairs;
  }
  Region whole = {0, uint32_t(leftHashes.size()), 0,
                  uint32_t(rightHashes.size())};
  Matcher equal(leftHashes, rightHashes), alike(leftKinds, rightKinds);
  equal.match(whole);
  auto addPair = [&](uint32_t x, uint32_t y) {
    // Past the bounds, equal elements can be paired as being of one kind.
    if (leftHashes[x] != rightHashes[y])
      pairs.push_back({x, y});
  };
  forEachGap(equal.getPartners(), whole, [&](const Region &gap) {
    if (!gap.isOneSided())
      alike.match(gap);
    forEachGap(alike.getPartners(), gap, [&](const Region &unlike) {
      uint32_t x = unlike.left, y = unlike.right;
      while (x != unlike.leftEnd && y != unlike.rightEnd)
        addPair(x++, y++);
      while (x != unlike.leftEnd)
        pairs.push_back({x++, AlignedPair::none});
      while (y != unlike.rightEnd)
        pairs.push_back({AlignedPair::none, y++});
      if (unlike.leftEnd != gap.leftEnd)
        addPair(unlike.leftEnd, unlike.rightEnd);
    });
  });
  return pairs;
}
