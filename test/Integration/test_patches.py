# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A diff makes one experiment of the other, on random pairs, and as pg.patch does.

PG_SEED=7 draws other pairs, PG_CASES=20000 more of them; the seed is printed.
"""

import os

from differential import diffs, patches, reference, runner
import pyglove as pg
import pytest

SEED = int(os.environ.get("PG_SEED", 20240803))
PAIRS = int(os.environ.get("PG_CASES", 1000)) // 4

pytestmark = pytest.mark.skipif(
    not diffs.PG_DIFF.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{diffs.PG_DIFF} is not built",
)


def test_experiments(tmp_path):
    """Of what PyGlove wrote, byte for byte; pg.patch with the same changes agrees."""
    components = tmp_path / "components.json"
    components.write_text(runner.declarations())
    agreed = 0
    for number in range(PAIRS):
        draw = diffs.draw_lists if number % 4 == 0 else diffs.draw
        pair = draw(SEED, number)
        if reference.missing_fields(pair.right):
            continue  # A rule may not leave something out.
        texts = [pg.to_json_str(side) for side in (pair.left, pair.right)]
        flag = f"--components={components}"
        applied, right, patch = patches.apply_diff(tmp_path, *texts, flag)
        assert applied == right == texts[1], f"seed {SEED}, {pair.name}\n{patch}"
        patched = patches.by_pyglove(pair, patch)
        if patched is None:
            continue
        agreed += 1
        assert diffs.identical(patched, pair.right), f"seed {SEED}, {pair.name}\n{patch}"
    print(f"seed {SEED}: {PAIRS} pairs, {agreed} by pg.patch")
    assert agreed > PAIRS // 2  # Else the pairs have become too odd.


def test_documents(tmp_path):
    """Of documents with references, odd keys and spellings, and undeclared classes."""
    smaller = 0
    for number in range(2 * PAIRS):
        texts = patches.draw_documents(SEED, number)
        applied, right, patch = patches.apply_diff(tmp_path, *texts)
        assert applied == right, f"seed {SEED}, {number}\n{texts}\n{patch}"
        smaller += '"path": ""' not in patch
    assert smaller > PAIRS  # Else whole documents are written too often.
