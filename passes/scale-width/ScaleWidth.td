//===- ScaleWidth.td - The rule scale-width -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def ScaleWidth : Rule<"scale-width"> {
  let summary = "Scale the width of convolutions and dense layers";
  let description = [{
    The paper's Figure 3, middle: multiplies the role `width` of every convolution
    and dense layer. The head keeps its width: it belongs to the dataset. The
    result is the nearest integer, ties up, at least 1. A placeholder is left alone,
    with a remark.
  }];
  let options = [
    FloatOption<"scale", "scale", "2.0", "the factor, above 0", ">0">
  ];
}
