//===- Explanation.cpp - What a rule did, component by component ----------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Explanation.h"
#include "pg/Analysis/ShowValue.h"
#include "pg/Analysis/Walk.h"
#include "pg/Support/PythonText.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace pg;

//===----------------------------------------------------------------------===//
// What there is
//===----------------------------------------------------------------------===//

/// What is shown whole; the paths of many nested components are long together.
static constexpr size_t maxPathSize = 1000;

void Explanation::addEntry(Operation *op, StringRef path, Location loc) {
  Entry entry;
  entry.place = describePlace(loc);
  // Very long paths are cut in any case.
  entry.path = path.empty()                ? "the root"
               : path.size() > maxPathSize ? presentable(path)
                                           : path.str();
  if (auto object = dyn_cast<ObjectOp>(op))
    entry.className = object.getClassName().str();
  byLocation.try_emplace(LocationAttr(loc), entries.size());
  byOperation[op] = entries.size();
  entries.push_back(std::move(entry));
}

void Explanation::begin(ExperimentOp experiment) {
  root = experiment.getRoot().getOwner();
  walkValues(experiment, [&](Field field, StringRef path) {
    if (ObjectOp object = field.getComponent())
      addEntry(object, path, object.getLoc());
    return WalkResult::advance();
  });
  for (auto object : experiment.getBody().getOps<ObjectOp>()) {
    if (byOperation.contains(object))
      continue;
    addEntry(object, getPath(object), object.getLoc());
    entries.back().isOutside = true;
  }
}

/// The entry of a component, or of the innermost one that holds \p op. Null for
/// what is no part of the experiment yet.
Explanation::Entry *Explanation::find(Operation *op) {
  while (op) {
    auto known = byOperation.find(op);
    if (known != byOperation.end())
      return &entries[known->second];
    if (op == root) {
      // What holds it is no component: a dictionary at the root, say.
      addEntry(root, "", root->getLoc());
      return &entries.back();
    }
    Field holder = getHolder(op);
    op = holder ? holder.getOwner() : nullptr;
  }
  return nullptr;
}

//===----------------------------------------------------------------------===//
// What happens
//===----------------------------------------------------------------------===//

void Explanation::fire(Operation *component) {
  if (Entry *entry = find(component))
    entry->isFired = true;
}

void Explanation::decline(Operation *visited, Location loc, StringRef reason) {
  if (isInCall) {
    lastReason = reason.str();
    return;
  }
  Entry *entry = find(visited);
  if (!visited) {
    auto known = byLocation.find(LocationAttr(loc));
    entry = known == byLocation.end() ? nullptr : &entries[known->second];
  }
  if (entry && !llvm::is_contained(entry->reasons, reason))
    entry->reasons.push_back(reason.str());
}

void Explanation::endCall(const std::string &call, bool holds) {
  isInCall = false;
  if (holds)
    lastReason = "'not " + call + "' does not hold";
  else if (lastReason.empty())
    lastReason = "'" + call + "' does not hold";
}

void Explanation::endPattern(Operation *visited) {
  std::string reason = std::exchange(lastReason, "");
  if (!reason.empty())
    decline(visited, visited->getLoc(), reason);
}

void Explanation::note(Operation *op, StringRef path, StringRef what) {
  Entry *entry = find(op);
  if (!entry)
    return;
  entry->isFired = true;
  StringRef place = path;
  if (place == entry->path)
    place = "";
  else if (place.consume_front(entry->path))
    place.consume_front(".");
  std::string text = ((place.empty() ? "" : place + ": ") + what).str();
  if (entry->writes.empty() || entry->writes.back().first != text)
    entry->writes.emplace_back(text, 0);
  ++entry->writes.back().second;
}

/// Notes that what is in a value is gone.
void Explanation::markReplaced(Operation *value) {
  SmallVector<Operation *> pending = {value};
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val();
    auto known = byOperation.find(op);
    if (op != value && known != byOperation.end()) {
      bool &isReplaced = entries[known->second].isReplaced;
      if (std::exchange(isReplaced, true))
        continue;
    }
    if (!isa<RefOp>(op))
      for (Value child : op->getOperands())
        pending.push_back(child.getDefiningOp());
  }
}

