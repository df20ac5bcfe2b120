//===- ChangeDataset.td - The rule change-dataset -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def ChangeDataset : Rule<"change-dataset"> {
  let summary = "Train on another dataset, and fit the model to it";
  let description = [{
    The paper's Figure 3 (left): replaces every dataset, and writes what the new one
    states of itself to where the model depends on it:

    - `num-classes` to the `width` of the head, and to the role `num-classes`;
    - `vocabulary-size` to the role `vocabulary`, and to the `width` of a head that
      predicts tokens: of a dataset without classes, where the head agreed with the
      old vocabulary;
    - `sequence-length` and `input-shape` to the roles of these names.

    The head is the component in a `head` field, else the last dense one of a
    sequence; of several, those that agreed with the old dataset, if any did. Fields
    of the old dataset are carried over by role, then by name, but for what the new one
    states of itself: how many classes, which vocabulary, which shape. A dataset that
    wraps another one stays, and the other is replaced.
  }];
  let options = [
    ClassOption<"name", "name", "the new dataset's class", 1>,
    JsonOption<"fields", "fields", "fields of the new one, as a JSON object", 0>
  ];
}
