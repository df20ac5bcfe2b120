//===- Literal.cpp - What constants are -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/Literal.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "pg/IR/PgAttrs.h"
#include "pg/IR/TupleReader.h"
#include "pg/Support/JsonLexer.h"
#include "pg/Support/PyGloveNames.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include <charconv>
#include <cmath>

using namespace mlir;
using namespace pg;
using llvm::StringRef;

static StringRef textOf(const Slot &constant) {
  if (constant.isText())
    return constant.getText();
  if (constant.getKind() == Slot::Kind::Attr)
    if (auto json = dyn_cast<JsonAttr>(constant.getAttr()))
      return json.getText().getValue();
  return {};
}

/// Reads `{"_type": "function", "name": "m.f"}`; the text is well-formed. What
/// has more to it (a type's arguments, a function's code) is none of these.
static std::optional<GlobalName> globalOfText(StringRef text) {
  if (text.empty() || text.front() != '{')
    return std::nullopt;
  JsonLexer lexer(text);
  lexer.next();
  if (lexer.next().text != names::quotedType || !lexer.consume(':'))
    return std::nullopt;
  StringRef type = lexer.next().text;
  StringRef kind = type == "\"type\""       ? "class"
                   : type == "\"function\"" ? "function"
                   : type == "\"method\""   ? "method"
                                            : "";
  if (kind.empty() || !lexer.consume(',') ||
      lexer.next().text != names::quotedName || !lexer.consume(':'))
    return std::nullopt;
  JsonToken name = lexer.next();
  if (name.kind != JsonToken::String || name.text == "\"\"" ||
      !lexer.consume('}'))
    return std::nullopt;
  return GlobalName{kind, decodeJsonString(name.text)};
}

std::optional<GlobalName> pg::globalOf(const Slot &constant) {
  if (constant.getKind() == Slot::Kind::Attr)
    if (auto global = dyn_cast<GlobalAttr>(constant.getAttr()))
      return GlobalName{global.getKind(), global.getName().str()};
  return globalOfText(textOf(constant));
}

static LiteralKind kindOfText(StringRef text) {
  switch (text.front()) {
  case 'n':
    return LiteralKind::None;
  case 't':
  case 'f':
    return LiteralKind::Bool;
  case '"':
    return LiteralKind::Str;
  case '[':
    return LiteralKind::Tuple;
  case '{':
    return globalOfText(text) ? LiteralKind::Global : LiteralKind::Verbatim;
  case 'N':
  case 'I':
    return LiteralKind::Float;
  default:
    for (char c : text)
      if (c == '.' || c == 'e' || c == 'E' || c == 'I')
        return LiteralKind::Float;
    return LiteralKind::Int;
  }
}

bool pg::isLiteral(Attribute value) {
  if (auto list = dyn_cast<ArrayAttr>(value))
    return llvm::all_of(list, isLiteral);
  if (auto tuple = dyn_cast<TupleAttr>(value))
    return llvm::all_of(tuple.getElements(), isLiteral);
  if (auto record = dyn_cast<RecordAttr>(value))
    return llvm::all_of(record.getValues(), isLiteral);
  return isFieldLiteral(value);
}

bool pg::isFieldLiteral(Attribute value) {
  if (auto tuple = dyn_cast<TupleAttr>(value))
    return llvm::all_of(tuple.getElements(), isFieldLiteral);
  if (auto integer = dyn_cast<IntegerAttr>(value))
    return isa<BoolAttr>(value) || integer.getType().isSignlessInteger(64);
  if (auto real = dyn_cast<FloatAttr>(value))
    return real.getType().isF64();
  return isa<NoneAttr, StringAttr, GlobalAttr, JsonAttr>(value);
}

LiteralKind pg::kindOf(const Slot &constant) {
  switch (constant.getKind()) {
  case Slot::Kind::None:
    return LiteralKind::None;
  case Slot::Kind::Bool:
    return LiteralKind::Bool;
  case Slot::Kind::Int:
    return LiteralKind::Int;
  case Slot::Kind::Float:
    return LiteralKind::Float;
  case Slot::Kind::Text:
    return kindOfText(constant.getText());
  case Slot::Kind::Attr:
    if (auto json = dyn_cast<JsonAttr>(constant.getAttr()))
      return kindOfText(json.getText().getValue());
    if (isa<StringAttr>(constant.getAttr()))
      return LiteralKind::Str;
    if (isa<GlobalAttr>(constant.getAttr()))
      return LiteralKind::Global;
    // A default can be a list or a component as an attribute: a whole, as what
    // is carried verbatim.
    return isa<TupleAttr>(constant.getAttr()) ? LiteralKind::Tuple
                                              : LiteralKind::Verbatim;
  case Slot::Kind::Child:
    break;
  }
  llvm_unreachable("a child is no constant");
}

