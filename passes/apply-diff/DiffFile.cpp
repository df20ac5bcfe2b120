//===- DiffFile.cpp - A diff as apply-diff reads it -----------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DiffFile.h"
#include "pg/IR/TypeCheck.h"
#include "pg/Import/Import.h"
#include "pg/Support/InputFile.h"
#include "pg/Support/KeyPath.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

FailureOr<std::shared_ptr<DiffFile>> DiffFile::read(MLIRContext *context,
                                                    StringRef path) {
  auto buffer = path == "-" ? readStdin() : openFile(path);
  if (!buffer)
    return emitError(UnknownLoc::get(context))
           << "cannot read the diff '" << path
           << "': " << buffer.getError().message();
  Source &source = context->getLoadedDialect<PgDialect>()->addSource(
      std::make_unique<Source>(std::move(*buffer)));
  auto file = std::make_shared<DiffFile>();
  file->module = ModuleOp::create(UnknownLoc::get(context));
  file->text = source.getText();
  FailureOr<ExperimentOp> document =
      importExperiment(source, *file->module, "diff");
  if (failed(document) || failed(file->readDocument(*document)))
    return failure();
  return file;
}

/// The dictionary that a field holds, all of whose keys are among \p known;
/// fails, with an error that calls it \p what, if it is anything else.
static FailureOr<ContainerOpInterface> readDict(Field field, StringRef what,
                                                ArrayRef<StringRef> known) {
  auto dict = dyn_cast_or_null<DictOp>(field.getChild());
  if (!dict)
    return emitError(field.getLoc())
           << what << ", not " << describeValue(field);
  auto container = cast<ContainerOpInterface>(*dict);
  for (Field item : container.getFields())
    if (!llvm::is_contained(known, item.getName()))
      return emitError(item.getLoc())
             << "'" << item.getName() << "' is no key of a diff"
             << didYouMean(item.getName(), known);
  return container;
}

/// The text of a key, which has to be there.
static FailureOr<std::string> readText(ContainerOpInterface dict,
                                       StringRef key) {
  Field field = dict.getField(key);
  if (!field)
    return emitError(dict.getLoc()) << "'" << key << "' is missing";
  if (std::optional<std::string> text = field.getString())
    return *text;
  return emitError(field.getLoc())
         << "'" << key << "' is a text, not " << describeValue(field);
}

static FailureOr<std::string> readPath(ContainerOpInterface dict) {
  FailureOr<std::string> path = readText(dict, "path");
  ParseError error;
  if (succeeded(path) && !KeyPath::parse(*path, error))
    return emitError(dict.getField("path").getLoc()) << error.message;
  return path;
}

LogicalResult DiffFile::readDocument(ExperimentOp document) {
  constexpr StringRef whole =
      "a diff is {\"version\": 1, \"changes\": […]}, as --diff=json prints it";
  FailureOr<ContainerOpInterface> root =
      readDict(document.getRoot(), whole, {"version", "changes", "shared"});
  if (failed(root))
    return failure();
  Field version = root->getField("version"),
        changes = root->getField("changes");
  if (!version || !changes)
    return emitError(root->getLoc())
           << whole << "; '" << (version ? "changes" : "version")
           << "' is missing";
  if (version.getInt() != 1)
    return emitError(version.getLoc())
           << "a diff of version 1 can be read, not of version "
           << describeValue(version);
  auto readList = [&](Field list, auto readElement) -> LogicalResult {
    auto elements = dyn_cast_or_null<ListOp>(list.getChild());
    if (!elements)
      return emitError(list.getLoc())
             << "'" << list.getName() << "' is a list, not "
             << describeValue(list);
    for (Field element : cast<ContainerOpInterface>(*elements).getFields())
      if (failed((this->*readElement)(element)))
        return failure();
    return success();
  };
  Field kept = root->getField("shared");
  return success(succeeded(readList(changes, &DiffFile::readEntry)) &&
                 (!kept || succeeded(readList(kept, &DiffFile::readShared))));
}

LogicalResult DiffFile::readEntry(Field field) {
  FailureOr<ContainerOpInterface> dict =
      readDict(field, "a change is {\"op\": …, \"path\": …, …}",
               {"op", "path", "before", "old", "new"});
  if (failed(dict))
    return failure();
  FailureOr<std::string> operation = readText(*dict, "op");
  if (failed(operation))
    return failure();
  FailureOr<std::string> path = readPath(*dict);
  if (failed(path))
    return failure();
  DiffEntry entry{Change::Rebind,        *path, dict->getField("old"),
                  dict->getField("new"), {},    dict->getLoc()};
  bool hasOld(entry.oldValue), hasNew(entry.newValue);
  bool isFit;
  StringRef needs;
  if (*operation == "rebind") {
    entry.kind = hasOld ? Change::Rebind : Change::Add;
    isFit = hasNew;
    needs = "'new', and 'old' unless the field is new";
  } else if (*operation == "insert") {
    entry.kind = Change::Insert;
    isFit = hasNew && !hasOld;
    needs = "'new' and no 'old'";
  } else if (*operation == "delete") {
    entry.kind = Change::Delete;
    isFit = hasOld && !hasNew;
    needs = "'old' and no 'new'";
  } else {
    return emitError(dict->getField("op").getLoc())
           << "'op' is 'rebind', 'insert' or 'delete', not '" << *operation
           << "'"
           << didYouMean(*operation,
                         ArrayRef<StringRef>{"rebind", "insert", "delete"});
  }
  if (!isFit)
    return emitError(dict->getLoc())
           << "to " << *operation << " takes " << needs;
  if (Field before = dict->getField("before")) {
    if (entry.kind != Change::Add)
      return emitError(before.getLoc())
             << "'before' is for a new field, which has no 'old'";
    entry.before.emplace();
    if (!before.isNone()) {
      FailureOr<std::string> name = readText(*dict, "before");
      if (failed(name))
        return failure();
      entry.before->emplace(*name);
    }
  }
  entries.push_back(std::move(entry));
  return success();
}

LogicalResult DiffFile::readShared(Field field) {
  FailureOr<ContainerOpInterface> dict =
      readDict(field, "what is shared is {\"path\": …, \"value\": …}",
               {"path", "value"});
  if (failed(dict))
    return failure();
  FailureOr<std::string> path = readPath(*dict);
  if (failed(path))
    return failure();
  Field value = dict->getField("value");
  if (!value)
    return emitError(dict->getLoc()) << "'value' is missing";
  // Without a reference to it, nothing new refers to it either.
  if (auto use = dyn_cast_or_null<RefOp>(value.getChild()))
    shared.push_back({*path, use.getReferent().getChild(), dict->getLoc()});
  return success();
}
