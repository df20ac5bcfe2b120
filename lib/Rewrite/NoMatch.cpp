//===- NoMatch.cpp - Why a rule matched nothing ---------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/RulePass.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

/// Whether rules can know the class by anything that is said of it.
static bool isAnnotated(const ClassDecl *decl) {
  return decl && !(decl->getConcepts().empty() && decl->getRoles().empty());
}

std::string pg::explainNoMatch(ExperimentOp experiment,
                               const ClassTable &classes,
                               ArrayRef<StringRef> concepts) {
  constexpr size_t maxClasses = 5;
  llvm::SetVector<StringRef> unknown;
  bool isPlayed = concepts.empty();
  auto playsOne = [&](Component component) {
    return llvm::any_of(concepts, [&](StringRef concept_) {
      return component.plays(concept_);
    });
  };
  walkComponents(experiment, [&](ObjectOp op) {
    Component component(op, classes);
    isPlayed |= playsOne(component);
    if (!isAnnotated(component.getDecl()))
      unknown.insert(op.getClassName());
    return !isPlayed;
  });
  if (isPlayed)
    return "";
  std::string text = "nothing in this experiment plays '";
  for (auto [index, concept_] : llvm::enumerate(concepts)) {
    if (index)
      text += index + 1 == concepts.size() ? "' or '" : "', '";
    text += concept_;
  }
  text += "'";
  for (ObjectOp op : experiment.getBody().getOps<ObjectOp>())
    if (playsOne(Component(op, classes)))
      return text + " outside of references, which rules do not enter";
  if (unknown.empty())
    return text;
  ArrayRef<StringRef> shown = unknown.getArrayRef().take_front(maxClasses);
  text += "; classes without annotations: " + llvm::join(shown, ", ");
  if (unknown.size() > shown.size())
    text += ", and " + std::to_string(unknown.size() - shown.size()) + " more";
  return text;
}
