//===- ChangeOptimizer.td - The rule change-optimizer -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def ChangeOptimizer : Rule<"change-optimizer"> {
  let summary = "Train with another optimizer";
  let description = [{
    Replaces every optimizer by one of another declared class that plays
    `optimizer`. The learning rate, a schedule too, and what else has the same role
    in both goes over; fields that only share a name go over where somebody chose
    their value, as each optimizer has good defaults of its own. An optimizer that
    wraps another one stays, and the other is replaced.
  }];
  let options = [
    ClassOption<"className", "class", "the new optimizer's class, where several others are declared">,
    JsonOption<"fields", "fields", "fields of the new one, as a JSON object", 0>
  ];
}
