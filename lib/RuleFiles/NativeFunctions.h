//===- NativeFunctions.h - What rules in PDL call ---------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// include/pg/Rules.pdll declares the same functions, and says what they do.
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_RULEFILES_NATIVEFUNCTIONS_H
#define PG_LIB_RULEFILES_NATIVEFUNCTIONS_H

#include "mlir/IR/PatternMatch.h"
#include "pg/Rewrite/RuleRewriter.h"

namespace pg {

/// What the options of a rule hold, by their names; null for one that the rule
/// does not have.
using OptionLookup = llvm::function_ref<mlir::Attribute(llvm::StringRef)>;

/// A call under way.
class NativeCall {
public:
  NativeCall(RuleRewriter &rewriter, llvm::ArrayRef<mlir::PDLValue> arguments,
             mlir::PDLResultList &results, OptionLookup options)
      : rewriter(rewriter), arguments(arguments), results(results),
        options(options) {}

  RuleRewriter &rewriter;

  /// An argument that is a component; null if the value is no component.
  Component component(unsigned index) const;
  mlir::Value value(unsigned index) const {
    return arguments[index].cast<mlir::Value>();
  }
  mlir::Attribute attr(unsigned index) const {
    return arguments[index].cast<mlir::Attribute>();
  }
  /// A name, or a text.
  llvm::StringRef text(unsigned index) const { return textOf(attr(index)); }
  static llvm::StringRef textOf(mlir::Attribute attr);
  /// As a constant of pg: `unit` is None, a name a text, an array a tuple.
  mlir::Attribute literal(unsigned index) const;

  mlir::Attribute option(llvm::StringRef name) const { return options(name); }

  mlir::LogicalResult give(mlir::Attribute result) const {
    if (!result)
      return mlir::failure();
    results.push_back(result);
    return mlir::success();
  }
  mlir::LogicalResult give(mlir::Value result) const {
    if (!result)
      return mlir::failure();
    results.push_back(result);
    return mlir::success();
  }
  mlir::LogicalResult give(Component result) const {
    return result ? give(mlir::Value(result.getOp().getResult()))
                  : mlir::failure();
  }

private:
  llvm::ArrayRef<mlir::PDLValue> arguments;
  mlir::PDLResultList &results;
  OptionLookup options;
};

struct NativeFunction {
  llvm::StringRef name;
  /// `va>a`: a component and an attribute give an attribute.
  llvm::StringRef signature;
  mlir::LogicalResult (*call)(const NativeCall &call);
};

llvm::ArrayRef<NativeFunction> getNativeConstraints();
llvm::ArrayRef<NativeFunction> getNativeRewrites();

} // namespace pg

#endif // PG_LIB_RULEFILES_NATIVEFUNCTIONS_H
