//===- ClassBuilder.cpp - Merged entries to pg.class ----------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ClassBuilder.h"
#include "CheckReader.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace pg;

ClassBuilder::ClassBuilder(DeclarationIndex::Storage &storage,
                           const MergedClass &merged,
                           llvm::function_ref<void(StringRef)> onNeed,
                           std::vector<DeclaredDefault> &defaults)
    : storage(storage), merged(merged), onNeed(onNeed), defaults(defaults),
      context(storage.context) {}

/// Reads for one class, and perhaps one field of it, from one file.
class ClassBuilder::Listener : public SpecListener {
public:
  Listener(ClassBuilder &builder, DeclarationFile *file, StringRef field = "")
      : builder(builder), file(file),
        subject(field.empty() ? "" : ("field '" + field + "': ").str()) {}

  void error(JsonView at, const Twine &message) override {
    builder.error(*file, at, subject + message);
  }
  void warning(JsonView at, const Twine &message) override {
    if (!file->isShipped())
      file->warning(at.getText().data())
          << "class '" << builder.merged.getName() << "': " << subject
          << message;
  }
  void needsClass(StringRef name) override { builder.onNeed(name); }
  void hasDefault(JsonView at, Type type, Attribute value) override {
    if (!file->isShipped() && !isa<AnyType>(splitType(type).spec))
      builder.defaults.push_back(
          {file->locate(at.getText().data()),
           "class '" + builder.merged.getName().str() + "': " + subject, type,
           value});
  }

private:
  ClassBuilder &builder;
  DeclarationFile *file;
  std::string subject;
};

void ClassBuilder::error(DeclarationFile &file, JsonView at,
                         const Twine &message) {
  isValid = false;
  file.error(at.getText().data())
      << "class '" << merged.getName() << "': " << message;
}

ClassBuilder::Items ClassBuilder::mergeItems(StringRef Entry::*part,
                                             bool kebabNames) {
  Items items;
  for (const Entry *entry : merged.entries)
    if (!(entry->*part).empty())
      parse(entry->*part).forEachMember([&](JsonView key, JsonView value) {
        std::string name = key.getString();
        items[StringAttr::get(context, kebabNames ? kebab(name) : name)] = {
            value, entry->file};
      });
  return items;
}

ArrayAttr ClassBuilder::symbols(ArrayRef<StringRef> names) {
  if (names.empty())
    return {};
  return ArrayAttr::get(
      context, llvm::map_to_vector(names, [&](StringRef name) -> Attribute {
        return FlatSymbolRefAttr::get(context, name);
      }));
}

LogicalResult ClassBuilder::build(OpBuilder &builder) {
  roles = mergeItems(&Entry::roles);
  OpBuilder::InsertionGuard guard(builder);
  ClassOp op = buildClass(builder);
  builder.setInsertionPointToEnd(&op.getBody().front());
  if (!op.getUndeclared())
    buildFields(builder);
  // Roles of fields that a subclass has, or that take any keyword.
  for (const auto &[field, role] : roles)
    if (role.value)
      FieldOp::create(builder, op.getLoc(), field,
                      /*pattern=*/nullptr, /*keyword=*/nullptr,
                      /*type=*/nullptr,
                      /*default_value=*/nullptr, /*frozen=*/nullptr,
                      takeRole(field));
  buildFacts(builder);
  buildChecks(builder, op);
  if (!isValid)
    op.erase();
  return success(isValid);
}

ClassOp ClassBuilder::buildClass(OpBuilder &builder) {
  const Entry &main = merged.main();
  llvm::SmallSetVector<StringRef, 8> names = merged.unite(&Entry::aliases);
  for (const Entry *entry : merged.entries)
    names.insert(entry->key);
  // A nearer file may have given a name to another class.
  names.remove_if([&](StringRef name) {
    return name == main.key || storage.find(name) != &merged;
  });
  SmallVector<StringRef> bases = storage.basesOf(merged);
  for (StringRef base : bases)
    onNeed(base);
  llvm::SmallSetVector<Attribute, 8> concepts;
  for (StringRef name : merged.unite(&Entry::concepts))
    concepts.insert(builder.getStringAttr(kebab(name)));

  OperationState state(main.file->locate(main.position),
                       ClassOp::getOperationName());
  state.addRegion()->emplaceBlock();
  auto &properties = state.getOrAddProperties<ClassOp::Properties>();
  properties.sym_name = builder.getStringAttr(main.key);
  properties.bases = symbols(bases);
  properties.aliases = symbols(names.getArrayRef());
  if (!concepts.empty())
    properties.concepts = builder.getArrayAttr(concepts.getArrayRef());
  if (merged.isAbstract())
    properties.abstract = builder.getUnitAttr();
  if (std::optional<Callability> callability = merged.getCallability())
    properties.callable = builder.getStringAttr(spelled(*callability));
  if (main.schema.empty())
    properties.undeclared = builder.getUnitAttr();
  return cast<ClassOp>(builder.create(state));
}

//===----------------------------------------------------------------------===//
// Fields
//===----------------------------------------------------------------------===//

StringAttr ClassBuilder::takeRole(StringAttr field) {
  auto role = roles.find(field);
  if (role == roles.end() || !role->second.value)
    return {};
  JsonView value = std::exchange(role->second.value, JsonView());
  // Null hides the role that a base gives to the field.
  return StringAttr::get(context,
                         value.isNull() ? "" : kebab(value.getString()));
}