std::optional<bool> pg::boolOf(const Slot &constant) {
  if (constant.getKind() == Slot::Kind::Bool)
    return constant.getBool();
  StringRef text = textOf(constant);
  if (text == "true" || text == "false")
    return text == "true";
  return std::nullopt;
}

std::optional<int64_t> pg::intOf(const Slot &constant) {
  if (constant.getKind() == Slot::Kind::Int)
    return constant.getInt();
  StringRef text = textOf(constant);
  int64_t value;
  auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  if (text.empty() || error != std::errc() || end != text.end())
    return std::nullopt;
  return value;
}

static double floatFromText(StringRef text) {
  if (text.back() == 'N')
    return std::nan("");
  if (text.back() == 'y')
    return text.front() == '-' ? -INFINITY : INFINITY;
  double value;
  auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  if (error == std::errc())
    return value;
  // Out of range: Python rounds to infinity or to zero, as strtod does.
  return std::strtod(text.str().c_str(), nullptr);
}

std::optional<double> pg::numberOf(const Slot &constant) {
  LiteralKind kind = kindOf(constant);
  if (kind != LiteralKind::Int && kind != LiteralKind::Float)
    return std::nullopt;
  if (constant.getKind() == Slot::Kind::Float)
    return constant.getFloat();
  if (kind == LiteralKind::Int)
    if (std::optional<int64_t> integer = intOf(constant))
      return static_cast<double>(*integer);
  return floatFromText(textOf(constant));
}

std::optional<int64_t> pg::wholeNumberOf(const Slot &constant) {
  if (std::optional<int64_t> integer = intOf(constant))
    return integer;
  if (kindOf(constant) != LiteralKind::Float)
    return std::nullopt;
  double number = *numberOf(constant);
  // 2 ** 63, which a double holds exactly; not a number is below nothing.
  constexpr double end = 9223372036854775808.0;
  if (!(number >= -end && number < end) || number != std::trunc(number))
    return std::nullopt;
  return static_cast<int64_t>(number);
}

Slot pg::wholeNumberLike(const Slot &model, int64_t number) {
  return kindOf(model) == LiteralKind::Float
             ? Slot::get(static_cast<double>(number))
             : Slot::get(number);
}

std::optional<std::string> pg::stringOf(const Slot &constant) {
  if (constant.getKind() == Slot::Kind::Attr)
    if (auto string = dyn_cast<StringAttr>(constant.getAttr()))
      return string.getValue().str();
  StringRef text = textOf(constant);
  if (text.empty() || text.front() != '"')
    return std::nullopt;
  return decodeJsonString(text);
}

const char *pg::skipJsonValue(const char *at) {
  unsigned depth = 0;
  while (true) {
    switch (*at) {
    case '"':
      for (++at; *at != '"'; ++at)
        if (*at == '\\')
          ++at;
      ++at;
      break;
    case '[':
    case '{':
      ++depth, ++at;
      continue;
    case ']':
    case '}':
      --depth, ++at;
      break;
    case ' ':
    case '\n':
    case '\r':
    case '\t':
    case ',':
    case ':':
      ++at;
      continue;
    default:
      while (llvm::isAlnum(*at) || *at == '-' || *at == '+' || *at == '.')
        ++at;
    }
    if (depth == 0)
      return at;
  }
}

static const char *skipSpaceAndCommas(const char *at) {
  while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t' || *at == ',')
    ++at;
  return at;
}

LogicalResult
pg::forEachElement(const Slot &tuple,
                   llvm::function_ref<LogicalResult(const Slot &)> visit) {
  if (tuple.getKind() == Slot::Kind::Attr)
    if (auto attr = dyn_cast<TupleAttr>(tuple.getAttr())) {
      for (Attribute element : attr.getElements())
        if (failed(visit(Slot::get(element).withMark(tuple.getMark()))))
          return failure();
      return success();
    }
  // Past the bracket and the marker that makes a list a tuple.
  const char *at = skipJsonValue(skipSpaceAndCommas(textOf(tuple).data() + 1));
  while (*(at = skipSpaceAndCommas(at)) != ']') {
    const char *end = skipJsonValue(at);
    if (failed(visit(Slot::text({at, static_cast<size_t>(end - at)})
                         .withMark(tuple.getMark()))))
      return failure();
    at = end;
  }
  return success();
}

