//===- PatchOnValue.td - The rule patch-on-value -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def PatchOnValue : Rule<"patch-on-value"> {
  let summary = "Write a value wherever another one stands";
  let description = [{
    What `pg.patching.patch_on_value(x, old, value=value)` does, but that values of
    different types differ.
  }];
  let options = [
    JsonOption<"old", "old", "which value; `1`, `1.0` and `true` are three">,
    JsonOption<"value", "value", "what: a JSON value, with `_type` for a component">
  ];
}
