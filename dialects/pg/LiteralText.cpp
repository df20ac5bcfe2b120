//===- LiteralText.cpp - How constants are spelled in JSON ----------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/BuiltinAttributes.h"
#include "pg/IR/Literal.h"
#include "pg/IR/PgAttrs.h"
#include "pg/Support/JsonLexer.h"
#include "pg/Support/PyGloveNames.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include <charconv>
#include <cmath>

using namespace mlir;
using namespace pg;
using llvm::SmallVectorImpl;
using llvm::StringRef;

static void append(SmallVectorImpl<char> &out, StringRef text) {
  out.append(text.begin(), text.end());
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

void pg::printPythonFloat(double value, SmallVectorImpl<char> &out) {
  if (std::isnan(value))
    return append(out, "nan");
  if (std::isinf(value))
    return append(out, value < 0 ? "-inf" : "inf");
  // The shortest digits, d.ddde±xx; Python shows 16 digits before the point and
  // 4 zeros behind it before it turns to an exponent.
  char buffer[32];
  auto end = std::to_chars(buffer, buffer + sizeof(buffer), value,
                           std::chars_format::scientific)
                 .ptr;
  StringRef spelled(buffer, end - buffer);
  bool negative = spelled.consume_front("-");
  auto [mantissa, power] = spelled.split('e');
  int exponent = 0;
  power.consume_front("+");
  power.getAsInteger(10, exponent);
  std::string digits = mantissa.str();
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  if (negative)
    out.push_back('-');
  if (exponent < -4 || exponent >= 16) {
    append(out, digits.substr(0, 1));
    if (digits.size() > 1) {
      out.push_back('.');
      append(out, StringRef(digits).drop_front());
    }
    append(out, exponent < 0 ? "e-" : "e+");
    std::string magnitude = std::to_string(std::abs(exponent));
    return append(out, magnitude.size() < 2 ? "0" + magnitude : magnitude);
  }
  if (exponent < 0) {
    append(out, "0.");
    out.append(-exponent - 1, '0');
    return append(out, digits);
  }
  size_t whole = exponent + 1;
  if (digits.size() < whole)
    digits.append(whole - digits.size(), '0');
  append(out, StringRef(digits).take_front(whole));
  out.push_back('.');
  append(out,
         digits.size() > whole ? StringRef(digits).drop_front(whole) : "0");
}

//===----------------------------------------------------------------------===//
// Strings
//===----------------------------------------------------------------------===//

static void appendEscape(uint32_t unit, SmallVectorImpl<char> &out) {
  append(out, "\\u");
  for (int shift = 12; shift >= 0; shift -= 4)
    out.push_back(llvm::hexdigit((unit >> shift) & 15, /*LowerCase=*/true));
}

/// The code point that starts at \p at, which moves past it. Surrogates are let
/// through: that is how a lone one is held.
static uint32_t nextCodePoint(const char *&at, const char *end) {
  unsigned char lead = *at++;
  unsigned extra = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  uint32_t code = extra == 0 ? lead : lead & (0x3F >> extra);
  for (; extra && at != end; --extra)
    code = code << 6 | (static_cast<unsigned char>(*at++) & 0x3F);
  return code;
}

void pg::printJsonString(StringRef text, SmallVectorImpl<char> &out) {
  out.push_back('"');
  for (const char *at = text.begin(); at != text.end();) {
    uint32_t code = nextCodePoint(at, text.end());
    switch (code) {
    case '"':
      append(out, "\\\"");
      break;
    case '\\':
      append(out, "\\\\");
      break;
    case '\n':
      append(out, "\\n");
      break;
    case '\r':
      append(out, "\\r");
      break;
    case '\t':
      append(out, "\\t");
      break;
    case '\f':
      append(out, "\\f");
      break;
    case '\b':
      append(out, "\\b");
      break;
    default:
      if (code >= 0x20 && code < 0x7F) {
        out.push_back(code);
      } else if (code >= 0x10000) {
        appendEscape(0xD800 + ((code - 0x10000) >> 10), out);
        appendEscape(0xDC00 + ((code - 0x10000) & 0x3FF), out);
      } else {
        appendEscape(code, out);
      }
    }
  }
  out.push_back('"');
}

static void appendUtf8(uint32_t code, std::string &out) {
  if (code < 0x80) {
    out += code;
  } else if (code < 0x800) {
    out += 0xC0 | code >> 6;
    out += 0x80 | (code & 0x3F);
  } else if (code < 0x10000) {
    out += 0xE0 | code >> 12;
    out += 0x80 | (code >> 6 & 0x3F);
    out += 0x80 | (code & 0x3F);
  } else {
    out += 0xF0 | code >> 18;
    out += 0x80 | (code >> 12 & 0x3F);
    out += 0x80 | (code >> 6 & 0x3F);
    out += 0x80 | (code & 0x3F);
  }
}

static uint32_t readHex(const char *digits) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i)
    value = value << 4 | llvm::hexDigitValue(digits[i]);
  return value;
}

