//===- PatchOnKey.td - The rule patch-on-key -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def PatchOnKey : Rule<"patch-on-key"> {
  let summary = "Write a value wherever the key matches";
  let description = [{
    What `pg.patching.patch_on_key(x, regex, value=value)` does. The index of a
    list element matches as text.
  }];
  let options = [
    RegexOption<"regex", "regex", "of keys, from their beginning, as `re.match`">,
    JsonOption<"value", "value", "what: a JSON value, with `_type` for a component">
  ];
}
