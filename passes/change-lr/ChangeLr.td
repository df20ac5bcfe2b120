//===- ChangeLr.td - The rule change-lr -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def ChangeLr : Rule<"change-lr"> {
  let summary = "Set the learning rate";
  let description = [{
    Sets the role `learning-rate` of every optimizer. Where a schedule stands in
    that field, the schedule keeps its shape and its own learning rate is set.
  }];
  let options = [
    FloatOption<"lr", "lr", "0", "the learning rate", "0", 1>
  ];
}
