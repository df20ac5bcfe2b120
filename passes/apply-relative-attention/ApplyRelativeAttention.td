//===- ApplyRelativeAttention.td - The rule apply-relative-attention -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def ApplyRelativeAttention : Rule<"apply-relative-attention"> {
  let summary = "Let attention see how far apart two positions are";
  let description = [{
    Replaces every component that plays `attention` by the declared class that plays
    `relative-attention` (Shaw et al. 2018, "Self-Attention with Relative Position
    Representations"; Raffel et al. 2020). Fields are carried over by role, then by
    name. What tells tokens their absolute positions, the role `positions`, becomes
    `none` (or None, where the field takes no such word): distances take its place.
    Cross-attention stays: its two positions are of different sequences, and no
    distance apart.
  }];
  let options = [
    ClassOption<"className", "class", "the relative class, where several are declared">
  ];
}
