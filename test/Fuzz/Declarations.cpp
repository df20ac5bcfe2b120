//===- Declarations.cpp - components.json, and what it is used for --------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fuzz.h"
#include "mlir/IR/Verifier.h"
#include "pg/Declarations/DeclarationIndex.h"
#include "pg/Rewrite/RuleRewriter.h"

using namespace mlir;
using namespace pg;
using namespace pg::fuzz;

/// Builds a component of each class and checks it.
static void useClasses(Context &context, const DeclarationIndex &index) {
  constexpr size_t most = 16;
  Document document = readJson(context, "[]");
  (void)index.materialize(*document.module, index.getClasses());
  ClassTable classes(document.experiment);
  RuleRewriter rewriter(document.experiment, classes);
  auto list = cast<ListOp>(document.experiment.getRoot().getChild());
  SmallVector<StringRef> names = index.getClasses();
  for (StringRef name : ArrayRef(names).take_front(most)) {
    rewriter.setInsertionPoint(list);
    FailureOr<ObjectOp> built = rewriter.construct(list.getLoc(), name, {});
    if (succeeded(built))
      rewriter.insert(list, 0, built->getResult());
  }
  (void)rewriter.apply();
  require(succeeded(verify(document.experiment, /*verifyRecursively=*/false)) ||
              context.errors,
          "what does not fit is an error");
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef text(reinterpret_cast<const char *>(data), size);
  Context context;
  DeclarationIndex index(&context.mlir);
  LogicalResult added = index.addFile(context.addSource(text, "components"));
  require(failed(added) == (context.errors > 0),
          "a file is refused with an error, or read without one");
  if (failed(added))
    return 0;
  OwningOpRef<ModuleOp> module =
      ModuleOp::create(UnknownLoc::get(&context.mlir));
  LogicalResult made = index.materialize(*module, index.getClasses());
  require(failed(made) == (context.errors > 0),
          "a class is refused with an error, or made without one");
  if (failed(made) || failed(verify(*module))) {
    require(context.errors > 0, "a class that is not valid is an error");
    return 0;
  }
  useClasses(context, index);
  return 0;
}
