//===- Widths.cpp - Widths that have to agree ===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Widths.h"
#include "pg/Support/Suggestion.h"

using namespace mlir;
using namespace pg;

/// A number that a field which is left out has by default.
static std::optional<int64_t> defaultWidth(const FieldDecl *field) {
  Attribute value =
      field && !field->pattern ? field->parts.defaultValue : Attribute();
  return value ? wholeNumberOf(Slot::get(value)) : std::nullopt;
}

llvm::MapVector<int64_t, WidthPlace>
pg::findModelWidths(ExperimentOp experiment, const ClassTable &classes) {
  llvm::MapVector<int64_t, WidthPlace> values;
  for (auto op : experiment.getBody().getOps<ObjectOp>()) {
    Component component(op, classes);
    const ClassDecl *decl = component.getDecl();
    if (!decl)
      continue;
    for (auto [entry, place] :
         llvm::zip(decl->getRoles(), component.getShape().rolePlaces)) {
      auto [name, role] = entry;
      if (!sameName(role, "model-width"))
        continue;
      Field field = place ? Field(op, *place) : Field();
      std::optional<int64_t> value =
          field ? field.getWholeNumber() : defaultWidth(decl->getField(name));
      if (!value || values.contains(*value))
        continue;
      std::string path = component.getPath();
      path += (path.empty() ? "" : ".") + name.str() + " by default";
      values.insert(
          {*value, field ? WidthPlace{field.getLoc(), describePath(field)}
                         : WidthPlace{op.getLoc(), path}});
    }
  }
  return values;
}

std::optional<int64_t> pg::findModelWidth(ExperimentOp experiment,
                                          const ClassTable &classes) {
  auto widths = findModelWidths(experiment, classes);
  return widths.size() == 1 ? std::optional(widths.front().first)
                            : std::nullopt;
}

Field pg::findUnclearWidth(ExperimentOp experiment, const ClassTable &classes) {
  for (auto op : experiment.getBody().getOps<ObjectOp>())
    for (Field field : Component(op, classes).fieldsWithRole("model-width"))
      if (isPlaceholder(field, classes) ||
          (field.isConstant() && !field.isNone() && !field.getWholeNumber()))
        return field;
  return {};
}

bool pg::isPlaceholder(Field field, const ClassTable &classes) {
  ObjectOp held = dereference(field).getComponent();
  return held &&
         classes.getShape(held.getShape()).placeholder != Placeholder::None;
}

std::optional<TotalWidth>
pg::findTotalWidth(Component attention, std::optional<int64_t> modelWidth) {
  StringRef name = attention.nameWithRole("attention-width");
  if (name.empty())
    return std::nullopt;
  Attribute constant = attention.constant(name);
  if (!constant)
    return std::nullopt;
  Slot stated = Slot::get(constant);
  if (std::optional<int64_t> width = wholeNumberOf(stated))
    return TotalWidth{name, *width, stated, /*isImplied=*/false};
  if (modelWidth && isa<NoneAttr>(constant))
    return TotalWidth{name, *modelWidth, stated, /*isImplied=*/true};
  return std::nullopt;
}
