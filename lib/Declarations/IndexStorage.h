//===- IndexStorage.h - Classes put together from entries -------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_DECLARATIONS_INDEXSTORAGE_H
#define PG_LIB_DECLARATIONS_INDEXSTORAGE_H

#include "DeclarationFile.h"
#include "pg/Declarations/DeclarationIndex.h"
#include "llvm/ADT/SetVector.h"
#include <mutex>

namespace pg {

/// The entries for one class.
struct MergedClass {
  /// Nearest last. Empty if the class was united with another one.
  llvm::SmallVector<const Entry *, 2> entries;

  /// The entry that the class is named after: the nearest with a schema, else
  /// the nearest.
  const Entry &main() const;
  llvm::StringRef getName() const { return main().key; }
  bool isDeclared() const;
  bool isAbstract() const;
  std::optional<Callability> getCallability() const;
  /// The entry of that file; null without one.
  const Entry *from(const DeclarationFile &file) const;
  /// One list of all entries, what the nearest says first.
  llvm::SmallSetVector<llvm::StringRef, 8>
  unite(llvm::ArrayRef<llvm::StringRef> Entry::*names) const;
};

struct DeclarationIndex::Storage {
  explicit Storage(mlir::MLIRContext *context) : context(context) {}

  mlir::LogicalResult add(Source &source, bool shipped);
  const MergedClass *find(llvm::StringRef name) const;
  /// What \p merged inherits from, each class by one of its names, nearest
  /// first: its bases, and what those inherit that it does not say itself.
  llvm::SmallVector<llvm::StringRef> basesOf(const MergedClass &merged) const;
  /// Calls \p visit with each class, in the order of the files.
  void forEachClass(llvm::function_ref<void(const MergedClass &)> visit) const;

  mlir::MLIRContext *context;
  std::vector<std::unique_ptr<DeclarationFile>> files;
  /// Held while classes are made: locations are allocated in the sources.
  std::mutex mutex;

private:
  /// Finds or makes the class of an entry.
  mlir::LogicalResult join(const Entry &entry);
  /// Lets \p entry, which is for another class, have \p name; fails if a file
  /// of the user gave the name to \p owner.
  mlir::LogicalResult takeName(const Entry &entry, llvm::StringRef name,
                               const MergedClass &owner,
                               llvm::SmallSetVector<const Entry *, 4> &shared);
  mlir::LogicalResult unite(MergedClass &into, MergedClass &other,
                            const Entry &entry);

  std::deque<MergedClass> classes;
  llvm::DenseMap<llvm::StringRef, MergedClass *> byName;
};

} // namespace pg

#endif // PG_LIB_DECLARATIONS_INDEXSTORAGE_H
