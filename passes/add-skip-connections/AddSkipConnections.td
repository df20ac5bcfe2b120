//===- AddSkipConnections.td - The rule add-skip-connections -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def AddSkipConnections : Rule<"add-skip-connections"> {
  let summary = "Let every block add its input to its output";
  let description = [{
    Puts every component that plays `block` into one of the declared class that plays
    `residual` (He et al. 2016, "Deep Residual Learning for Image Recognition"): as its
    `body`, or as the only one of its `children`. A block's output has its input's
    shape, so the two can be added. A block that plays `residual` itself, is in one, or
    holds one has its skip connection already and stays as it is; so does a block in
    another block, around which it goes.
  }];
  let options = [
    ClassOption<"className", "class", "the residual class, where several are declared">
  ];
}
