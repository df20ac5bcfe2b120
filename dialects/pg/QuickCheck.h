//===- QuickCheck.h - Values that fit beyond doubt --------------*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nearly every value of an experiment fits its spec, and nearly every spec is
// simple. What a spec asks for is worked out once per shape; then a value is
// compared where it is stored. TypeChecker alone knows all the rules and says
// what is wrong: it is asked about everything that is not plainly right.
//
//===----------------------------------------------------------------------===//

#ifndef PG_DIALECTS_PG_QUICKCHECK_H
#define PG_DIALECTS_PG_QUICKCHECK_H

#include "pg/IR/ClassTable.h"
#include "pg/IR/ShapeMap.h"

namespace pg {

class QuickCheck {
public:
  /// Without \p checkSizes, the lengths of lists are let through.
  QuickCheck(const ClassTable &classes, bool checkSizes)
      : classes(classes), checkSizes(checkSizes) {}

  /// What must hold for a value to be let through.
  struct Spec {
    enum Kind : uint8_t {
      Unknown,
      Anything,
      Int,
      Float,
      Str,
      Bool,
      /// One of some strings.
      Word,
      /// A tuple of constants, by position or (isRepeated) all of one spec.
      Tuple,
      Object,
      List,
      FreeDict
    } kind = Unknown;
    bool isNoneable = false;
    bool isRepeated = false;
    /// The bounds of a number, or of a length. An Int has integers for bounds.
    int64_t min = std::numeric_limits<int64_t>::min();
    int64_t max = std::numeric_limits<int64_t>::max();
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    /// Of a tuple, by position; of a list, one for all.
    std::vector<Spec> elements;
    /// As JSON spells them.
    std::vector<std::string> words;
    mlir::StringAttr className;
    /// Shapes that passed lately.
    std::array<const void *, 4> passed = {};
    unsigned nextPassed = 0;
  };
  struct Shape {
    /// Null if components of the shape are not checked.
    const ShapeDecl *decl = nullptr;
    Placeholder placeholder = Placeholder::None;
    /// Whether something has to hold between the fields.
    bool hasChecks = false;
    /// For each field; Unknown where the class has no such field.
    std::vector<Spec> specs;
  };

  Shape &getShape(ShapeAttr shape);
  /// Whether the field of \p owner at \p index is plainly right.
  bool fits(mlir::Operation *owner, llvm::ArrayRef<Slot> slots, Shape &shape,
            size_t index) {
    return fits(owner, slots[index], shape.specs[index]);
  }
  /// The first field of \p owner from \p index on that is not plainly right;
  /// past the end if all are.
  size_t findDoubtful(mlir::Operation *owner, llvm::ArrayRef<Slot> slots,
                      Shape &shape, size_t index) {
    while (index != slots.size() && fits(owner, slots, shape, index))
      ++index;
    return index;
  }

private:
  bool fits(mlir::Operation *owner, const Slot &slot, Spec &spec);
  bool fitsText(llvm::StringRef text, Spec &spec);
  bool fitsTuple(const Slot &tuple, Spec &spec);
  Spec compile(const TypeParts &parts) const;
  bool fitsChild(mlir::Operation *child, Spec &spec);
  bool passes(ShapeAttr shape, Spec &spec);

  const ClassTable &classes;
  bool checkSizes;
  ShapeMap<Shape> shapes;
};

} // namespace pg

#endif // PG_DIALECTS_PG_QUICKCHECK_H
