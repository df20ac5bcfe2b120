//===- PythonExport.cpp - The pg dialect into a Python program ------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SharedValues.h"
#include "mlir/IR/BuiltinOps.h"
#include "pg/Export/Export.h"
#include "pg/IR/TypeCheck.h"
#include "pg/Support/PyGloveNames.h"
#include "pg/Support/PythonText.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include <set>

using namespace mlir;
using namespace pg;

/// What fits stands on one line.
static constexpr size_t maxWidth = 88;
/// Deeper values get a name of their own: Python's parser has its limits, and
/// so have readers.
static constexpr unsigned maxDepth = 24;

static bool isIdentifier(StringRef text) {
  static const llvm::StringSet<> keywords = {
      "False",  "None",   "True",    "and",      "as",       "assert", "async",
      "await",  "break",  "class",   "continue", "def",      "del",    "elif",
      "else",   "except", "finally", "for",      "from",     "global", "if",
      "import", "in",     "is",      "lambda",   "nonlocal", "not",    "or",
      "pass",   "raise",  "return",  "try",      "while",    "with",   "yield"};
  return !text.empty() && !llvm::isDigit(text.front()) &&
         llvm::all_of(text,
                      [](char c) { return llvm::isAlnum(c) || c == '_'; }) &&
         !keywords.contains(text);
}

static bool isDotted(StringRef text) {
  SmallVector<StringRef> parts;
  text.split(parts, '.');
  return llvm::all_of(parts, isIdentifier);
}

/// The module of a class, as PyGlove's loader finds it: up to the first part
/// that begins with a capital, else up to the last.
static StringRef moduleOf(StringRef name) {
  size_t start = 0;
  while (start < name.size() && !llvm::isUpper(name[start])) {
    size_t dot = name.find('.', start);
    if (dot == StringRef::npos)
      break;
    start = dot + 1;
  }
  return name.take_front(start ? start - 1 : 0);
}

namespace {

class PythonWriter {
public:
  PythonWriter(ExperimentOp experiment, raw_ostream &os)
      : experiment(experiment), classes(experiment),
        shared(experiment.getRoot()), os(os) {}

  void write();

private:
  /// `name=` or `"key": ` or nothing, and the value behind it.
  struct Item {
    std::string label;
    Field value;
  };
  /// Brackets with items: what a value looks like.
  struct Brackets {
    std::string open, close;
    std::vector<Item> items;
  };

  void nameDeepValues();
  std::string addName(StringRef wanted);
  StringRef classExpression(StringRef className);
  std::string findClass(StringRef className);
  void importModuleOf(StringRef name, const ClassDecl *decl);
  Brackets describe(Operation *container);
  Brackets describeObject(ObjectOp object);
  Brackets describeDict(DictOp dict);
  std::string constant(const Slot &slot);
  /// Appends a value; with \p room, on one line, and false when it is longer.
  bool append(std::string &out, Field value, unsigned indent,
              std::optional<size_t> room);
  bool append(std::string &out, const Brackets &brackets, unsigned indent,
              std::optional<size_t> room);
  void appendBest(std::string &out, const Brackets &brackets, unsigned indent);
  void assign(StringRef name, Operation *op);

  ExperimentOp experiment;
  ClassTable classes;
  SharedValues shared;
  raw_ostream &os;
  /// What stands under a name of its own, and that name.
  DenseMap<Operation *, std::string> named;
  llvm::StringSet<> taken = {"pg", "float", "print", "experiment",
                             "class_named"};
  /// How often a name was wanted that was taken.
  llvm::StringMap<unsigned> numbers;
  llvm::MapVector<StringRef, std::string> expressions;
  /// Modules that are imported for the classes that they make known.
  std::set<std::string> modules;
  std::vector<std::string> lookups;
  std::string body;
};

} // namespace

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

std::string PythonWriter::addName(StringRef wanted) {
  std::string base = isIdentifier(wanted) ? wanted.str() : "value", name = base;
  unsigned &number = numbers[base];
  while (!taken.insert(name).second)
    name = base + "_" + std::to_string(++number + 1);
  return name;
}

StringRef PythonWriter::classExpression(StringRef className) {
  std::string &known = expressions[className];
  if (known.empty())
    known = findClass(className);
  return known;
}

/// Imports the module that makes a class known to PyGlove. A class that is
/// registered under a name of the user's choice has its place as an alias.
void PythonWriter::importModuleOf(StringRef name, const ClassDecl *decl) {
  auto add = [&](StringRef path) {
    StringRef module = moduleOf(path);
    if (!module.empty() && isDotted(module) && !module.starts_with("pyglove"))
      modules.insert(module.str());
  };
  std::optional<ArrayAttr> aliases =
      decl ? decl->getOp().getAliases() : std::nullopt;
  StringRef last = name.substr(name.rfind('.') + 1);
  bool isElsewhere = false;
  if (aliases)
    for (auto alias : aliases->getAsRange<FlatSymbolRefAttr>()) {
      if (!alias.getValue().ends_with(last))
        continue;
      isElsewhere = true;
      // A class of a framework is made symbolic somewhere else still.
      if (alias.getValue().split('.').first != name.split('.').first)
        add(alias.getValue());
    }
  if (!isElsewhere)
    add(name);
}

