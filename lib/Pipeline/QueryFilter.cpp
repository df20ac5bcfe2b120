//===- QueryFilter.cpp - What --query and its relatives select ------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "QueryFilter.h"
#include "pg/Analysis/Query.h"
#include "pg/Declarations/Vocabulary.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

LogicalResult QueryFilter::compile(MLIRContext *context) {
  if (!options.path)
    return success();
  ParseError error;
  path = PythonRegex::compile(*options.path, error);
  if (path)
    return success();
  return emitError(UnknownLoc::get(context))
         << "--query '" << *options.path << "': " << error.message;
}

void QueryFilter::getClassNeeds(ClassNeeds &needs) const {
  if (options.type)
    needs.names.push_back(*options.type);
  if (options.value)
    needs.values.push_back(*options.value);
}

/// What to say of a concept that nobody knows; empty for others.
static std::string describeUnknownConcept(StringRef name,
                                          const DeclarationIndex &index,
                                          const ClassTable &classes) {
  llvm::SetVector<StringRef> known;
  known.insert_range(vocabulary(WordKind::Concept));
  for (ClassOp op : classes.getClasses()) {
    const ClassDecl *decl = classes.lookup(op);
    known.insert_range(decl->getConcepts());
    // What a field gives to what it holds.
    known.insert_range(llvm::make_second_range(decl->getRoles()));
  }
  bool isKnown =
      llvm::any_of(known, [&](StringRef word) { return sameName(word, name); });
  if (isKnown || !index.playing(name).empty())
    return "";
  return ("no class plays '" + name + "'").str() + didYouMean(name, known);
}

LogicalResult QueryFilter::bind(ExperimentOp experiment,
                                const DeclarationIndex &index) {
  this->experiment = experiment;
  classes.emplace(experiment);
  std::string hint;
  auto warn = [&](StringRef option) {
    if (!hint.empty())
      emitWarning(UnknownLoc::get(experiment.getContext()))
          << option << ": " << hint;
    hint.clear();
  };
  if (options.type) {
    FailureOr<TypeMatcher> matcher =
        TypeMatcher::create(experiment, *classes, *options.type, hint);
    if (failed(matcher))
      return failure();
    type = *matcher;
    warn("--query-type");
  }
  if (options.concept_) {
    hint = describeUnknownConcept(*options.concept_, index, *classes);
    warn("--query-concept");
  }
  if (options.value) {
    // What is read to be compared goes again.
    RuleRewriter rewriter(experiment, *classes);
    FailureOr<ValueMatcher> matcher =
        ValueMatcher::create(rewriter, *options.value, "--query-value", hint);
    if (failed(matcher) || failed(rewriter.apply()))
      return failure();
    value = *matcher;
    warn("--query-value");
  }
  return success();
}

bool QueryFilter::selects(Field field, StringRef at) const {
  if (path && !path->matchPrefix(at))
    return false;
  // A reference is what it refers to.
  Field referent = dereference(field);
  if (type && !type->matches(referent))
    return false;
  if (options.concept_ &&
      !(referent.getComponent() && plays(field, *options.concept_, *classes)))
    return false;
  return !value || value->matches(referent) || value->matches(field);
}

void QueryFilter::print(raw_ostream &os) {
  auto isSelected = [&](Field field, StringRef at) {
    return selects(field, at);
  };
  if (!query(experiment, isSelected, os))
    emitWarning(UnknownLoc::get(experiment.getContext()))
        << "the query did not follow all references: they share too much";
}
