//===- ChangeDataset.cpp - The rule change-dataset -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Analysis/Walk.h"
#include "pg/Rewrite/Rules.h"
#include "pg/Support/Suggestion.h"

namespace pg {
#define GEN_PASS_DEF_CHANGEDATASET
#include "passes/Rules.h.inc"
} // namespace pg

using namespace mlir;
using namespace pg;

namespace {

/// What a dataset says of itself, and the role of the fields that follow it.
struct KnownFact {
  StringLiteral name, role;
};
constexpr KnownFact numClasses = {"num-classes", "num-classes"};
constexpr KnownFact vocabulary = {"vocabulary-size", "vocabulary"};
constexpr KnownFact knownFacts[] = {numClasses,
                                    vocabulary,
                                    {"sequence-length", "sequence-length"},
                                    {"input-shape", "input-shape"}};

/// A fact of a dataset; one that is annotated as a role counts as well.
Attribute factOf(Component dataset, StringRef name) {
  Attribute value = dataset.fact(name);
  return value ? value : dataset.constantOfRole(name);
}

std::optional<int64_t> intFactOf(Component dataset, StringRef name) {
  Attribute value = factOf(dataset, name);
  return value ? intOf(Slot::get(value)) : std::nullopt;
}

using Roots = SmallVector<Field, 1>;

/// One experiment of a file: see Visits::splitExperiments.
struct Part {
  Roots roots;
  Heads heads;
};

std::vector<Part> splitExperiments(const Visits &visits,
                                   const ClassTable &classes) {
  std::vector<Part> parts;
  for (const std::vector<size_t> &roots : visits.splitExperiments()) {
    parts.push_back({{}, findHeads(visits, roots, classes)});
    for (size_t root : roots)
      parts.back().roots.push_back(visits.getHolder(visits[root]));
  }
  return parts;
}

/// The datasets that wrap no other.
SmallVector<Component> findDatasets(const Roots &roots,
                                    const ClassTable &classes) {
  SmallVector<Component> datasets;
  for (Field root : roots)
    walkValues(root, [&](Field field) {
      Component component(field.getComponent(), classes);
      if (component && component.plays("dataset") &&
          !component.holds("dataset"))
        datasets.push_back(component);
      return WalkResult::advance();
    });
  return datasets;
}

/// Calls \p visit with the components that are in no dataset.
void walkOutsideDatasets(const Roots &roots, const ClassTable &classes,
                         llvm::function_ref<void(Component)> visit) {
  for (Field root : roots)
    walkValues(root, [&](Field field) {
      ObjectOp op = field.getComponent();
      if (!op)
        return WalkResult::advance();
      Component component(op, classes);
      if (component.plays("dataset"))
        return WalkResult::skip();
      visit(component);
      return WalkResult::advance();
    });
}

/// The integers that the fields of a role hold, outside of datasets.
llvm::SmallDenseSet<int64_t>
valuesOfRole(const Roots &roots, const ClassTable &classes, StringRef role) {
  llvm::SmallDenseSet<int64_t> values;
  walkOutsideDatasets(roots, classes, [&](Component component) {
    for (Field field : component.fieldsWithRole(role))
      if (std::optional<int64_t> value = field.getInt())
        values.insert(*value);
  });
  return values;
}

/// The rule on one experiment.
class DatasetChange {
public:
  DatasetChange(RuleRewriter &rewriter, const Part &part, StringRef name,
                StringRef fields)
      : rewriter(rewriter), classes(rewriter.getClasses()), roots(part.roots),
        found(part.heads), name(name), fields(fields) {}

  LogicalResult run();
  /// Whether some head got the new number of classes or tokens.
  bool hasAlignedHead() const { return alignedHeads != 0; }
  bool hasDataset() const { return !fresh.empty(); }

private:
  LogicalResult replaceDatasets(ArrayRef<Component> datasets);
  LogicalResult collectFacts(ArrayRef<Component> datasets);
  void followFact(Component component, const KnownFact &fact);
  void write(Field field, Attribute value);
  void keepOwnFacts(CarriedFields &carried, const ClassDecl &dataset);
  LogicalResult alignHeads();
  void reportUnaligned(ArrayRef<Component> heads);

