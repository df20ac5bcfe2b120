# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""An experiment that ends too early is refused where it ends, and no file is left."""

import os
import sys

from hostile import accepted, read, refused, run, strided

EXPERIMENT = read("experiment.json")
folder = sys.argv[1]
target = os.path.join(folder, "new.json")

for end in strided(range(len(EXPERIMENT.rstrip()))):
    refused("--no-default-components", "-o", target, text=EXPERIMENT[:end])
assert not os.listdir(folder), os.listdir(folder)
assert accepted("--no-default-components", text=EXPERIMENT) == EXPERIMENT

# MLIR's own text may end in places that make sense.
assembly = accepted("--no-default-components", "--emit=mlir", text=EXPERIMENT)
for end in strided(range(0, len(assembly), 3)):
    run("--no-default-components", "--from=mlir", text=assembly[:end])
