//===- LabelSmoothing.td - The rule label-smoothing -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def LabelSmoothing : Rule<"label-smoothing"> {
  let summary = "Spread a part of each label over all classes";
  let description = [{
    Sets the role `label-smoothing` (Szegedy et al. 2016, "Rethinking the Inception
    Architecture", section 7) of every loss that has it. A field without a role
    counts by its name.
  }];
  let options = [
    FloatOption<"value", "value", "0.1", "the share that is spread, from 0 to 1", "0", 0, "1">
  ];
}
