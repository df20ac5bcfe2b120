//===- PatchOnType.cpp - The rule patch-on-type -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Edits.h"
#include "pg/Rewrite/Rules.h"

namespace pg {
#define GEN_PASS_DEF_PATCHONTYPE
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

/// The types of Python's own that an argument can name.
constexpr StringRef pythonTypes[] = {"int",  "float", "str",  "bool",
                                     "list", "dict",  "tuple"};

/// Whether a value is an instance of a type of Python's own; nullopt if \p type
/// names none.
std::optional<bool> isInstance(Field field, StringRef type) {
  std::optional<LiteralKind> kind;
  if (field.isConstant())
    kind = kindOf(field.getSlot());
  Operation *child = field.getChild();
  // In Python a bool is an int.
  if (type == "int")
    return kind == LiteralKind::Int || kind == LiteralKind::Bool;
  if (type == "float")
    return kind == LiteralKind::Float;
  if (type == "str")
    return kind == LiteralKind::Str;
  if (type == "bool")
    return kind == LiteralKind::Bool;
  if (type == "list")
    return child && isa<ListOp>(child);
  if (type == "dict")
    return child && isa<DictOp>(child);
  if (type == "tuple")
    return kind == LiteralKind::Tuple || (child && isa<TupleOp>(child));
  return std::nullopt;
}

struct PatchOnType : public pg::impl::PatchOnTypeBase<PatchOnType> {
  using PatchOnTypeBase::PatchOnTypeBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.values.push_back(value.getValue().value);
    needs.names.push_back(type.getValue().value);
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    StringRef name = type.getValue();
    if (isInstance(getOperation().getRoot(), name))
      return patchWhere(
          rewriter, value.getValue(),
          [&](Field field, StringRef) { return *isInstance(field, name); });
    FailureOr<std::optional<std::string>> wanted =
        resolveClass(rewriter, name, pythonTypes);
    if (failed(wanted))
      return failure();
    return patchWhere(rewriter, value.getValue(), [&](Field field, StringRef) {
      ObjectOp component = field.getComponent();
      return *wanted && component &&
             rewriter.getClasses().isSubclass(component.getClassName(),
                                              **wanted);
    });
  }
};

} // namespace
