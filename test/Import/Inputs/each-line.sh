#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# each-line.sh FILE [OPTION…]: gives each line of a file to pg-opt as an input of
# its own, and expects the same bytes. With --emit=mlir, twice: there and back.

file=$1
shift
number=0
status=0
here=$(mktemp -d)
trap 'rm -r "$here"' EXIT
while IFS= read -r line; do
  number=$((number + 1))
  printf '%s' "$line" >"$here/in.json"
  pg-opt "$here/in.json" "$@" >"$here/out"
  if [ $# -gt 0 ]; then
    mv "$here/out" "$here/out.mlir"
    pg-opt "$here/out.mlir" --emit=json >"$here/out"
  fi
  if ! cmp -s "$here/in.json" "$here/out"; then
    status=1
    echo "$file:$number: is not the same:"
    diff "$here/in.json" "$here/out"
  fi
done <"$file"
[ "$number" -gt 0 ] && [ "$status" = 0 ]
