//===- Delete.td - The rule delete -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def Delete : Rule<"delete"> {
  let summary = "Delete what stands at a path";
  let description = [{
    What `pg.patch(x, {path: pg.MISSING_VALUE})` does; `--unset=path` is the same.
    A declared field gets its default instead; what is absent is no match.
  }];
  let options = [
    PathOption<"path", "path", "where: `model.layers[0]`">
  ];
}
