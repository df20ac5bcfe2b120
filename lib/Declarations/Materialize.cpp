//===- Materialize.cpp - The classes that a module needs ------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ClassBuilder.h"
#include "pg/IR/ClassTable.h"

using namespace mlir;
using namespace pg;

static constexpr StringLiteral libraryName = "components";

/// The library to add to: the one of ours, if it is there, else a new one.
static LibraryOp getLibrary(ModuleOp module) {
  std::string name = libraryName.str();
  for (unsigned number = 1;; ++number) {
    Operation *taken = SymbolTable::lookupSymbolIn(module, name);
    if (auto library = dyn_cast_or_null<LibraryOp>(taken))
      return library;
    if (!taken)
      break;
    // An experiment may have the name.
    name = (libraryName + "_" + Twine(number)).str();
  }
  OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
  OperationState state(module.getLoc(), LibraryOp::getOperationName());
  state.addRegion()->emplaceBlock();
  auto library = cast<LibraryOp>(builder.create(state));
  library.setSymName(name);
  return library;
}

/// The names that the classes of the module answer to.
static llvm::DenseSet<StringRef> namesIn(ModuleOp module) {
  llvm::DenseSet<StringRef> names;
  for (auto library : module.getOps<LibraryOp>())
    for (auto declared : library.getOps<ClassOp>()) {
      names.insert(declared.getSymName());
      if (std::optional<ArrayAttr> aliases = declared.getAliases())
        for (auto alias : aliases->getAsRange<FlatSymbolRefAttr>())
          names.insert(alias.getValue());
    }
  return names;
}

LogicalResult DeclarationIndex::materialize(ModuleOp module,
                                            ArrayRef<StringRef> names) const {
  std::lock_guard<std::mutex> lock(storage->mutex);
  llvm::DenseSet<StringRef> present = namesIn(module);
  llvm::SetVector<const MergedClass *> needed;
  auto need = [&](StringRef name) {
    const MergedClass *merged = storage->find(name);
    if (!merged)
      return;
    bool isThere = llvm::any_of(merged->entries, [&](const Entry *entry) {
      auto isPresent = [&](StringRef own) {
        return present.contains(own) && storage->find(own) == merged;
      };
      return isPresent(entry->key) || llvm::any_of(entry->aliases, isPresent);
    });
    if (!isThere)
      needed.insert(merged);
  };
  for (StringRef name : names)
    need(name);
  if (needed.empty())
    return success();

  LibraryOp library = getLibrary(module);
  OpBuilder builder = OpBuilder::atBlockEnd(&library.getBody().front());
  std::vector<DeclaredDefault> defaults;
  bool isValid = true;
  // It grows meanwhile.
  for (size_t index = 0; index != needed.size(); ++index)
    isValid &= succeeded(
        ClassBuilder(*storage, *needed[index], need, defaults).build(builder));
  if (isValid)
    checkDefaults(module, defaults);
  return success(isValid);
}

/// Whether a spec, or one inside of it, takes a class itself.
static bool namesClass(Type type) {
  auto isOrHas = [](Type inner) {
    auto dict = dyn_cast<DictType>(inner);
    bool found = isa<ClassType>(inner) ||
                 (dict && llvm::any_of(dict.getKeys(), [](const KeyType &key) {
                    return namesClass(key.type);
                  }));
    return found ? WalkResult::interrupt() : WalkResult::advance();
  };
  return type.walk(isOrHas).wasInterrupted();
}

/// Adds the classes that a constant names.
static void addNames(const Slot &constant, std::vector<std::string> &names) {
  LiteralKind kind = kindOf(constant);
  if (kind == LiteralKind::Global) {
    names.push_back(std::move(globalOf(constant)->name));
  } else if (kind == LiteralKind::Tuple) {
    (void)forEachElement(constant, [&](const Slot &element) {
      addNames(element, names);
      return success();
    });
  }
}

/// The classes that stand in an experiment as values, if a spec asks which.
static std::vector<std::string> classesByName(ModuleOp module) {
  std::vector<std::string> names;
  auto asks = [](FieldOp field) {
    return field.getType() && namesClass(*field.getType());
  };
  bool isAsked = false;
  for (auto library : module.getOps<LibraryOp>())
    for (auto declared : library.getOps<ClassOp>())
      isAsked |= llvm::any_of(declared.getOps<FieldOp>(), asks);
  if (!isAsked)
    return names;
  for (auto experiment : module.getOps<ExperimentOp>())
    for (Operation &op : experiment.getBody().front())
      for (const Slot &slot : slotsOf(&op))
        if (!slot.isChild())
          addNames(slot, names);
  return names;
}

LogicalResult DeclarationIndex::materializeUsed(ModuleOp module) const {
  ShapeMap<bool> seen;
  llvm::SetVector<StringRef> names;
  for (auto experiment : module.getOps<ExperimentOp>())
    for (auto object : experiment.getBody().getOps<ObjectOp>()) {
      bool &isKnown = seen.get(object.getProperties().shape,
                               [] { return std::make_unique<bool>(false); });
      if (!std::exchange(isKnown, true))
        names.insert(object.getClassName());
    }
  if (failed(materialize(module, names.getArrayRef())))
    return failure();
  std::vector<std::string> held = classesByName(module);
  return materialize(module, SmallVector<StringRef>(held.begin(), held.end()));
}
