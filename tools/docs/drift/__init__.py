# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the scripts that make a page of docs/ have in common."""

import argparse
import sys


def print_or_check(page, make, regenerate, description):
    """Prints what `make` returns; with --check, compares it with the file `page`.

    Returns the exit status: 1, and how to `regenerate` the page, if it drifted.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    expected = make()
    if not options.check:
        sys.stdout.write(expected)
        return 0
    actual = page.read_text(encoding="utf-8") if page.exists() else ""
    if actual == expected:
        return 0
    print(f"docs/{page.name} is out of date; run: {regenerate}", file=sys.stderr)
    return 1