std::string pg::decodeJsonString(StringRef token) {
  std::string out;
  out.reserve(token.size());
  for (const char *at = token.begin() + 1, *end = token.end() - 1; at != end;) {
    if (*at != '\\') {
      out += *at++;
      continue;
    }
    char kind = at[1];
    at += 2;
    switch (kind) {
    case 'n':
      out += '\n';
      break;
    case 't':
      out += '\t';
      break;
    case 'r':
      out += '\r';
      break;
    case 'b':
      out += '\b';
      break;
    case 'f':
      out += '\f';
      break;
    case 'u': {
      uint32_t code = readHex(at);
      at += 4;
      bool high = code >= 0xD800 && code < 0xDC00;
      if (high && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
        uint32_t low = readHex(at + 2);
        if (low >= 0xDC00 && low < 0xE000) {
          code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
          at += 6;
        }
      }
      appendUtf8(code, out);
      break;
    }
    default:
      out += kind;
    }
  }
  return out;
}

//===----------------------------------------------------------------------===//
// Documents
//===----------------------------------------------------------------------===//

void JsonLayout::startLine(SmallVectorImpl<char> &out) const {
  if (!indent)
    return;
  out.push_back('\n');
  out.append(static_cast<size_t>(*indent) * depth, ' ');
}

void JsonLayout::separate(SmallVectorImpl<char> &out) const {
  out.push_back(',');
  if (indent)
    startLine(out);
  else
    out.push_back(' ');
}

