//===- DeclarationIndex.cpp - What files say of classes -------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Declarations/DeclarationIndex.h"
#include "IndexStorage.h"
#include "pg/IR/ClassTable.h"
#include "pg/Support/InputFile.h"

using namespace mlir;
using namespace pg;

DeclarationIndex::DeclarationIndex(MLIRContext *context)
    : storage(std::make_unique<Storage>(context)) {
  context->getOrLoadDialect<PgDialect>();
}
DeclarationIndex::~DeclarationIndex() = default;

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

static Source &own(MLIRContext *context,
                   std::unique_ptr<llvm::MemoryBuffer> buffer) {
  return context->getLoadedDialect<PgDialect>()->addSource(
      std::make_unique<Source>(std::move(buffer)));
}

namespace {
struct Annotations {
  StringRef name, text;
};
} // namespace

/// The files of Annotations/, put in here by the build.
static constexpr Annotations builtins[] = {
#include "Annotations.inc"
};

/// How messages name a file that is built in.
static std::string nameOf(const Annotations &file) {
  return ("<built-in>/" + file.name).str();
}

SmallVector<std::string> DeclarationIndex::getBuiltinNames() {
  return llvm::map_to_vector(builtins, nameOf);
}

LogicalResult DeclarationIndex::addBuiltin() {
  for (const Annotations &file : builtins) {
    Source &source =
        own(storage->context,
            llvm::MemoryBuffer::getMemBuffer(file.text, nameOf(file)));
    if (failed(storage->add(source, /*shipped=*/true)))
      return failure();
  }
  return success();
}

LogicalResult DeclarationIndex::addFile(Source &source) {
  return storage->add(source, /*shipped=*/false);
}

LogicalResult DeclarationIndex::addText(StringRef text, StringRef name) {
  return addFile(
      own(storage->context, llvm::MemoryBuffer::getMemBufferCopy(text, name)));
}

LogicalResult DeclarationIndex::addFile(StringRef path) {
  auto buffer = openFile(path);
  if (!buffer)
    return emitError(UnknownLoc::get(storage->context))
           << "cannot read the declarations '" << path
           << "': " << buffer.getError().message();
  return addFile(own(storage->context, std::move(*buffer)));
}

//===----------------------------------------------------------------------===//
// Lookups
//===----------------------------------------------------------------------===//

StringRef DeclarationIndex::getName(StringRef name) const {
  const MergedClass *found = storage->find(name);
  return found ? found->getName() : StringRef();
}

bool DeclarationIndex::isDeclared(StringRef name) const {
  const MergedClass *found = storage->find(name);
  return found && found->isDeclared();
}

bool DeclarationIndex::isAbstract(StringRef name) const {
  const MergedClass *found = storage->find(name);
  return found && found->isAbstract();
}

SmallVector<StringRef> DeclarationIndex::answeringTo(StringRef argument) const {
  if (const MergedClass *found = storage->find(argument))
    return {found->getName()};
  SmallVector<StringRef> answers;
  storage->forEachClass([&](const MergedClass &merged) {
    if (llvm::any_of(merged.entries, [&](const Entry *entry) {
          return ClassTable::answersTo(entry->key, argument) ||
                 llvm::any_of(entry->aliases, [&](StringRef alias) {
                   return ClassTable::answersTo(alias, argument);
                 });
        }))
      answers.push_back(merged.getName());
  });
  return answers;
}

SmallVector<StringRef> DeclarationIndex::playing(StringRef concept_) const {
  auto says = [&](const MergedClass &merged) {
    return llvm::any_of(merged.entries, [&](const Entry *entry) {
      return llvm::any_of(entry->concepts, [&](StringRef own) {
        return conceptImplies(own, concept_);
      });
    });
  };
  SmallVector<StringRef> players;
  storage->forEachClass([&](const MergedClass &merged) {
    auto isInherited = [&](StringRef name) {
      const MergedClass *base = storage->find(name);
      return base && says(*base);
    };
    if (says(merged) || llvm::any_of(storage->basesOf(merged), isInherited))
      players.push_back(merged.getName());
  });
  return players;
}

SmallVector<StringRef> DeclarationIndex::subclassesOf(StringRef base) const {
  const MergedClass *known = storage->find(base);
  auto isBase = [&](StringRef name) {
    return known ? storage->find(name) == known : name == base;
  };
  SmallVector<StringRef> subclasses;
  storage->forEachClass([&](const MergedClass &merged) {
    if (&merged == known || llvm::any_of(storage->basesOf(merged), isBase))
      subclasses.push_back(merged.getName());
  });
  return subclasses;
}

SmallVector<StringRef> DeclarationIndex::getClasses() const {
  SmallVector<StringRef> names;
  storage->forEachClass(
      [&](const MergedClass &merged) { names.push_back(merged.getName()); });
  return names;
}

SmallVector<StringRef> DeclarationIndex::getNames() const {
  llvm::SetVector<StringRef> names;
  storage->forEachClass([&](const MergedClass &merged) {
    for (const Entry *entry : merged.entries) {
      names.insert(entry->key);
      names.insert_range(entry->aliases);
    }
  });
  return llvm::to_vector(names);
}
