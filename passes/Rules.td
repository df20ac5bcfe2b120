//===- Rules.td - Every rule of the catalogue --------------*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The order of --list-rules and of docs/Rules.md.
include "rebind/Rebind.td"
include "insert/Insert.td"
include "delete/Delete.td"
include "apply-diff/ApplyDiff.td"
include "patch-on-path/PatchOnPath.td"
include "patch-on-key/PatchOnKey.td"
include "patch-on-value/PatchOnValue.td"
include "patch-on-type/PatchOnType.td"
include "patch-on-member/PatchOnMember.td"
include "change-lr/ChangeLr.td"
include "change-optimizer/ChangeOptimizer.td"
include "change-dataset/ChangeDataset.td"
include "label-smoothing/LabelSmoothing.td"
include "add-augmentation/AddAugmentation.td"
include "relu-to-leaky-relu/ReluToLeakyRelu.td"
include "apply-sepconv/ApplySepconv.td"
include "scale-width/ScaleWidth.td"
include "filter-search-space/FilterSearchSpace.td"
include "scale-up/ScaleUp.td"
include "apply-gated-gelu/ApplyGatedGelu.td"
include "remove-encoder/RemoveEncoder.td"
include "apply-relative-attention/ApplyRelativeAttention.td"
include "add-skip-connections/AddSkipConnections.td"
include "lamda/Lamda.td"
