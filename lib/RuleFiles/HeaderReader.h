//===- HeaderReader.h - Reads what a rule file says of itself ---*- C++ -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_LIB_RULEFILES_HEADERREADER_H
#define PG_LIB_RULEFILES_HEADERREADER_H

#include "mlir/IR/Diagnostics.h"
#include "pg/Declarations/JsonTree.h"
#include "pg/Declarations/Vocabulary.h"
#include "pg/RuleFiles/RuleFile.h"
#include "llvm/ADT/StringExtras.h"

namespace pg {

/// Reads the header of a rule file into the rest of it; what is wrong is
/// reported in its place.
class HeaderReader {
public:
  HeaderReader(mlir::MLIRContext *context, RuleFile &file)
      : context(context), file(file) {}
  mlir::LogicalResult read();

private:
  mlir::LogicalResult checkSyntax(llvm::StringRef text);
  mlir::LogicalResult readName(JsonView value);
  mlir::LogicalResult readOption(JsonView name, JsonView value);
  mlir::LogicalResult readBound(JsonView value, llvm::StringRef &bound,
                                llvm::StringRef prefix);
  mlir::LogicalResult readFixture(JsonView value);
  mlir::LogicalResult readWords(JsonView value, WordKind kind,
                                std::vector<llvm::StringRef> &words);
  /// Reads the members of an object; \p member returns nothing for a key that
  /// it does not know.
  mlir::LogicalResult
  readObject(JsonView value, llvm::StringRef what,
             llvm::ArrayRef<llvm::StringRef> keys,
             llvm::function_ref<mlir::LogicalResult(llvm::StringRef, JsonView,
                                                    JsonView)>
                 member);
  mlir::LogicalResult readString(JsonView value, llvm::StringRef &text);
  mlir::InFlightDiagnostic error(const char *position) {
    return mlir::emitError(
        mlir::Location(file.header->getLoc(context, position)));
  }
  mlir::InFlightDiagnostic error(JsonView value) {
    return error(value.getText().begin());
  }

  mlir::MLIRContext *context;
  RuleFile &file;
};

/// Whether a name, or a part of one, is letters, digits, `-` and `_`.
inline bool isNamePart(llvm::StringRef text) {
  return !text.empty() && llvm::isAlpha(text[0]) &&
         llvm::all_of(text, [](char c) {
           return llvm::isAlnum(c) || c == '-' || c == '_';
         });
}

} // namespace pg

#endif // PG_LIB_RULEFILES_HEADERREADER_H