unsigned pg::numElements(const Slot &tuple) {
  unsigned count = 0;
  (void)forEachElement(tuple, [&](const Slot &) { return ++count, success(); });
  return count;
}

//===----------------------------------------------------------------------===//
// Comparison
//===----------------------------------------------------------------------===//

/// The digits of an integer past 64 bits, comparable as text: no sign of zero,
/// and JSON allows no leading zeros.
static bool sameInt(const Slot &a, const Slot &b) {
  std::optional<int64_t> x = intOf(a), y = intOf(b);
  return x || y ? x == y : textOf(a) == textOf(b);
}

/// Whether two constants are the same, as \p same says of what is no tuple.
static bool sameAtAnyDepth(const Slot &a, const Slot &b,
                           bool (*same)(const Slot &, const Slot &)) {
  auto isTuple = [](const Slot &constant) {
    return kindOf(constant) == LiteralKind::Tuple;
  };
  if (!isTuple(a) || !isTuple(b))
    return isTuple(a) == isTuple(b) && same(a, b);
  SmallVector<std::pair<TupleReader, TupleReader>> readers;
  readers.emplace_back(TupleReader(a), TupleReader(b));
  while (!readers.empty()) {
    auto &[readerA, readerB] = readers.back();
    std::optional<Slot> x = readerA.next(), y = readerB.next();
    if (bool(x) != bool(y))
      return false;
    if (!x) {
      auto ended = readers.pop_back_val();
      if (!readers.empty()) {
        readers.back().first.leave(ended.first);
        readers.back().second.leave(ended.second);
      }
    } else if (isTuple(*x) && isTuple(*y)) {
      readers.emplace_back(TupleReader(*x), TupleReader(*y));
    } else if (isTuple(*x) || isTuple(*y) || !same(*x, *y)) {
      return false;
    }
  }
  return true;
}

static bool sameVerbatim(const Slot &a, const Slot &b) {
  StringRef x = textOf(a), y = textOf(b);
  if (x.empty() || y.empty())
    return x.empty() && y.empty() && a.getAttr() == b.getAttr();
  if (x == y)
    return true;
  SmallString<128> plainX, plainY;
  layOutJson(x, plainX, {});
  layOutJson(y, plainY, {});
  return plainX == plainY;
}

/// Of constants that are no tuples.
static bool samePlain(const Slot &a, const Slot &b) {
  LiteralKind kind = kindOf(a);
  if (kind != kindOf(b))
    return false;
  switch (kind) {
  case LiteralKind::None:
    return true;
  case LiteralKind::Bool:
    return boolOf(a) == boolOf(b);
  case LiteralKind::Int:
    return sameInt(a, b);
  case LiteralKind::Float: {
    double x = *numberOf(a), y = *numberOf(b);
    return (std::isnan(x) && std::isnan(y)) ||
           (x == y && std::signbit(x) == std::signbit(y));
  }
  case LiteralKind::Str:
    return (textOf(a) == textOf(b) && !textOf(a).empty()) ||
           stringOf(a) == stringOf(b);
  case LiteralKind::Global: {
    GlobalName x = *globalOf(a), y = *globalOf(b);
    return x.kind == y.kind && x.name == y.name;
  }
  case LiteralKind::Verbatim:
    return sameVerbatim(a, b);
  case LiteralKind::Tuple:
    break;
  }
  llvm_unreachable("a tuple is compared by its elements");
}

bool pg::sameConstant(const Slot &a, const Slot &b) {
  // The usual case, made short: what reads as an integer is one.
  if (a.getKind() == Slot::Kind::Int || b.getKind() == Slot::Kind::Int)
    return intOf(a) == intOf(b);
  return sameAtAnyDepth(a, b, samePlain);
}

static bool equalPlain(const Slot &a, const Slot &b) {
  auto isNumber = [](LiteralKind kind) {
    return kind == LiteralKind::Bool || kind == LiteralKind::Int ||
           kind == LiteralKind::Float;
  };
  if (isNumber(kindOf(a)) && isNumber(kindOf(b)))
    return compareInPython(a, b) == 0;
  return samePlain(a, b);
}

bool pg::equalInPython(const Slot &a, const Slot &b) {
  return sameAtAnyDepth(a, b, equalPlain);
}
