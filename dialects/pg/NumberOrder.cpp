//===- NumberOrder.cpp - Python's order of numbers ------------------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/IR/Literal.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APSInt.h"
#include "llvm/ADT/SmallString.h"
#include <cmath>

using namespace pg;
using llvm::StringRef;

/// Below 0, 0 or above 0; nothing with NaN.
using Order = std::optional<int>;

template <typename T> static Order compare(T a, T b) {
  return a < b ? -1 : a > b ? 1 : a == b ? Order(0) : std::nullopt;
}

static Order reversed(Order order) {
  return order ? Order(-*order) : std::nullopt;
}

static Order compareMixed(int64_t a, double b) {
  // 2 to the 63rd is a double, and past every int64_t.
  constexpr double limit = 9223372036854775808.0;
  if (!(b >= -limit && b < limit))
    return compare(0.0, b);
  int64_t whole = static_cast<int64_t>(b);
  return a != whole ? compare(a, whole) : compare(0.0, b - std::trunc(b));
}

/// Integers of any size, in decimal digits without leading zeros.
static Order compareDigits(StringRef a, StringRef b) {
  bool isNegative = a.starts_with("-");
  if (isNegative != b.starts_with("-"))
    return isNegative ? -1 : 1;
  Order order =
      a.size() != b.size() ? compare(a.size(), b.size()) : a.compare(b);
  return isNegative ? reversed(order) : order;
}

/// Of an integer past 64 bits.
static Order compareDigits(StringRef a, double b) {
  if (!std::isfinite(b))
    return compare(0.0, b);
  llvm::APSInt whole(/*BitWidth=*/1100, /*isUnsigned=*/false);
  bool isExact;
  llvm::APFloat(b).convertToInteger(whole, llvm::APFloat::rmTowardZero,
                                    &isExact);
  llvm::SmallString<320> digits;
  whole.toString(digits);
  // What is large has no fraction; beside what is small, the size decides.
  return compareDigits(a, digits);
}

Order pg::compareInPython(const Slot &a, const Slot &b) {
  auto asInt = [](const Slot &number) -> std::optional<int64_t> {
    if (std::optional<bool> boolean = boolOf(number))
      return *boolean;
    return intOf(number);
  };
  auto isFloat = [](const Slot &number) {
    return kindOf(number) == LiteralKind::Float;
  };
  std::optional<int64_t> x = asInt(a), y = asInt(b);
  if (x && y)
    return compare(*x, *y);
  if (isFloat(a) && isFloat(b))
    return compare(*numberOf(a), *numberOf(b));
  if (isFloat(a))
    return reversed(compareInPython(b, a));
  if (isFloat(b))
    return x ? compareMixed(*x, *numberOf(b))
             : compareDigits(pythonRepr(a), *numberOf(b));
  return compareDigits(pythonRepr(a), pythonRepr(b));
}

bool pg::isTooLargeForFloat(const Slot &constant) {
  return kindOf(constant) == LiteralKind::Int &&
         std::isinf(*numberOf(constant));
}
