//===- AddAugmentation.td - The rule add-augmentation -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def AddAugmentation : Rule<"add-augmentation"> {
  let summary = "Change examples at random in training";
  let description = [{
    Puts a component of the declared class that plays `augmentation` in front of
    what is there: of each list in a field of role `augmentation`, or else of the
    model, which is the one `sequence` that lies in no other and is no part of a
    dataset. What states the shape of the input, such as an input layer, stays
    first. One that is there already is not added again.
  }];
  let options = [
    ClassOption<"className", "class", "the augmentation's class, where several are declared">,
    JsonOption<"fields", "fields", "its fields, as a JSON object; its class's defaults, if not given", 0>,
    PathOption<"path", "path", "the sequence, where there are several", 0>
  ];
}
