//===- ScaleUp.td - The rule scale-up -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def ScaleUp : Rule<"scale-up"> {
  let summary = "Scale a model up: depth, width, feed-forward, heads";
  let description = [{
    The paper's Figure 4: scales depth, width, the feed-forward, the heads and the
    key/value size, each by a factor (`2x`) or to a size (`1024`). Depth repeats a
    list of blocks cyclically (a b becomes a b a b; a size cuts the last round),
    or scales the role `num-layers`, also where a list stands beside it; copies lose
    their name and seed. Of depths in each other, one is scaled: the one that holds
    the blocks, so that of stages each gets longer and a stack within a block stays;
    without blocks, the innermost one. A remark says what is left.
    A size that stands as a float (16.0) is scaled too and stays one. A placeholder
    is left alone, with a remark; in the place of the model width, which has to agree
    everywhere, it is an error.
  }];
  let options = [
    SizeOption<"depth", "depth", "2x", "layers of a stack: a factor, or a number of layers">,
    SizeOption<"width", "width", "2x", "the model width, or the widths of layers: a factor, or a size">,
    SizeOption<"ffn", "ffn", "2x", "the inner width of a feed-forward: a factor, or a size">,
    SizeOption<"heads", "heads", "2x", "attention heads: a factor, or a number">,
    SizeOption<"kv", "kv", "1x", "key and value width of a head: a factor, or a size">
  ];
}