static bool isJsonSpace(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Whether a well-formed text is on one line as Python lays it out: spaces
/// after commas and colons, and no others.
static bool isOnOneLine(StringRef text) {
  for (const char *at = text.begin(); at != text.end(); ++at) {
    if (*at == '"')
      at = skipJsonValue(at) - 1;
    else if (*at == ',' || *at == ':' ? *++at != ' ' : isJsonSpace(*at))
      return false;
  }
  return true;
}

void pg::layOutJson(StringRef text, SmallVectorImpl<char> &out,
                    JsonLayout layout) {
  if (!layout.indent && isOnOneLine(text))
    return append(out, text);
  for (const char *at = text.begin(), *end = text.end(); at != end;) {
    char c = *at;
    if (isJsonSpace(c)) {
      ++at;
    } else if (c == '[' || c == '{') {
      out.push_back(c);
      while (isJsonSpace(*++at))
        ;
      if (*at == ']' || *at == '}') {
        out.push_back(*at++);
        continue;
      }
      ++layout.depth;
      layout.startLine(out);
    } else if (c == ']' || c == '}') {
      --layout.depth;
      layout.startLine(out);
      out.push_back(*at++);
    } else if (c == ',') {
      layout.separate(out);
      ++at;
    } else if (c == ':') {
      append(out, ": ");
      ++at;
    } else {
      const char *next = skipJsonValue(at);
      out.append(at, next);
      at = next;
    }
  }
}

bool pg::isWellFormedJson(StringRef text) {
  JsonLexer lexer(text);
  SmallVector<char> closers;
  // After a value, what may come next is decided by the innermost bracket.
  bool expectValue = true, expectKey = false, mayClose = false;
  while (true) {
    JsonToken token = lexer.next();
    if (expectKey && token.kind == JsonToken::String) {
      if (lexer.next().kind != JsonToken::Colon)
        return false;
      expectKey = mayClose = false;
      expectValue = true;
      continue;
    }
    bool closes =
        (token.kind == JsonToken::RSquare || token.kind == JsonToken::RBrace) &&
        !closers.empty() && closers.back() == *token.begin() &&
        (mayClose || (!expectValue && !expectKey));
    if (closes) {
      closers.pop_back();
    } else if (expectValue && (token.kind == JsonToken::LSquare ||
                               token.kind == JsonToken::LBrace)) {
      expectKey = token.kind == JsonToken::LBrace;
      expectValue = !expectKey;
      mayClose = true;
      closers.push_back(expectKey ? '}' : ']');
      continue;
    } else if (!(expectValue && token.isScalar())) {
      bool separates = token.kind == JsonToken::Comma && !closers.empty() &&
                       !expectValue && !expectKey;
      if (!separates)
        return token.kind == JsonToken::End && closers.empty() && !expectValue;
      expectKey = closers.back() == '}';
      expectValue = !expectKey;
      mayClose = false;
      continue;
    }
    expectValue = expectKey = mayClose = false;
  }
}

/// Elements of a tuple attribute, in PyGlove's spelling.
static void printTuple(TupleAttr tuple, SmallVectorImpl<char> &out,
                       JsonLayout layout) {
  JsonLayout inner = layout.nested();
  out.push_back('[');
  inner.startLine(out);
  append(out, "\"__tuple__\"");
  for (Attribute element : tuple.getElements()) {
    inner.separate(out);
    printJson(Slot::get(element), out, inner);
  }
  layout.startLine(out);
  out.push_back(']');
}

static void printGlobal(GlobalAttr global, SmallVectorImpl<char> &out,
                        JsonLayout layout) {
  JsonLayout inner = layout.nested();
  StringRef kind = global.getKind();
  out.push_back('{');
  inner.startLine(out);
  append(out, "\"_type\": ");
  printJsonString(kind == "class" ? "type" : kind, out);
  inner.separate(out);
  append(out, "\"name\": ");
  printJsonString(global.getName(), out);
  layout.startLine(out);
  out.push_back('}');
}

void pg::printJson(const Slot &constant, SmallVectorImpl<char> &out,
                   JsonLayout layout) {
  auto printText = [&](StringRef text) {
    if (text.front() == '[' || text.front() == '{')
      layOutJson(text, out, layout);
    else
      append(out, text);
  };
  switch (constant.getKind()) {
  case Slot::Kind::None:
    return append(out, "null");
  case Slot::Kind::Bool:
    return append(out, constant.getBool() ? "true" : "false");
  case Slot::Kind::Int: {
    char buffer[24];
    char *end = std::to_chars(buffer, buffer + 24, constant.getInt()).ptr;
    out.append(buffer, end);
    return;
  }
  case Slot::Kind::Float:
    if (std::isnan(constant.getFloat()))
      return append(out, "NaN");
    if (std::isinf(constant.getFloat()))
      return append(out, constant.getFloat() < 0 ? "-Infinity" : "Infinity");
    return printPythonFloat(constant.getFloat(), out);
  case Slot::Kind::Text:
    return printText(constant.getText());
  case Slot::Kind::Attr:
    if (auto tuple = dyn_cast<TupleAttr>(constant.getAttr()))
      return printTuple(tuple, out, layout);
    if (auto json = dyn_cast<JsonAttr>(constant.getAttr()))
      return printText(json.getText());
    if (auto global = dyn_cast<GlobalAttr>(constant.getAttr()))
      return printGlobal(global, out, layout);
    return printJsonString(cast<StringAttr>(constant.getAttr()), out);
  case Slot::Kind::Child:
    break;
  }
  llvm_unreachable("a child is no constant");
}

Slot pg::scalarFromJson(MLIRContext *context, StringRef token) {
  Slot read = Slot::text(token);
  switch (kindOf(read)) {
  case LiteralKind::None:
    return Slot::none();
  case LiteralKind::Bool:
    return Slot::get(*boolOf(read));
  case LiteralKind::Int:
    if (std::optional<int64_t> value = intOf(read))
      return Slot::get(*value);
    return Slot::get(JsonAttr::get(context, StringAttr::get(context, token)));
  case LiteralKind::Float:
    return Slot::get(*numberOf(read));
  case LiteralKind::Str:
    return Slot::get(
        Attribute(StringAttr::get(context, decodeJsonString(token))));
  case LiteralKind::Global: {
    GlobalName global = *globalOf(read);
    return Slot::get(Attribute(
        GlobalAttr::get(context, StringAttr::get(context, global.kind),
                        StringAttr::get(context, global.name))));
  }
  case LiteralKind::Tuple:
  case LiteralKind::Verbatim:
    break;
  }
  llvm_unreachable("not a scalar");
}
