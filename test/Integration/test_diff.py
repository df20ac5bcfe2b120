# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""pg-diff against the real pg.diff, on random pairs of experiments.

PG_SEED=7 draws other pairs, PG_CASES=20000 more of them; the seed is printed.
"""

import difflib
import os

from differential import diffs, runner
import pyglove as pg
import pytest

SEED = int(os.environ.get("PG_SEED", 20240802))
PAIRS = int(os.environ.get("PG_CASES", 1000)) // 2

pytestmark = pytest.mark.skipif(
    not diffs.PG_DIFF.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{diffs.PG_DIFF} is not built",
)


def test_experiments(tmp_path):
    """What is printed is `str(pg.diff(a, b))`, but for the documented differences."""
    exact = adjusted = 0
    for number in range(PAIRS):
        pair = diffs.draw(SEED, number)
        text = diffs.run(tmp_path, pair)
        same = diffs.identical(pair.left, pair.right)
        # What shares what is no difference, as in PyGlove; the JSON shows it all the same.
        shares = any("__ref__" in pg.to_json_str(side) for side in (pair.left, pair.right))
        assert (text == "No diff\n") == same or shares, f"seed {SEED}, {pair.name}\n{text}"
        if not diffs.is_comparable(pair):
            continue
        if text == diffs.of_pyglove(pair):
            exact += not same
            continue
        adjusted += 1
        expected = diffs.adjusted(pair)
        lines = difflib.unified_diff(expected.splitlines(), text.splitlines(), "PyGlove", "pg-diff")
        assert text == expected, "\n".join([f"seed {SEED}, {pair.name}", *lines])
    print(f"seed {SEED}: {PAIRS} pairs, {exact} as PyGlove, {adjusted} as documented")
    assert exact > PAIRS // 4  # Else the pairs have become too odd.


def test_lists(tmp_path):
    """The diff of two lists makes one of the other, and keeps as much as can be kept."""
    for number in range(PAIRS // 2):
        pair = diffs.draw_lists(SEED, number)
        diffs.check_alignment(pair, diffs.run(tmp_path, pair))


def test_deviations_are_documented():
    """Each deviation that is made up for is a heading of the page."""
    page = (runner.ROOT / "docs" / "Differences.md").read_text()
    for heading in diffs.DEVIATIONS:
        assert f"### {heading}\n" in page
