#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# pg's main job, from a fresh machine on: installs what is missing, builds,
# patches a Transformer experiment with two rules, shows what they changed, and
# lets the real PyGlove and Keras train what comes out.
#
#   tools/demo.sh

# shellcheck source=tools/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
export KERAS_BACKEND=jax
step_count=5

# Says a command as one would type it, then runs it.
show() {
  echo "\$ $*"
  "$@"
}

(($# == 0)) || die "usage: tools/demo.sh"
set_up with-python
build_release

step "Applying two rules to examples/transformer/experiment.json"
show build/release/bin/pg-opt --pass-pipeline=scale-up,apply-gated-gelu \
  examples/transformer/experiment.json --diff -o build/new.json

step "Training the new experiment, build/new.json, with PyGlove and Keras"
show .venv/bin/python examples/transformer/train.py build/new.json
