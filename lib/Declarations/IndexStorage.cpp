//===- IndexStorage.cpp - Classes put together from entries ---------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "IndexStorage.h"

using namespace mlir;
using namespace pg;

//===----------------------------------------------------------------------===//
// MergedClass
//===----------------------------------------------------------------------===//

const Entry &MergedClass::main() const {
  for (const Entry *entry : llvm::reverse(entries))
    if (!entry->schema.empty())
      return *entry;
  return *entries.back();
}

bool MergedClass::isDeclared() const {
  return llvm::any_of(entries, [](const Entry *entry) {
    return !entry->schema.empty() && !entry->file->isShipped();
  });
}

bool MergedClass::isAbstract() const {
  for (const Entry *entry : llvm::reverse(entries))
    if (entry->isAbstract)
      return *entry->isAbstract;
  return false;
}

std::optional<Callability> MergedClass::getCallability() const {
  for (const Entry *entry : llvm::reverse(entries))
    if (entry->callability)
      return entry->callability;
  return std::nullopt;
}

const Entry *MergedClass::from(const DeclarationFile &file) const {
  for (const Entry *entry : entries)
    if (entry->file == &file)
      return entry;
  return nullptr;
}

llvm::SmallSetVector<StringRef, 8>
MergedClass::unite(ArrayRef<StringRef> Entry::*names) const {
  llvm::SmallSetVector<StringRef, 8> united;
  for (const Entry *entry : llvm::reverse(entries))
    united.insert_range(entry->*names);
  return united;
}

//===----------------------------------------------------------------------===//
// Putting classes together
//===----------------------------------------------------------------------===//

LogicalResult DeclarationIndex::Storage::add(Source &source, bool shipped) {
  DeclarationFile &file = *files.emplace_back(
      std::make_unique<DeclarationFile>(context, source, shipped));
  if (failed(file.scan()))
    return failure();
  size_t numNames = file.entries.size();
  for (const Entry &entry : file.entries)
    numNames += entry.aliases.size();
  byName.reserve(byName.size() + numNames);
  bool isValid = true;
  for (const Entry &entry : file.entries)
    isValid &= succeeded(join(entry));
  return success(isValid);
}

LogicalResult DeclarationIndex::Storage::join(const Entry &entry) {
  MergedClass *target = nullptr;
  llvm::SmallSetVector<const Entry *, 4> shared;
  auto meet = [&](StringRef name) -> LogicalResult {
    MergedClass *known = byName.lookup(name);
    if (!known || known == target)
      return success();
    if (known->from(*entry.file))
      return takeName(entry, name, *known, shared);
    if (target)
      return unite(*target, *known, entry);
    target = known;
    return success();
  };
  if (failed(meet(entry.key)))
    return failure();
  for (StringRef alias : entry.aliases)
    if (failed(meet(alias)))
      return failure();
  if (!target)
    target = &classes.emplace_back();
  for (const Entry *other : shared)
    if (!llvm::is_contained(target->entries, other))
      target->entries.insert(target->entries.begin(), other);
  target->entries.push_back(&entry);
  byName[entry.key] = target;
  for (StringRef alias : entry.aliases)
    byName[alias] = target;
  return success();
}

LogicalResult DeclarationIndex::Storage::takeName(
    const Entry &entry, StringRef name, const MergedClass &owner,
    llvm::SmallSetVector<const Entry *, 4> &shared) {
  const Entry &other = *owner.from(*entry.file);
  auto alsoHere = [&](InFlightDiagnostic &diag) {
    diag.attachNote(entry.file->locate(other.position)) << "the other one";
    return LogicalResult(diag);
  };
  if (other.claims(name)) {
    InFlightDiagnostic diag = entry.file->error(entry.position);
    if (entry.key == other.key)
      diag << "class '" << name << "' is declared twice";
    else
      diag << "the name '" << name << "' is given to two classes, '"
           << other.key << "' and '" << entry.key << "'";
    return alsoHere(diag);
  }
  for (const Entry *farther : owner.entries) {
    if (!farther->claims(name))
      continue;
    if (farther->file->isShipped()) {
      // Here these are two classes; what was said of one name fits both.
      shared.insert(farther);
      continue;
    }
    InFlightDiagnostic diag = entry.file->error(entry.position);
    diag << "'" << other.key << "' and '" << entry.key
         << "' are two classes here, but both have a name of '" << farther->key
         << "'";
    diag.attachNote(farther->file->locate(farther->position))
        << "'" << farther->key << "' is declared here";
    return alsoHere(diag);
  }
  return success();
}

LogicalResult DeclarationIndex::Storage::unite(MergedClass &into,
                                               MergedClass &other,
                                               const Entry &entry) {
  auto isOfUser = [](const Entry *entry) { return !entry->file->isShipped(); };
  auto mine = llvm::find_if(into.entries, isOfUser);
  auto theirs = llvm::find_if(other.entries, isOfUser);
  if (mine != into.entries.end() && theirs != other.entries.end()) {
    InFlightDiagnostic diag = entry.file->error(entry.position);
    diag << "the names of '" << entry.key << "' are those of two classes, '"
         << (*mine)->key << "' and '" << (*theirs)->key << "'";
    for (const Entry *known : {*mine, *theirs})
      diag.attachNote(known->file->locate(known->position))
          << "'" << known->key << "' is declared here";
    return diag;
  }
  // The user's files are nearer than shipped ones.
  bool isNearer = mine == into.entries.end();
  into.entries.insert(isNearer ? into.entries.end() : into.entries.begin(),
                      other.entries.begin(), other.entries.end());
  for (const Entry *moved : other.entries) {
    byName[moved->key] = &into;
    for (StringRef alias : moved->aliases)
      byName[alias] = &into;
  }
  other.entries.clear();
  return success();
}

//===----------------------------------------------------------------------===//
// Lookups
//===----------------------------------------------------------------------===//

const MergedClass *DeclarationIndex::Storage::find(StringRef name) const {
  return byName.lookup(name);
}

SmallVector<StringRef>
DeclarationIndex::Storage::basesOf(const MergedClass &merged) const {
  SmallVector<StringRef> bases;
  llvm::SmallPtrSet<const MergedClass *, 8> known = {&merged};
  SmallVector<const MergedClass *> pending = {&merged};
  for (size_t index = 0; index != pending.size(); ++index)
    for (StringRef name : pending[index]->unite(&Entry::bases)) {
      const MergedClass *base = find(name);
      // A base needs no entry.
      if (base ? !known.insert(base).second : llvm::is_contained(bases, name))
        continue;
      bases.push_back(name);
      if (base)
        pending.push_back(base);
    }
  return bases;
}

void DeclarationIndex::Storage::forEachClass(
    llvm::function_ref<void(const MergedClass &)> visit) const {
  for (const MergedClass &merged : classes)
    if (!merged.entries.empty())
      visit(merged);
}