  RuleRewriter &rewriter;
  const ClassTable &classes;
  const Roots &roots;
  const Heads &found;
  StringRef name, fields;
  /// The new datasets, and the class of the first.
  SmallVector<Component> fresh;
  /// What the new ones state, in the order of the known facts.
  Attribute facts[std::size(knownFacts)];
  /// How many classes a label had.
  llvm::SmallDenseSet<int64_t> oldClasses, oldVocabularies;
  unsigned alignedHeads = 0, followers = 0;
};

} // namespace

LogicalResult DatasetChange::run() {
  SmallVector<Component> datasets = findDatasets(roots, classes);
  if (datasets.empty())
    return success();
  for (Component dataset : datasets) {
    if (auto count = intFactOf(dataset, numClasses.name))
      oldClasses.insert(*count);
    if (auto size = intFactOf(dataset, vocabulary.name))
      oldVocabularies.insert(*size);
  }
  if (failed(replaceDatasets(datasets)) || failed(collectFacts(fresh)))
    return failure();
  walkOutsideDatasets(roots, classes, [&](Component component) {
    for (const KnownFact &fact : knownFacts)
      followFact(component, fact);
  });
  return alignHeads();
}

LogicalResult DatasetChange::replaceDatasets(ArrayRef<Component> datasets) {
  FailureOr<const ClassDecl *> chosen = rewriter.chooseClass(
      datasets.front().getOp().getLoc(), {"dataset", name, /*mustPlay=*/true});
  if (failed(chosen))
    return failure();
  for (Component dataset : datasets) {
    rewriter.countMatch();
    bool isNew = dataset.getDecl() != *chosen;
    if (!isNew && fields.empty()) {
      fresh.push_back(dataset);
      continue;
    }
    rewriter.setInsertionPoint(dataset.getOp());
    CarriedFields carried = rewriter.carryOver(dataset, **chosen);
    if (isNew)
      keepOwnFacts(carried, **chosen);
    if (failed(rewriter.setFields(carried, fields)))
      return failure();
    FailureOr<ObjectOp> built = rewriter.replaceBy(dataset, **chosen, carried);
    if (failed(built))
      return failure();
    fresh.push_back(Component(*built, classes));
  }
  return success();
}

/// What the old data are like is nothing for the new ones, whose class knows
/// better; a length may be what somebody chose.
void DatasetChange::keepOwnFacts(CarriedFields &carried,
                                 const ClassDecl &dataset) {
  for (const KnownFact &fact : knownFacts) {
    FactOp stated = dataset.getFact(fact.name);
    std::optional<StringRef> name = stated ? stated.getField() : std::nullopt;
    const FieldDecl *field = name ? dataset.getField(*name) : nullptr;
    if (field && field->parts.defaultValue && fact.name != "sequence-length")
      llvm::erase_if(carried.values, [&](const NamedValue &value) {
        return value.first == *name;
      });
  }
}

LogicalResult DatasetChange::collectFacts(ArrayRef<Component> datasets) {
  for (auto [fact, value] : llvm::zip(knownFacts, facts))
    for (Component dataset : datasets) {
      Attribute own = factOf(dataset, fact.name);
      if (own && value && own != value)
        return emitError(dataset.getOp().getLoc())
               << "the new datasets do not agree on '" << fact.name
               << "': " << pythonRepr(Slot::get(value)) << " and "
               << pythonRepr(Slot::get(own));
      if (own)
        value = own;
    }
  return success();
}

