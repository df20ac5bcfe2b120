//===- NameList.h - The names of fields while they are parsed ---*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_DIALECTS_PG_NAMELIST_H
#define PG_DIALECTS_PG_NAMELIST_H

#include "mlir/IR/OpImplementation.h"
#include "llvm/ADT/DenseSet.h"

namespace pg {

/// Names that can stand together in a component or dictionary.
class NameList {
public:
  /// \p className is null or empty for a dictionary.
  explicit NameList(mlir::StringAttr className)
      : isObject(className && !className.empty()) {}

  mlir::ParseResult insert(llvm::StringRef name, mlir::AsmParser &parser,
                           llvm::SMLoc loc) {
    auto attr = mlir::StringAttr::get(parser.getContext(), name);
    // The class is written under that name.
    if (isObject && name == "_type")
      return parser.emitError(loc, "a component has no field '_type'");
    if (!seen.insert(attr).second)
      return parser.emitError(loc, "the name '") << name << "' stands twice";
    names.push_back(attr);
    return mlir::success();
  }
  llvm::ArrayRef<mlir::StringAttr> get() const { return names; }

private:
  bool isObject;
  llvm::SmallVector<mlir::StringAttr> names;
  llvm::DenseSet<mlir::StringAttr> seen;
};

} // namespace pg

#endif // PG_DIALECTS_PG_NAMELIST_H
