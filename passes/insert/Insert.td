//===- Insert.td - The rule insert -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def Insert : Rule<"insert"> {
  let summary = "Insert a value into a list";
  let description = [{
    What `pg.patch(x, {path: pg.Insertion(value)})` does. The index clamps as in
    Python.
  }];
  let options = [
    PathOption<"path", "path", "before which element: `model.layers[0]`">,
    JsonOption<"value", "value", "what: a JSON value, with `_type` for a component">
  ];
}
