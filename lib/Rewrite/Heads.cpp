//===- Heads.cpp - The heads of an experiment -----------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Heads.h"
#include "pg/Rewrite/Component.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

namespace {

class HeadFinder {
public:
  HeadFinder(const Visits &visits, const ClassTable &classes)
      : visits(visits), classes(classes) {}

  Heads run(ArrayRef<size_t> roots);

private:
  bool isHeadField(const Visit &owner, unsigned index) const;
  /// The component, list or dictionary of visit \p number is a head, or holds
  /// one.
  void addHead(size_t number);
  /// Adds the last dense component at or below visit \p number; false if there
  /// is none.
  bool addLastDense(size_t number);
  std::optional<size_t> findLastDense(size_t number) const;
  /// The first field behind visit \p number, in what holds it, that refers to a
  /// dense component.
  Field findSharedBehind(const Visit &visit) const;
  bool isPlaceholder(const Visit &visit) const {
    return visit.shape && visit.shape->placeholder != Placeholder::None;
  }
  void forEachCandidate(size_t placeholder,
                        llvm::function_ref<void(size_t)> visit) const;

  const Visits &visits;
  const ClassTable &classes;
  Heads heads;
};

} // namespace

bool HeadFinder::isHeadField(const Visit &owner, unsigned index) const {
  if (!owner.shape || !owner.shape->hasHead)
    return false;
  StringRef role = owner.shape->roles[index];
  return (role.empty() ? Field(owner.op, index).getName() : role) == "head";
}

void HeadFinder::forEachCandidate(
    size_t placeholder, llvm::function_ref<void(size_t)> visit) const {
  for (size_t list = placeholder + 1; list < visits[placeholder].end;
       list = visits[list].end) {
    if (visits.getHolder(visits[list]).getName() != "candidates")
      continue;
    for (size_t i = list + 1; i < visits[list].end; i = visits[i].end)
      visit(i);
  }
}

std::optional<size_t> HeadFinder::findLastDense(size_t number) const {
  for (size_t last = visits[number].end; last-- > number;)
    if (visits.plays(visits[last], "dense"))
      return last;
  return std::nullopt;
}

Field HeadFinder::findSharedBehind(const Visit &visit) const {
  Operation *holder = visits[visit.parent].op;
  for (size_t index = visit.index + 1; index < slotsOf(holder).size();
       ++index) {
    Field field(holder, index);
    if (isa_and_nonnull<RefOp>(field.getChild()) &&
        plays(field, "dense", classes))
      return field;
  }
  return {};
}

bool HeadFinder::addLastDense(size_t number) {
  if (isPlaceholder(visits[number])) {
    bool isAdded = false;
    forEachCandidate(number, [&](size_t i) { isAdded |= addLastDense(i); });
    return isAdded;
  }
  std::optional<size_t> last = findLastDense(number);
  if (!last)
    return false;
  // The outermost placeholder decides between what all can be the last one.
  std::optional<size_t> choice;
  for (size_t at = *last; at != number; at = visits[at].parent) {
    if (isPlaceholder(visits[at]))
      choice = at;
    if (Field shared = findSharedBehind(visits[at])) {
      heads.shared.push_back(shared);
      return true;
    }
  }
  if (choice)
    return addLastDense(*choice);
  heads.components.insert(visits[*last].op);
  return true;
}

void HeadFinder::addHead(size_t number) {
  const Visit &visit = visits[number];
  if (isPlaceholder(visit))
    return forEachCandidate(number, [&](size_t i) { addHead(i); });
  // Several tasks, a head for each.
  if (!visit.shape) {
    for (size_t i = number + 1; i < visit.end; i = visits[i].end)
      addHead(i);
    return;
  }
  // A head of several layers puts out what its last one does.
  const ClassDecl *decl = visit.shape->decl;
  bool isOne = decl && llvm::any_of(decl->getRoles(), [](auto role) {
                 return sameName(role.second, "width");
               });
  if (isOne || !addLastDense(number))
    heads.components.insert(visit.op);
}

Heads HeadFinder::run(ArrayRef<size_t> roots) {
  for (size_t root : roots)
    for (size_t i = root; i < visits[root].end; ++i) {
      const Visit &visit = visits[i];
      if (i != root && isHeadField(visits[visit.parent], visit.index))
        addHead(i);
      if (!visit.shape || !visit.shape->hasHead)
        continue;
      for (Field field : cast<ContainerOpInterface>(*visit.op).getFields())
        if (isa_and_nonnull<RefOp>(field.getChild()) &&
            isHeadField(visit, field.getIndex()))
          heads.shared.push_back(field);
    }
  if (!heads.components.empty() || !heads.shared.empty())
    return std::move(heads);
  for (size_t root : roots)
    for (size_t i = root; i < visits[root].end;) {
      if (!visits.plays(visits[i], "sequence")) {
        ++i;
        continue;
      }
      addLastDense(i);
      // A sequence in a sequence has no head of its own.
      i = visits[i].end;
    }
  return std::move(heads);
}

Heads pg::findHeads(const Visits &visits, ArrayRef<size_t> roots,
                    const ClassTable &classes) {
  return HeadFinder(visits, classes).run(roots);
}

Heads pg::findHeads(const Visits &visits, const ClassTable &classes) {
  Heads all;
  for (const std::vector<size_t> &roots : visits.splitExperiments()) {
    Heads heads = findHeads(visits, roots, classes);
    all.components.insert_range(heads.components);
    llvm::append_range(all.shared, heads.shared);
  }
  return all;
}
