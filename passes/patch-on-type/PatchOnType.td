//===- PatchOnType.td - The rule patch-on-type -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def PatchOnType : Rule<"patch-on-type"> {
  let summary = "Write a value wherever one of a type stands";
  let description = [{
    What `pg.patching.patch_on_type(x, type, value=value)` does.
  }];
  let options = [
    ClassOption<"type", "type", "a class (with its subclasses), or `int` (bools too), `float`, `str`, `bool`, `list`, `dict`, `tuple`", 1>,
    JsonOption<"value", "value", "what: a JSON value, with `_type` for a component">
  ];
}
