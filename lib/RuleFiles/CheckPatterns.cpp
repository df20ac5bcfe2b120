//===- CheckPatterns.cpp - What the patterns of a rule file may say -------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NativeFunctions.h"
#include "PdlRule.h"
#include "mlir/Dialect/PDL/IR/PDL.h"
#include "mlir/Dialect/PDL/IR/PDLOps.h"
#include "mlir/Dialect/PDL/IR/PDLTypes.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

//===----------------------------------------------------------------------===//
// What PDL writes by itself
//===----------------------------------------------------------------------===//

LogicalResult PdlRule::recordRewrites(ModuleOp patterns) {
  auto report = [&](Operation *op, const Twine &message) -> LogicalResult {
    return emitError(file->locate(op->getLoc())) << message;
  };
  SmallVector<pdl::ReplaceOp> replacements;
  WalkResult result = patterns.walk([&](Operation *op) -> WalkResult {
    if (isa<pdl::EraseOp>(op))
      return report(op,
                    "'erase' would leave a hole where the component stands; "
                    "Remove takes it out of its list or field, and Replace "
                    "puts another in its place");
    if (isa<pdl::OperationOp>(op) && isa<pdl::RewriteOp>(op->getParentOp()))
      return report(op, "a rule makes no operations of MLIR; New, NewFrom and "
                        "Copy make a component");
    if (auto replace = dyn_cast<pdl::ReplaceOp>(op)) {
      ValueRange values = replace.getReplValues();
      bool isOne =
          replace.getReplOperation() ||
          (values.size() == 1 && isa<pdl::ValueType>(values[0].getType()));
      if (!isOne)
        return report(op, "one component stands in the place of another; "
                          "InsertAfter puts more beside it");
      replacements.push_back(replace);
    }
    return success();
  });
  // As by `Replace`: what a rule does takes effect when it has seen everything.
  for (pdl::ReplaceOp replace : replacements) {
    OpBuilder builder(replace);
    Location loc = replace.getLoc();
    auto component = [&](Value operation) -> Value {
      return pdl::ResultOp::create(builder, loc,
                                   builder.getType<pdl::ValueType>(), operation,
                                   builder.getI32IntegerAttr(0));
    };
    Value by = replace.getReplOperation()
                   ? component(replace.getReplOperation())
                   : replace.getReplValues().front();
    pdl::ApplyNativeRewriteOp::create(
        builder, loc, TypeRange(), "Replace",
        ValueRange{component(replace.getOpValue()), by});
    replace.erase();
  }
  return failure(result.wasInterrupted());
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

/// `va>a`: what a call takes and gives.
static std::string signatureOf(Operation *call) {
  auto letter = [](Type type) {
    return isa<pdl::ValueType>(type)       ? 'v'
           : isa<pdl::AttributeType>(type) ? 'a'
                                           : '?';
  };
  std::string signature;
  for (Type type : call->getOperandTypes())
    signature += letter(type);
  if (call->getNumResults())
    signature += '>';
  for (Type type : call->getResultTypes())
    signature += letter(type);
  return signature;
}

/// The constant name that an argument is; empty if it is computed.
static StringRef constantName(Value argument) {
  auto attr = argument.getDefiningOp<pdl::AttributeOp>();
  return attr && attr.getValueAttr() ? NativeCall::textOf(attr.getValueAttr())
                                     : "";
}

/// Calls \p visit with each word in a constant: a name, or a list of names.
static void forEachName(Value argument,
                        llvm::function_ref<void(StringRef)> visit) {
  auto attr = argument.getDefiningOp<pdl::AttributeOp>();
  if (!attr || !attr.getValueAttr())
    return;
  if (auto list = dyn_cast<ArrayAttr>(attr.getValueAttr())) {
    for (Attribute element : list)
      visit(NativeCall::textOf(element));
    return;
  }
  visit(NativeCall::textOf(attr.getValueAttr()));
}

/// What stands in a constant; null if the argument is computed.
static Attribute constantOf(Value argument) {
  auto attr = argument.getDefiningOp<pdl::AttributeOp>();
  return attr ? attr.getValueAttr() : Attribute();
}

/// How a call of that function names what it asks for with the wrong kind of
/// constant; empty if it is right, or computed.
static StringRef findMisnaming(Operation *call, StringRef name) {
  bool takesNames = name == "PlaysAny";
  bool takesName =
      name.starts_with("New") ||
      llvm::is_contained({"IsA", "Plays", "Holds", "Has", "HasInt", "Role",
                          "RoleOrName", "Get", "Child", "Innermost", "Fact",
                          "Rebind", "RebindChild", "Rescale", "Reset"},
                         name);
  Attribute given =
      takesName || takesNames ? constantOf(call->getOperand(1)) : Attribute();
  auto isName = [](Attribute attr) {
    return !NativeCall::textOf(attr).empty();
  };
  if (!given)
    return "";
  if (takesName)
    return isName(given) ? "" : "a name, attr<\"@name\">";
  auto list = dyn_cast<ArrayAttr>(given);
  return list && llvm::all_of(list, isName)
             ? ""
             : "a list of names, attr<\"[@one, @other]\">";
}

/// What a call of that function names with its second argument.
static std::optional<WordKind> kindOfWord(StringRef function) {
  if (function.starts_with("New") ||
      llvm::is_contained({"Plays", "PlaysAny", "Holds"}, function))
    return WordKind::Concept;
  if (llvm::is_contained({"Role", "Innermost", "Rescale"}, function))
    return WordKind::Role;
  return function == "Fact" ? std::optional(WordKind::Fact) : std::nullopt;
}

void PdlRule::noteWords(Operation *call, StringRef function) {
  std::optional<WordKind> kind = kindOfWord(function);
  if (!kind)
    return;
  // What plays a concept may be a role that a field gives.
  WordKind wide = *kind == WordKind::Fact ? *kind : WordKind::Role;
  forEachName(call->getOperand(1), [&](StringRef word) {
    auto isOwn = [&](StringRef own) { return sameName(own, word); };
    std::string quoted = "\"" + kebab(word) + "\"";
    if (word.empty() || isInVocabulary(wide, word) ||
        llvm::any_of(file->concepts, isOwn) ||
        llvm::any_of(file->roles, isOwn) || file->classes.contains(quoted))
      return;
    unknown.push_back({*kind, kebab(word), file->locate(call->getLoc())});
  });
}

/// Whether somebody has declared the word for a class that is known.
static bool isDeclared(const ClassTable &classes, WordKind kind,
                       StringRef word) {
  return llvm::any_of(classes.getClasses(), [&](ClassOp op) {
    const ClassDecl *decl = classes.lookup(op);
    if (kind == WordKind::Fact)
      return bool(decl->getFact(word));
    return (kind == WordKind::Concept && decl->plays(word)) ||
           llvm::any_of(decl->getRoles(), [&](const auto &role) {
             return sameName(role.second, word);
           });
  });
}

void PdlRule::warnOfUnknownWords(RuleRewriter &rewriter) const {
  for (const auto &[kind, word, place] : unknown) {
    // A role or a fact may be that of a class that is not here: it is told
    // where the rule comes to nothing.
    if ((kind != WordKind::Concept && rewriter.getNumMatched()) ||
        isDeclared(rewriter.getClasses(), kind, word))
      continue;
    StringRef what = kind == WordKind::Concept ? "no class plays '"
                     : kind == WordKind::Role  ? "no class has the role '"
                                               : "no class states the fact '";
    emitWarning(Location(place))
        << what << word << "', which is no word of the vocabulary either"
        << didYouMean(word, vocabulary(kind));
  }
}

LogicalResult PdlRule::checkCalls(ModuleOp patterns) {
  auto check = [&](Operation *call, StringRef name,
                   ArrayRef<NativeFunction> known) -> LogicalResult {
    auto names = llvm::map_range(
        known, [](const NativeFunction &function) { return function.name; });
    const auto *function =
        llvm::find_if(known, [&](const NativeFunction &function) {
          return function.name == name;
        });
    if (function == known.end())
      return emitError(file->locate(call->getLoc()))
             << "there is no function '" << name << "'"
             << didYouMean(name, names) << " (pg/Rules.pdll has them all)";
    if (std::string given = signatureOf(call); given != function->signature)
      return emitError(file->locate(call->getLoc()))
             << "'" << name << "' is called as " << given << ", not as "
             << function->signature << " (v a component, a a constant)";
    if (StringRef wanted = findMisnaming(call, name); !wanted.empty())
      return emitError(file->locate(call->getLoc()))
             << "'" << name << "' takes " << wanted << ", not "
             << constantOf(call->getOperand(1));
    return success();
  };
  auto checkOption = [&](Operation *call) -> LogicalResult {
    StringRef name = constantName(call->getOperand(0));
    auto names = llvm::map_range(
        file->options, [](const OptionInfo &option) { return option.name; });
    for (StringRef option : names)
      if (sameName(option, name))
        return success();
    return emitError(file->locate(call->getLoc()))
           << "the rule has no option '" << name << "'"
           << didYouMean(name, names);
  };
  WalkResult result = patterns.walk([&](Operation *op) -> WalkResult {
    if (auto pattern = dyn_cast<pdl::PatternOp>(op)) {
      auto root = dyn_cast_or_null<pdl::OperationOp>(
          pattern.getRewriter().getRoot()
              ? pattern.getRewriter().getRoot().getDefiningOp()
              : nullptr);
      if (!root || root.getOpName() != ObjectOp::getOperationName())
        return emitError(file->locate(op->getLoc()))
               << "a pattern of a rule matches one component: "
                  "op<pg.object>, whose 'rewrite' it has";
    }
    if (auto call = dyn_cast<pdl::ApplyNativeConstraintOp>(op)) {
      bool asks = call.getName() == "Option" || call.getName() == "HasOption";
      if (failed(check(op, call.getName(), getNativeConstraints())) ||
          (asks && failed(checkOption(op))))
        return failure();
      noteWords(op, call.getName());
      if (call.getName() == "IsA")
        families.push_back(constantName(op->getOperand(1)).str());
      if (call.getName().starts_with("Plays") && !call.getIsNegated())
        forEachName(op->getOperand(1), [&](StringRef concept_) {
          sought.push_back(concept_.str());
        });
    }
    if (auto call = dyn_cast<pdl::ApplyNativeRewriteOp>(op)) {
      if (failed(check(op, call.getName(), getNativeRewrites())))
        return failure();
      noteWords(op, call.getName());
      if (call.getName().starts_with("New")) {
        auto option =
            op->getOperand(2).getDefiningOp<pdl::ApplyNativeConstraintOp>();
        constructed.emplace_back(
            constantName(op->getOperand(1)).str(),
            option ? constantName(option->getOperand(0)).str() : "");
      }
    }
    return success();
  });
  return failure(result.wasInterrupted());
}

LogicalResult PdlRule::checkNeeds() const {
  bool isSound = true;
  auto check = [&](Operation *call, StringRef word, StringRef kind,
                   ArrayRef<StringRef> stated) {
    if (llvm::any_of(stated,
                     [&](StringRef own) { return sameName(own, word); }))
      return;
    isSound = false;
    emitError(file->locate(call->getLoc()))
        << "the rule asks for the " << kind << " '" << word << "', which its \""
        << kind << "s\" do not list";
  };
  auto checkCall = [&](Operation *call, StringRef name) {
    bool isConcept = llvm::is_contained(
        {"Plays", "PlaysAny", "Holds", "New", "NewFrom", "NewLike", "NewOther"},
        name);
    bool isRole = llvm::is_contained(
        {"Role", "RoleOrName", "Innermost", "Rescale"}, name);
    if (isConcept || isRole)
      forEachName(call->getOperand(1), [&](StringRef word) {
        check(call, word, isConcept ? "concept" : "role",
              isConcept ? file->concepts : file->roles);
      });
  };
  for (const auto &module : {rewrites, forbidden})
    module->get().walk([&](Operation *op) {
      if (auto call = dyn_cast<pdl::ApplyNativeConstraintOp>(op))
        checkCall(op, call.getName());
      else if (auto call = dyn_cast<pdl::ApplyNativeRewriteOp>(op))
        checkCall(op, call.getName());
    });
  return success(isSound);
}
