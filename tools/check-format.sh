#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Checks that the C++ sources are as clang-format leaves them.
#
#   tools/check-format.sh [--fix]      --fix: formats them

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

mapfile -t sources < <(find include lib dialects passes tools test \
  \( -name '*.h' -o -name '*.cpp' \) | sort)

case "${1-}" in
  "") ;;
  --fix) exec clang-format-22 -i "${sources[@]}" ;;
  *) echo "usage: tools/check-format.sh [--fix]" >&2 && exit 1 ;;
esac

if ! complaints=$(clang-format-22 --dry-run --Werror "${sources[@]}" 2>&1); then
  # Each file once; what is no complaint about a file, as it is.
  unformatted=$(sed -nE 's/^([^ :]+):[0-9]+:[0-9]+: error: .*/not formatted: \1/p' <<<"$complaints")
  {
    uniq <<<"${unformatted:-$complaints}"
    echo "To format: tools/check-format.sh --fix"
  } >&2
  exit 1
fi
