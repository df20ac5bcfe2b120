//===- Lamda.td - The recipe lamda -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def Lamda : Recipe<"lamda"> {
  let summary = "Make LaMDA of a Transformer";
  let description = [{
    The paper's Figure 4: a language model (Thoppilan et al. 2022, "LaMDA: Language
    Models for Dialog Applications", section 3) from the encoder-decoder of "Attention
    Is All You Need". Without options it has the published sizes: 64 layers of width
    8192, a gated feed-forward of 65536 and 128 heads of 128, which is 2^37 parameters
    in the matrices of attention and feed-forward. A smaller one has the same steps:
    `lamda{depth=4 width=64 ffn=256 heads=8 kv=8}`.
  }];
  let options = [
    SizeOption<"depth", "depth", "64", "layers">,
    SizeOption<"width", "width", "8192", "the model width">,
    SizeOption<"ffn", "ffn", "65536", "the inner width of the feed-forward">,
    SizeOption<"heads", "heads", "128", "attention heads">,
    SizeOption<"kv", "kv", "128", "key and value width of a head">,
    ClassOption<"dataset", "dataset", "the text to train on; the same as before, if not given">,
    ClassOption<"attention", "attention", "the relative attention's class, where several are declared">,
    ClassOption<"feedForward", "feed-forward", "the gated feed-forward's class, where several are declared">,
    ClassOption<"residual", "residual", "the skip connection's class, where several are declared">
  ];
  // Depth comes last: what is repeated has been rewritten then.
  let pipeline = [{
    remove-encoder,
    change-dataset{name=$dataset},
    apply-relative-attention{class=$attention},
    apply-gated-gelu{class=$feed-forward},
    add-skip-connections{class=$residual},
    scale-up{depth=$depth width=$width ffn=$ffn heads=$heads kv=$kv}
  }];
}