/// A class is asked for by the name that is in the JSON: what stands under that
/// name in a module may be the class that was made symbolic, and not the
/// symbolic one.
std::string PythonWriter::findClass(StringRef className) {
  const ClassDecl *decl = classes.lookup(className);
  StringRef name = decl ? decl->getName() : className;
  if (StringRef own = name; own.consume_front("hyper."))
    return ("pg.hyper." + own).str();
  importModuleOf(name, decl);
  std::string local = addName(name.substr(name.rfind('.') + 1));
  lookups.push_back(local + " = class_named(" + pythonQuoted(name) + ")");
  return local;
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

static std::string fromJson(StringRef json) {
  return "pg.from_json_str(" + pythonQuoted(json) + ")";
}

static SmallString<128> jsonOf(const Slot &slot) {
  SmallString<128> json;
  printJson(slot, json);
  return json;
}

static bool isNestedDeep(const Slot &tuple) {
  return llvm::count(jsonOf(tuple), '[') > maxDepth;
}

std::string PythonWriter::constant(const Slot &slot) {
  switch (kindOf(slot)) {
  case LiteralKind::Float: {
    std::string text = pythonRepr(slot);
    bool isFinite = llvm::isDigit(text.back());
    return isFinite ? text : "float(" + pythonQuoted(text) + ")";
  }
  case LiteralKind::Int:
    return pythonRepr(slot);
  case LiteralKind::Tuple: {
    if (isNestedDeep(slot))
      return fromJson(jsonOf(slot));
    std::string out = "(";
    unsigned count = 0;
    (void)forEachElement(slot, [&](const Slot &element) {
      out += (count++ ? ", " : "") + constant(element);
      return success();
    });
    return out + (count == 1 ? ",)" : ")");
  }
  case LiteralKind::Global:
  case LiteralKind::Verbatim:
    // Only PyGlove can read it.
    return fromJson(jsonOf(slot));
  default:
    return pythonRepr(slot);
  }
}

/// Whether a field holds exactly what it would hold if it were left out.
static bool isDefault(Field field, const FieldDecl *decl) {
  return decl && !decl->pattern && decl->parts.defaultValue &&
         holdsLiteral(field, decl->parts.defaultValue);
}

PythonWriter::Brackets PythonWriter::describeObject(ObjectOp object) {
  const ShapeDecl &shape = classes.getShape(object.getShape());
  Brackets result{classExpression(object.getClassName()).str(), ")", {}};
  bool isDeclared = shape.decl && shape.decl->isDeclared();
  result.open += isDeclared && !shape.missing.empty() ? ".partial(" : "(";
  for (Field field : cast<ContainerOpInterface>(*object).getFields()) {
    if (isDeclared && isDefault(field, shape.fields[field.getIndex()]))
      continue;
    StringRef name = field.getName();
    if (isIdentifier(name))
      result.items.push_back({(name + "=").str(), field});
    else
      result.items.push_back({"**{" + pythonQuoted(name) + ": ", field});
  }
  return result;
}

PythonWriter::Brackets PythonWriter::describeDict(DictOp dict) {
  Brackets result{dict.getSymbolic() ? "pg.Dict({" : "{",
                  dict.getSymbolic() ? "})" : "}",
                  {}};
  for (Field field : cast<ContainerOpInterface>(*dict).getFields()) {
    StringRef name = field.getName();
    int64_t number;
    std::string key = pythonQuoted(name);
    if (name.consume_front("n_:") && !name.getAsInteger(10, number))
      key = name.str();
    result.items.push_back({key + ": ", field});
  }
  return result;
}

PythonWriter::Brackets PythonWriter::describe(Operation *container) {
  auto object = dyn_cast<ObjectOp>(container);
  if (object && object.getClassName() == names::dna) {
    std::string json;
    llvm::raw_string_ostream text(json);
    exportValue(getHolder(container), text, JsonLayout());
    return {fromJson(json), "", {}};
  }
  if (object)
    return describeObject(object);
  if (auto dict = dyn_cast<DictOp>(container))
    return describeDict(dict);
  Brackets result{"(", ")", {}};
  auto list = dyn_cast<ListOp>(container);
  if (list)
    result = list.getSymbolic() ? Brackets{"pg.List([", "])", {}}
                                : Brackets{"[", "]", {}};
  else if (isa<RefOp>(container))
    result.open = "pg.Ref(";
  for (Field field : cast<ContainerOpInterface>(*container).getFields())
    result.items.push_back({"", field});
  // A tuple of one keeps its comma.
  if (isa<TupleOp>(container) && result.items.size() == 1)
    result.close = ",)";
  return result;
}

bool PythonWriter::append(std::string &out, Field value, unsigned indent,
                          std::optional<size_t> room) {
  // A plain reference stands for what it refers to.
  if (auto ref = dyn_cast_or_null<RefOp>(value.getChild());
      ref && ref.getPlain())
    value = ref.getReferent();
  Operation *child = value.getChild();
  if (auto name = named.find(child); child && name != named.end())
    out += name->second;
  else if (!child)
    out += constant(value.getSlot());
  else if (isa<ConstantOp>(child))
    out += constant(slotsOf(child).front());
  else if (room)
    return append(out, describe(child), indent, room);
  else
    appendBest(out, describe(child), indent);
  return !room || out.size() <= *room;
}

bool PythonWriter::append(std::string &out, const Brackets &brackets,
                          unsigned indent, std::optional<size_t> room) {
  out += brackets.open;
  for (auto [index, item] : llvm::enumerate(brackets.items)) {
    if (room)
      out += index ? ", " : "";
    else
      out.append("\n").append(indent + 4, ' ');
    out += item.label;
    if (!append(out, item.value, indent + 4, room))
      return false;
    if (StringRef(item.label).starts_with("**{"))
      out += '}';
    if (!room)
      out += ',';
  }
  StringRef close = brackets.close;
  if (!room && !brackets.items.empty()) {
    out.append("\n").append(indent, ' ');
    close.consume_front(",");
  }
  out += close;
  return !room || out.size() <= *room;
}

/// On one line if it fits there, else an item a line.
void PythonWriter::appendBest(std::string &out, const Brackets &brackets,
                              unsigned indent) {
  size_t lineStart = out.rfind('\n') + 1;
  size_t length = out.size();
  // A comma may follow.
  if (append(out, brackets, indent, lineStart + maxWidth - 1))
    return;
  out.resize(length);
  append(out, brackets, indent, std::nullopt);
}

//===----------------------------------------------------------------------===//
// The program
//===----------------------------------------------------------------------===//

void PythonWriter::assign(StringRef name, Operation *op) {
  body += (name + " = ").str();
  if (isa<ConstantOp>(op))
    body += constant(slotsOf(op).front());
  else
    appendBest(body, describe(op), 0);
  body += '\n';
}

/// What is shared, and what is nested too deep, in the order of the block, so
/// that what a value needs stands before it.
void PythonWriter::nameDeepValues() {
  DenseSet<Operation *> isShared;
  for (auto [op, number] : shared.inOrder())
    isShared.insert(op);
  DenseMap<Operation *, unsigned> depths;
  Operation *root = experiment.getRoot().getChild();
  for (Operation &op : experiment.getBody().front()) {
    if (isa<ReturnOp>(op))
      continue;
    unsigned depth = 0;
    for (Value child : op.getOperands())
      depth = std::max(depth, depths.lookup(child.getDefiningOp()));
    bool isPlain = isa<RefOp>(op) && cast<RefOp>(op).getPlain();
    bool isDeep = depth == maxDepth && !isPlain && &op != root;
    depths[&op] = isDeep ? 0 : depth + !isPlain;
    if (!isDeep && !isShared.contains(&op))
      continue;
    Field holder = getHolder(&op);
    while (holder && isa<RefOp>(holder.getOwner()))
      holder = getHolder(holder.getOwner());
    StringRef wanted = holder ? holder.getName() : StringRef();
    named[&op] = addName(isIdentifier(wanted) ? wanted : "part");
    assign(named[&op], &op);
  }
}

void PythonWriter::write() {
  // Names of classes come first, so that they keep theirs.
  for (Operation &op : experiment.getBody().front())
    if (auto object = dyn_cast<ObjectOp>(op);
        object && object.getClassName() != names::dna)
      classExpression(object.getClassName());
  nameDeepValues();
  body += "experiment = ";
  append(body, experiment.getRoot(), 0, std::nullopt);
  body += "\n";

  os << "\"\"\"Builds an experiment; `python` on this file prints its "
        "JSON.\"\"\"\n\n";
  os << "import pyglove as pg\n";
  if (!modules.empty())
    os << '\n';
  for (const std::string &module : modules) {
    os << "import " << module;
    // It is imported for what it registers: its name may mean something else.
    StringRef root = StringRef(module).split('.').first;
    if (root == "pg" || root == "float" || root == "print")
      os << " as " << addName(root);
    os << '\n';
  }
  if (!lookups.empty())
    os << "\nclass_named = pg.JSONConvertible.class_from_typename\n"
       << llvm::join(lookups, "\n") << '\n';
  os << '\n'
     << body << "\nif __name__ == \"__main__\":\n"
     << "    print(pg.to_json_str(experiment";
  if (std::optional<uint64_t> indent = experiment.getIndent())
    os << ", json_indent=" << *indent;
  os << "))\n";
}

void pg::exportPython(ExperimentOp experiment, raw_ostream &os) {
  PythonWriter(experiment, os).write();
}
