//===- Rebind.td - The rule rebind -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def Rebind : Rule<"rebind"> {
  let summary = "Write a value at a path";
  let description = [{
    What `pg.patch(x, {path: value})` does; `--set=path=value` is the same. A new
    key is appended to a dictionary or an undeclared class; an index at or past
    the end of a list appends.
  }];
  let options = [
    PathOption<"path", "path", "where: `model.layers[0].filters`">,
    JsonOption<"value", "value", "what: a JSON value, with `_type` for a component">
  ];
}
