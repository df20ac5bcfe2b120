#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# run.sh FOLDER PROGRAM SEEDS RUNS: in FOLDER, which is made anew, a program of libFuzzer
# tries RUNS inputs, the same ones every time; PG_SEED=7 has it try others. An input that
# breaks a promise stays in FOLDER. A slow machine gets as far as it does in a minute.
#
# What is tried next depends on what the program did that was new, and that, as it has hash
# tables of pointers, on addresses. So they are not random here; and as all that the stack
# begins with moves them, names and environment are alike wherever the checkout is.

set -eu
export LC_ALL=C

folder=$1
program=$(command -v "$2")
seeds=$3
runs=$4
llvm=$(dirname "$(command -v llvm-symbolizer)")

rm -rf "$folder"
mkdir "$folder"
cd "$folder"
ln -s "$program" program
ln -s "$seeds" seeds
# One by one, as the order of a folder is anybody's guess.
find seeds/ -type f | sort | paste -s -d , >inputs

# Some containers forbid it; then the seed alone is the same.
fixed='setarch --addr-no-randomize'
$fixed true 2>/dev/null || fixed=

# shellcheck disable=SC2086
exec env -i ASAN_OPTIONS="${ASAN_OPTIONS-}" UBSAN_OPTIONS="${UBSAN_OPTIONS-}" PATH="$llvm:/usr/bin:/bin" \
  $fixed ./program -seed="${PG_SEED-1}" -runs="$runs" -seed_inputs=@inputs -reload=0 \
  -max_total_time=60 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1
