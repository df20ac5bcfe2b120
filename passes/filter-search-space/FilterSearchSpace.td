//===- FilterSearchSpace.td - The rule filter-search-space -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def FilterSearchSpace : Rule<"filter-search-space"> {
  let summary = "Let a tuner choose the width of each convolution";
  let description = [{
    The paper's Figure 3 (right), as its notebook does it: makes a search space of
    an experiment. Each `width` of a convolution becomes a place-holder, PyGlove's
    `pg.oneof`, whose candidates are the width times each factor: nearest, ties up,
    at least 1, equal ones once. Each layer chooses for itself. The space is sampled
    and trained with PyGlove: `pg.sample`, `pg.random_sample`, `pg.iter`.
  }];
  let options = [
    NumbersOption<"factors", "factors", "0.5:1:2", "what to multiply the width with, for each candidate", ">0">,
    BoolOption<"dense", "dense", "false", "do the same to dense layers, the head aside">
  ];
}
