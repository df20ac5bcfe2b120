//===- ApplySepconv.td - The rule apply-sepconv -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def ApplySepconv : Rule<"apply-sepconv"> {
  let summary = "Replace convolutions by separable ones";
  let description = [{
    The paper's Figure 2: replaces every component that plays `convolution` by the
    declared class that plays `separable-convolution` and slides along as many
    axes. Fields are carried over by role, then by name; those without a place in
    the new class are reported, with a warning where somebody chose their value.
  }];
  let options = [
    ClassOption<"className", "class", "the separable class, where several are declared">
  ];
}
