//===- PatchOnMember.td - The rule patch-on-member -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def PatchOnMember : Rule<"patch-on-member"> {
  let summary = "Write a value into a field of every component of a class";
  let description = [{
    What `pg.patching.patch_on_member(x, class, name, value=value)` does.
  }];
  let options = [
    ClassOption<"className", "class", "a class, with its subclasses", 1>,
    TextOption<"name", "name", "of the field", 1>,
    JsonOption<"value", "value", "what: a JSON value, with `_type` for a component">
  ];
}
