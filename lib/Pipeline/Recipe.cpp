//===- Recipe.cpp - Named pipelines with options of their own -------------===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Recipe.h"
#include "RuleName.h"
#include "pg/Support/Suggestion.h"
#include "llvm/ADT/STLExtras.h"

using namespace pg;
using llvm::StringRef;

namespace {
/// The value of one argument.
class Template {
public:
  Template(llvm::ArrayRef<OptionInfo> options,
           const llvm::MapVector<StringRef, std::string> &values)
      : options(options), values(values) {}

  /// False if it names no option; `error` is set then.
  bool fill(const RuleArgument &argument);

  std::string text;
  /// Whether it is one option, and that holds nothing.
  bool isUnset = false;
  ParseError error;

private:
  llvm::ArrayRef<OptionInfo> options;
  const llvm::MapVector<StringRef, std::string> &values;
};
} // namespace

bool Template::fill(const RuleArgument &argument) {
  StringRef rest = argument.value;
  while (true) {
    size_t dollar = rest.find('$');
    text += rest.take_front(dollar);
    if (dollar == StringRef::npos)
      return true;
    rest = rest.drop_front(dollar + 1);
    if (rest.consume_front("$")) {
      text += '$';
      continue;
    }
    // Names of options have no dot, which may follow.
    StringRef name =
        namePrefix(rest).take_until([](char c) { return c == '.'; });
    const auto *option = llvm::find_if(options, [&](const OptionInfo &option) {
      return sameName(option.name, name);
    });
    if (option == options.end()) {
      auto names = llvm::map_range(
          options, [](const OptionInfo &option) { return option.name; });
      error = {argument.valuePosition,
               ("'$" + name + "' is no option of the recipe" +
                didYouMean(name, names) + "; '$' itself is written '$$'")
                   .str()};
      return false;
    }
    auto given = values.find(option->name);
    bool isGiven = given != values.end();
    text += isGiven ? StringRef(given->second) : option->defaultValue;
    isUnset = text.empty() && name.size() + 1 == argument.value.size();
    rest = rest.drop_front(name.size());
  }
}

std::optional<ParseError>
pg::fillIn(RuleCall &call, llvm::ArrayRef<OptionInfo> options,
           const llvm::MapVector<StringRef, std::string> &values,
           std::vector<std::string> &unset) {
  std::vector<RuleArgument> filled;
  for (RuleArgument &argument : call.arguments) {
    Template value(options, values);
    if (!value.fill(argument))
      return value.error;
    if (value.isUnset) {
      unset.push_back(argument.key);
      continue;
    }
    argument.value = value.text;
    filled.push_back(std::move(argument));
  }
  call.arguments = std::move(filled);
  return std::nullopt;
}