/// The component of whom it is told that a place was written over: the visited
/// one, that which stood there, or that which holds it.
Operation *Explanation::whomToTell(Operation *visited, Field place) {
  Operation *old = place.getChild();
  // Rules that walk themselves may write to what they build.
  if (old && find(place.getOwner()))
    markReplaced(old);
  if (visited)
    return visited;
  return byOperation.contains(old) ? old : place.getOwner();
}

void Explanation::write(Operation *visited, Field place,
                        const NewValue &value) {
  note(whomToTell(visited, place), place.getPath(),
       showBriefly(place) + " → " + showBriefly(value));
}

void Explanation::erase(Operation *visited, Field place) {
  note(whomToTell(visited, place), place.getPath(),
       showBriefly(place) + " deleted");
}

void Explanation::insert(Operation *visited, Operation *list, unsigned index,
                         const NewValue &value) {
  std::string path = getPath(list);
  appendStep(path, uint64_t(index));
  note(visited ? visited : list, path, "inserted " + showBriefly(value));
}

void Explanation::add(Operation *visited, Operation *container, StringRef name,
                      const NewValue &value) {
  std::string path = getPath(container);
  appendStep(path, name, path.empty());
  note(visited ? visited : container, path, "added " + showBriefly(value));
}

void Explanation::finish(const RuleRun &run, size_t number) {
  headline =
      label.empty() ? run.describe(number) : run.describe() + ", " + label;
  hint = run.hint;
  // The operations are about to change.
  byOperation.clear();
  byLocation.clear();
}

//===----------------------------------------------------------------------===//
// What is printed
//===----------------------------------------------------------------------===//

std::string Explanation::describe(const Entry &entry) const {
  if (entry.isFired) {
    std::string text = "fired", separator = ": ";
    for (auto &[what, times] : entry.writes) {
      text += std::exchange(separator, ", ") + what;
      if (times > 1)
        text += " (" + std::to_string(times) + " times)";
    }
    return text;
  }
  std::string text = "declined: ";
  if (!entry.reasons.empty())
    return text + llvm::join(entry.reasons, "; ");
  if (entry.isOutside)
    return text + "is behind a reference or in a tuple, which rules do not "
                  "enter";
  if (entry.isReplaced)
    return text + "is in what the rule has replaced";
  return text + (hasPatterns ? "no pattern matches" : otherwise);
}

void Explanation::print(raw_ostream &os, bool all) const {
  constexpr size_t maxAlike = 20, shownAlike = 10;
  size_t fired =
      llvm::count_if(entries, [](const Entry &entry) { return entry.isFired; });
  os << presentable(headline) << ": fired at " << fired << " of "
     << entries.size() << " components";
  if (!fired && !hint.empty())
    os << "; " << presentable(hint);
  os << '\n';
  struct Count {
    size_t all = 0, shown = 0;
  };
  llvm::StringMap<Count> counts;
  std::vector<StringRef> texts;
  for (const Entry &entry : entries) {
    auto count = counts.try_emplace(describe(entry)).first;
    ++count->second.all;
    texts.push_back(count->first());
  }
  // Those that are left out, in the order of their first.
  SmallVector<StringRef> cut;
  for (auto [entry, text] : llvm::zip_equal(entries, texts)) {
    Count &count = counts[text];
    bool isCut = !all && count.all > maxAlike && count.shown == shownAlike;
    if (isCut && !llvm::is_contained(cut, text))
      cut.push_back(text);
    if (isCut)
      continue;
    ++count.shown;
    os << presentable(entry.place) << ": " << presentable(entry.path);
    if (!entry.className.empty())
      os << " (" << presentable(entry.className) << ")";
    os << ": " << presentable(text) << '\n';
  }
  for (StringRef text : cut)
    os << counts[text].all - shownAlike << " more " << presentable(text)
       << " (--verbose shows them)\n";
}