/// Writes the fact to each field of the component that has its role, or that
/// states the same fact of the component.
void DatasetChange::followFact(Component component, const KnownFact &fact) {
  Attribute value = facts[&fact - knownFacts];
  if (!value)
    return;
  for (Field field : component.fieldsWithRole(fact.role))
    write(field, value);
  const ClassDecl *decl = component.getDecl();
  // What is not spelled has its default.
  for (auto [name, role] :
       decl ? decl->getRoles() : ArrayRef<std::pair<StringRef, StringRef>>()) {
    const FieldDecl *field = decl->getField(name);
    if (sameName(role, fact.role) && !component.field(name) && field &&
        !field->pattern && field->parts.defaultValue &&
        !isa<NoneAttr>(field->parts.defaultValue)) {
      ++followers;
      rewriter.setInsertionPoint(component.getOp());
      (void)rewriter.rebind(component.getOp(), name,
                            rewriter.build(component.getOp().getLoc(), value));
    }
  }
  FactOp stated = decl ? decl->getFact(fact.name) : FactOp();
  if (stated && stated.getField())
    if (Field field = component.field(*stated.getField()))
      if (!sameName(component.roleOf(field), fact.role))
        write(field, value);
}

void DatasetChange::write(Field field, Attribute value) {
  // None stays: it says that the component finds out for itself.
  if (field.isNone())
    return;
  bool isList = isa_and_nonnull<ListOp>(field.getChild());
  if (!field.isConstant() && !isList)
    return;
  // A shape is a tuple here and a list there.
  if (auto tuple = dyn_cast<TupleAttr>(value); tuple && isList)
    value = ArrayAttr::get(rewriter.getContext(), tuple.getElements());
  else if (auto list = dyn_cast<ArrayAttr>(value); list && !isList)
    value = TupleAttr::get(rewriter.getContext(), list.getValue());
  ++followers;
  rewriter.setInsertionPoint(field.getOwner());
  (void)rewriter.rebind(field, rewriter.build(field.getLoc(), value));
}

LogicalResult DatasetChange::alignHeads() {
  auto count = [&](const KnownFact &fact) -> std::optional<int64_t> {
    Attribute value = facts[&fact - knownFacts];
    return value ? intOf(Slot::get(value)) : std::nullopt;
  };
  std::optional<int64_t> classCount = count(knownFacts[0]);
  std::optional<int64_t> tokenCount = count(knownFacts[1]);
  SmallVector<Component> heads, agreeing;
  llvm::SmallDenseSet<int64_t> tokens =
      valuesOfRole(roots, classes, vocabulary.role);
  tokens.insert(oldVocabularies.begin(), oldVocabularies.end());
  auto agrees = [&](int64_t width) {
    return oldClasses.contains(width) || tokens.contains(width);
  };
  walkOutsideDatasets(roots, classes, [&](Component component) {
    if (!found.contains(component.getOp()))
      return;
    heads.push_back(component);
    Field field = component.fieldWithRole("width");
    std::optional<int64_t> width = field ? field.getInt() : std::nullopt;
    if (width && agrees(*width))
      agreeing.push_back(component);
  });
  // A head that is not known to predict tokens stays as it is when tokens are
  // all that there is to predict.
  ArrayRef<Component> aligned = agreeing;
  if (agreeing.empty() && (classCount || oldVocabularies.empty()))
    aligned = heads;
  if (!classCount)
    classCount = tokenCount;
  if (classCount)
    for (Component head : aligned)
      alignedHeads += succeeded(rewriter.rebindRole(
          head, "width", [&](int64_t) { return *classCount; }));
  if (!alignedHeads && (!heads.empty() || !followers))
    reportUnaligned(heads);
  // The rule does not enter these, and they have to fit as well.
  for (Field head : found.shared) {
    ObjectOp op = dereference(head).getComponent();
    Field field = op ? Component(op, classes).fieldWithRole("width") : Field();
    std::optional<int64_t> width = field ? field.getInt() : std::nullopt;
    if (width && classCount && width != classCount &&
        (agrees(*width) || !alignedHeads))
      return emitError(field.getLoc())
             << head.getPath() << ": " << fresh.front().getClassName()
             << " needs " << *classCount << " outputs, and the head has "
             << *width << " behind a reference, which rules do not enter";
  }
  return success();
}

