// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

include "pg/Rewrite/RuleBase.td"

def ScaleKernel : Rule<"scale-kernel"> {
  let summary = "Scale the kernel of every convolution";
  let options = [
    FloatOption<"scale", "scale", "2.0", "the factor, above 0", ">0">
  ];
}
