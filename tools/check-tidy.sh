#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Checks the C++ sources with clang-tidy (.clang-tidy says for what). It reads
# the sanitizers' build, build/asan, for its precompiled headers: build that
# first. Prints what it finds; exit status 1 if that is anything.
#
#   tools/check-tidy.sh [FILE…]        FILE…: only these sources

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=build/asan

if [[ ! -e $build/compile_commands.json ]]; then
  echo "$build is not there; run: cmake --preset asan && cmake --build --preset asan" >&2
  exit 1
fi
if (($# > 0)); then
  sources=("$@")
else
  # What is not built for itself alone: the sample of a plugin has its own build.
  mapfile -t sources < <(find lib dialects passes tools test/Fuzz -name '*.cpp' | sort)
fi
printf '%s\0' "${sources[@]}" |
  xargs -0 -n 4 -P "$(nproc)" clang-tidy-22 -p "$build" --quiet 2>/dev/null
