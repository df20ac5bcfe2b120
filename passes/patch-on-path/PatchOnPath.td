//===- PatchOnPath.td - The rule patch-on-path -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def PatchOnPath : Rule<"patch-on-path"> {
  let summary = "Write a value wherever the path matches";
  let description = [{
    What `pg.patching.patch_on_path(x, regex, value=value)` does.
  }];
  let options = [
    RegexOption<"regex", "regex", "of paths, from their beginning, as `re.match`">,
    JsonOption<"value", "value", "what: a JSON value, with `_type` for a component">
  ];
}
