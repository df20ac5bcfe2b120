//===- ApplyGatedGelu.td - The rule apply-gated-gelu -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def ApplyGatedGelu : Rule<"apply-gated-gelu"> {
  let summary = "Make every feed-forward a gated one with GELU";
  let description = [{
    The paper's Figure 4: replaces every component that plays `feed-forward` by the
    declared class that plays `gated-feed-forward` (Shazeer 2020, "GLU Variants
    Improve Transformer", FFN_GEGLU). Fields are carried over by role, then by
    name. The GELU is written as the field of role `activation` takes it: as a word,
    or as the declared class that plays `gelu`.
  }];
  let options = [
    BoolOption<"keepParameters", "keep-parameters", "false", "take two thirds of the width, so that the number of parameters stays about the same">,
    ChoiceOption<"gelu", "gelu", ["exact", "tanh"], "exact",
                 "which GELU is written out: `exact` or `tanh`">,
    ClassOption<"className", "class", "the gated class, where several are declared">
  ];
}
