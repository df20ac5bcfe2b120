//===- RemoveEncoder.td - The rule remove-encoder -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def RemoveEncoder : Rule<"remove-encoder"> {
  let summary = "Make a language model of an encoder-decoder";
  let description = [{
    Drops what plays `encoder` and every `cross-attention`, which has nothing (left) to
    attend to, and sets the role `format` of every dataset to `stream`. A field
    becomes None, an element of a list goes, and with it a `residual` that holds
    nothing else. The decoder predicts the target as before, and that is what the loss
    is of. An encoder without a decoder stays: nothing would be left.
  }];
}
