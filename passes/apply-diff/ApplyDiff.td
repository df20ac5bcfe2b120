//===- ApplyDiff.td - The rule apply-diff -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def ApplyDiff : Rule<"apply-diff"> {
  let summary = "Apply the changes of a diff";
  let description = [{
    Does to an experiment what `--diff=json` saw done to another;
    `--apply-diff=FILE` is the same. Applied to the experiment that the diff was
    made of, it gives the other one, character by character: values are written
    as they stand in the file.

    All changes take effect together, so that every path is one of the experiment
    as the rule finds it, as in one `pg.patch`. What is replaced or deleted has to
    be what the diff says; otherwise nothing is written.
  }];
  let options = [
    TextOption<"file", "file", "a file that `--diff=json` printed; `-` is stdin",
               /*required=*/1>
  ];
}
