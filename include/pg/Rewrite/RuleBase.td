//===- RuleBase.td - How a rule is declared ----------------*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef PG_RULEBASE_TD
#define PG_RULEBASE_TD

include "mlir/Pass/PassBase.td"

/// A rule is a pass whose name and options everybody can spell (docs/Rules.md
/// is made from these declarations).
class Rule<string name> : PassBase<name, "::pg::RulePass"> {
  let dependentDialects = ["::pg::PgDialect"];
}

/// A named chain of rules, which can stand wherever a rule can. In the values of
/// its pipeline, `$x` is what its own option `x` holds; see pg::RuleInfo.
class Recipe<string name> {
  string argument = name;
  string summary = "";
  string description = "";
  string pipeline = ?;
  list<Option> options = [];
}

/// An option of a rule. `kind` says how people spell it and what is checked
/// before the rule runs; `minimum` and `maximum` bound a number.
class RuleOption<string cppName, string name, string kind_, string cppType,
                 string default, string desc, bit required_ = 0>
    : Option<cppName, name, cppType, default, desc> {
  string kind = kind_;
  bit required = required_;
  string minimum = "";
  string maximum = "";
  list<string> choices = [];
}

/// Any text.
class TextOption<string cppName, string name, string desc, bit required = 0,
                 string default = "">
    : RuleOption<cppName, name, "text", "::pg::Text",
                 "::pg::Text(\"" # default # "\")", desc, required>;
/// One of a few words.
class ChoiceOption<string cppName, string name, list<string> words,
                   string default, string desc>
    : RuleOption<cppName, name, "text", "::pg::Text",
                 "::pg::Text(\"" # default # "\")", desc> {
  let choices = words;
}
/// A place in the experiment: `model.layers[0].filters`.
class PathOption<string cppName, string name, string desc, bit required = 1>
    : RuleOption<cppName, name, "path", "::pg::Text", "::pg::Text()", desc,
                 required>;
/// A regular expression of Python's.
class RegexOption<string cppName, string name, string desc>
    : RuleOption<cppName, name, "regex", "::pg::Text", "::pg::Text()", desc,
                 /*required=*/1>;
/// A class: its name, an alias, or the last part of one.
class ClassOption<string cppName, string name, string desc,
                 bit required = 0>
    : RuleOption<cppName, name, "class", "::pg::Text", "::pg::Text()", desc,
                 required>;
/// A value in JSON, PyGlove's way for components.
class JsonOption<string cppName, string name, string desc, bit required = 1>
    : RuleOption<cppName, name, "json", "::pg::Text", "::pg::Text()", desc,
                 required>;
/// `2x` (a factor) or `1024` (a size).
class SizeOption<string cppName, string name, string default, string desc>
    : RuleOption<cppName, name, "size", "::pg::Text",
                 "::pg::Text(\"" # default # "\")", desc>;
class FloatOption<string cppName, string name, string default, string desc,
                  string min = "", bit required = 0, string max = "">
    : RuleOption<cppName, name, "float", "double", default, desc, required> {
  let minimum = min;
  let maximum = max;
}
/// A number that need not be given; the rule finds an empty text then.
class OptionalFloatOption<string cppName, string name, string desc,
                          string min = "">
    : RuleOption<cppName, name, "float", "::pg::Text", "::pg::Text()", desc> {
  let minimum = min;
}
/// Numbers, separated by colons: `0.5:1:2`. Each has to be within the bounds.
class NumbersOption<string cppName, string name, string default, string desc,
                    string min = "">
    : RuleOption<cppName, name, "numbers", "::pg::Text",
                 "::pg::Text(\"" # default # "\")", desc> {
  let minimum = min;
}
class BoolOption<string cppName, string name, string default, string desc>
    : RuleOption<cppName, name, "bool", "bool", default, desc>;

#endif // PG_RULEBASE_TD
