//===- ReluToLeakyRelu.td - The rule relu-to-leaky-relu -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def ReluToLeakyRelu : Rule<"relu-to-leaky-relu"> {
  let summary = "Replace every ReLU by a leaky one";
  let description = [{
    From the paper's notebook: puts the declared class that plays `leaky-relu` in
    the place of every ReLU, however it is spelled: a component that plays `relu`,
    a `nonlinearity` whose role `activation` says so, or the role `activation` of a
    layer that holds the word `relu` or a function of that name. A field that takes
    only words or functions gets the leaky one by its name, with whatever slope
    that stands for. A slope above 0 is kept; otherwise the new class's default is
    written out.
  }];
  let options = [
    OptionalFloatOption<"slope", "slope", "the factor for negative values; the class's own, if not given", "0">,
    ClassOption<"className", "class", "the leaky class, where several are declared">
  ];
}