void ClassBuilder::buildFields(OpBuilder &builder) {
  tightened = mergeItems(&Entry::fields);
  tightened.remove_if([](auto &item) { return item.second.value.isNull(); });

  DeclarationFile &file = *merged.main().file;
  Listener listener(*this, &file);
  SpecReader reader(context, listener);
  JsonView schema = parse(merged.main().schema);
  SmallVector<ReadField> fields = reader.readSchema(schema);
  SmallVector<StringRef> names;
  bool takesKeywords = false;
  for (const ReadField &field : fields) {
    if (field.pattern)
      takesKeywords = true;
    else
      names.push_back(field.name);
  }
  for (const auto &[name, item] : tightened)
    if (!takesKeywords && !llvm::is_contained(names, name) &&
        // Another version of a framework may lack what we know of it.
        !item.file->isShipped())
      error(*item.file, item.value,
            "it has no field '" + name.getValue() + "'" +
                didYouMean(name, names));
  for (const ReadField &field : fields) {
    // What is known of one keyword field goes before what is of all.
    if (field.pattern && std::exchange(takesKeywords, false))
      for (const auto &[name, item] : tightened)
        if (!llvm::is_contained(names, name))
          buildField(builder, {name.str(), /*pattern=*/false, item.value},
                     item.file, /*isKeyword=*/true);
    buildField(builder, field, &file, /*isKeyword=*/false);
  }
}

void ClassBuilder::buildField(OpBuilder &builder, const ReadField &field,
                              DeclarationFile *file, bool isKeyword) {
  Listener listener(*this, file, field.name);
  StringAttr name = StringAttr::get(context, field.name);
  Location loc = file->locate(field.spec.getText().data());
  ReadSpec spec = SpecReader(context, listener).readSpec(field.spec);
  auto tighter =
      field.pattern || isKeyword ? tightened.end() : tightened.find(name);
  if (tighter != tightened.end()) {
    auto [value, nearer] = tighter->second;
    Listener nearerListener(*this, nearer, field.name);
    ReadSpec declared = spec;
    spec = SpecReader(context, nearerListener).readSpec(value);
    if (!spec.defaultValue && declared.defaultValue) {
      spec.defaultValue = declared.defaultValue;
      nearerListener.hasDefault(value, spec.type, spec.defaultValue);
    }
    spec.frozen |= declared.frozen;
  }
  if (spec.frozen && !spec.defaultValue)
    listener.error(field.spec, "what is frozen needs a 'default'");
  auto unit = [&](bool holds) {
    return holds ? builder.getUnitAttr() : nullptr;
  };
  FieldOp::create(builder, loc, name, unit(field.pattern), unit(isKeyword),
                  TypeAttr::get(spec.type), spec.defaultValue,
                  unit(spec.frozen), field.pattern ? nullptr : takeRole(name));
}

//===----------------------------------------------------------------------===//
// Facts
//===----------------------------------------------------------------------===//

void ClassBuilder::buildFacts(OpBuilder &builder) {
  for (const auto &[name, item] : mergeItems(&Entry::facts, true)) {
    Listener listener(*this, item.file);
    SpecReader reader(context, listener);
    StringAttr field;
    Attribute value;
    if (item.value.isObject())
      field = builder.getStringAttr(item.value["field"].getString());
    else // Null, which no fact is, hides what a base says.
      value = reader.readConstant(item.value);
    FactOp::create(builder, item.file->locate(item.value.getText().data()),
                   name, value, field);
  }
}

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

/// What is wrong with a field in a check; empty if nothing is.
static std::string checkField(ClassOp op, StringRef name, bool isLength) {
  SmallVector<StringRef> names;
  for (auto field : op.getOps<FieldOp>()) {
    if (!field.getType())
      continue;
    if (field.getPattern()) // It takes any keyword.
      return "";
    names.push_back(field.getName());
    if (field.getName() != name)
      continue;
    Type type = *field.getType();
    bool fits =
        isLength
            ? takes<ListType, FixedTupleType, VarTupleType, TransformType>(type)
            : takes<IntType, RealType, BoolType, EnumType, TransformType>(type);
    return fits ? ""
           : isLength
               ? ("its field '" + name + "' is no list and no tuple").str()
               : ("its field '" + name + "' is no number").str();
  }
  return ("it has no field '" + name + "'").str() + didYouMean(name, names);
}

void ClassBuilder::buildChecks(OpBuilder &builder, ClassOp op) {
  for (const auto &[name, item] : mergeItems(&Entry::checks, true)) {
    Location loc = item.file->locate(item.value.getText().data());
    StringAttr comparison;
    ReadCheck check = {};
    if (!item.value.isNull()) { // Which hides what a base says.
      auto report = [&, name = name, file = item.file](JsonView at,
                                                       const Twine &message) {
        error(*file, at, "check '" + name.getValue() + "': " + message);
      };
      bool isShipped = item.file->isShipped();
      bool fits = true;
      auto onField = [&](JsonView at, StringRef field, bool isLength) {
        std::string wrong =
            op.getUndeclared() ? "" : checkField(op, field, isLength);
        fits &= wrong.empty();
        // Another version of a framework may lack what we know of it.
        if (!wrong.empty() && !isShipped)
          report(at, wrong);
      };
      CheckReader reader(context, report, onField);
      std::optional<ReadCheck> read = reader.read(item.value);
      if (!read || !fits)
        continue;
      check = *read;
      comparison = builder.getStringAttr(wordOf(check.comparison));
    }
    CheckOp::create(builder, loc, name, comparison, check.left, check.right);
  }
}
