//===- RuleOption.cpp - Values of a rule's options ------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/RuleOption.h"
#include "pg/Support/PipelineText.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>

using namespace pg;
using llvm::StringRef;

template class llvm::cl::basic_parser<pg::Text>;

void llvm::cl::parser<pg::Text>::anchor() {}

void llvm::cl::parser<pg::Text>::printOptionDiff(const Option &option,
                                                 const pg::Text &value,
                                                 const OptionValue<pg::Text> &,
                                                 size_t globalWidth) const {
  printOptionName(option, globalWidth);
  outs() << "= " << value.value << '\n';
}

void llvm::cl::parser<pg::Text>::print(raw_ostream &os, const pg::Text &value) {
  os << value;
}

llvm::raw_ostream &pg::operator<<(llvm::raw_ostream &os, const Text &text) {
  return os << printPipelineValue(text.value);
}

std::string pg::percentEncode(StringRef text) {
  std::string out;
  for (char c : text) {
    if (c != '%' && isBareWord(c))
      out += c;
    else
      out += "%" + llvm::utohexstr(static_cast<unsigned char>(c), false, 2);
  }
  return out;
}

std::string pg::percentDecode(StringRef text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    bool encoded = text[i] == '%' && i + 2 < text.size() &&
                   llvm::isHexDigit(text[i + 1]) &&
                   llvm::isHexDigit(text[i + 2]);
    if (encoded) {
      out += llvm::hexFromNibbles(text[i + 1], text[i + 2]);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::optional<int64_t> pg::scaledInt(int64_t value, double factor) {
  // Python's product, in which 1.15 times 10 is the tie that it looks like. An
  // integer that a double would round takes extended precision.
  constexpr int64_t exact = int64_t(1) << std::numeric_limits<double>::digits;
  double product = static_cast<double>(value) * factor;
  long double scaled = value <= exact && value >= -exact
                           ? std::floor(product + 0.5)
                           : static_cast<long double>(value) * factor + 0.5L;
  // The cast below rounds down.
  if (!(scaled >= 1))
    return 1;
  // 2 ** 63, which a double holds exactly.
  if (scaled >= -static_cast<long double>(std::numeric_limits<int64_t>::min()))
    return std::nullopt;
  return static_cast<int64_t>(scaled);
}

llvm::SmallVector<double> pg::parseNumbers(StringRef text) {
  llvm::SmallVector<double> numbers;
  for (StringRef part : llvm::split(text, ':'))
    if (double number; !part.getAsDouble(number))
      numbers.push_back(number);
  return numbers;
}

std::optional<Scale> Scale::parse(StringRef text) {
  Scale scale;
  if (text.consume_back("x")) {
    if (text.getAsDouble(scale.factor) || !(scale.factor > 0) ||
        std::isinf(scale.factor))
      return std::nullopt;
    return scale;
  }
  int64_t size;
  if (text.getAsInteger(10, size) || size < 1)
    return std::nullopt;
  scale.size = size;
  return scale;
}

std::optional<int64_t> Scale::apply(int64_t value) const {
  return size ? size : scaledInt(value, factor);
}