void DatasetChange::reportUnaligned(ArrayRef<Component> heads) {
  Component dataset = fresh.front();
  InFlightDiagnostic diag =
      emitRemark(heads.empty() ? dataset.getOp().getLoc()
                               : heads.front().getOp().getLoc());
  if (heads.empty())
    diag << "change-dataset found no head to fit to " << dataset.getClassName();
  else
    diag << heads.front().getPlace() << ": the head keeps its width";
  if (!facts[0] && !facts[1])
    diag << ": " << dataset.getClassName() << " states neither 'num-classes' "
         << "nor 'vocabulary-size'";
}

namespace {

struct ChangeDataset : public pg::impl::ChangeDatasetBase<ChangeDataset> {
  using ChangeDatasetBase::ChangeDatasetBase;

  void getClassNeeds(ClassNeeds &needs) const override {
    needs.addChoice("dataset", name.getValue());
    needs.values.push_back(fields.getValue().value);
  }

  SmallVector<StringRef> getConcepts() const override { return {"dataset"}; }

  StringRef getOtherwise() const override {
    return "is no dataset, and follows none";
  }

  LogicalResult applyRule(RuleRewriter &rewriter) override {
    hasAlignedHeads = true;
    for (const Part &part :
         splitExperiments(rewriter.getVisits(), rewriter.getClasses())) {
      DatasetChange change(rewriter, part, name.getValue(), fields.getValue());
      if (failed(change.run()))
        return failure();
      hasAlignedHeads &= change.hasAlignedHead() || !change.hasDataset();
    }
    return success();
  }

  LogicalResult checkPostcondition(ExperimentOp experiment) const override {
    ClassTable classes(experiment);
    Visits visits(experiment, classes);
    std::optional<Needs> most;
    for (const Part &part : splitExperiments(visits, classes)) {
      std::optional<Needs> needs;
      for (Component dataset : findDatasets(part.roots, classes)) {
        if (hasAlignedHeads && failed(checkHeads(part.heads, classes, dataset)))
          return failure();
        Needs own{dataset, intFactOf(dataset, vocabulary.name)};
        if (!needs || needs->tokens < own.tokens)
          needs = own;
      }
      if (!needs)
        continue;
      LogicalResult fits = success();
      walkOutsideDatasets(part.roots, classes, [&](Component component) {
        if (failed(checkVocabulary(component, *needs)))
          fits = failure();
      });
      if (failed(fits))
        return failure();
      if (!most || most->tokens < needs->tokens)
        most = needs;
    }
    LogicalResult fits = success();
    // The rule does not enter these, and they have to fit as well.
    if (most)
      for (ObjectOp op : visits.findHidden())
        if (failed(checkVocabulary(Component(op, classes), *most)))
          fits = failure();
    return fits;
  }

private:
  /// The dataset with the most tokens.
  struct Needs {
    Component dataset;
    std::optional<int64_t> tokens;
  };

  static LogicalResult checkVocabulary(Component component,
                                       const Needs &needs) {
    for (Field field : component.fieldsWithRole(vocabulary.role))
      if (std::optional<int64_t> size = field.getInt();
          needs.tokens && size && *size < *needs.tokens)
        return emitError(field.getLoc())
               << describePath(field) << ": " << needs.dataset.getClassName()
               << " has " << *needs.tokens << " different tokens, not "
               << *size;
    return success();
  }

  static LogicalResult checkHeads(const Heads &heads, const ClassTable &classes,
                                  Component dataset) {
    std::optional<int64_t> count = intFactOf(dataset, numClasses.name);
    if (!count)
      count = intFactOf(dataset, vocabulary.name);
    auto fits = [&](Operation *op) {
      Field width =
          Component(cast<ObjectOp>(op), classes).fieldWithRole("width");
      return width && (!width.getInt() || width.getInt() == count);
    };
    if (heads.components.empty() || !count ||
        llvm::any_of(heads.components, fits))
      return success();
    return emitError(dataset.getOp().getLoc())
           << dataset.getPlace() << ": no head has the " << *count
           << " outputs that " << dataset.getClassName() << " needs";
  }

  /// In every experiment. Kept for the end of the chain.
  bool hasAlignedHeads = false;
};

} // namespace
