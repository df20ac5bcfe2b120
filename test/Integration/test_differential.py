# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""pg-opt against the real PyGlove, on random experiments, rules and value specs.

PG_SEED=7 draws other cases, PG_CASES=20000 more of them; the seed is printed. See
`differential` for what is drawn, and for a longer run from the command line.
"""

import os
import pathlib
import random
import tempfile

from differential import reference, runner, spec_runner
import pytest

SEED = int(os.environ.get("PG_SEED", 20240801))
CASES = int(os.environ.get("PG_CASES", 2000))
PAGE = runner.ROOT / "docs" / "Differences.md"

pytestmark = pytest.mark.skipif(
    not runner.PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{runner.PG_OPT} is not built",
)


def check(tally):
    print(f"seed {SEED}: {tally.cases} cases, {tally.written} written by pg-opt")
    print(f"expected deviations: {dict(tally.deviations)}")
    folder = pathlib.Path(tempfile.gettempdir()) / "pg-differential"
    reports = [difference.report(folder) for difference in tally.differences[:5]]
    assert not tally.differences, "\n".join(
        [f"{len(tally.differences)} differences, seed {SEED}", *reports]
    )


def test_rules():
    """A chain of rules writes what PyGlove writes, or fails as it does."""
    tally = runner.run_cases(SEED, range(CASES))
    check(tally)
    assert tally.written > CASES // 3  # Else the cases have become too hard.


def test_value_specs():
    """A value fits a spec, becomes in it, and is refused for, what PyGlove says."""
    tally = spec_runner.run(SEED, 4 * CASES)
    check(tally)
    assert tally.written > CASES


@pytest.mark.parametrize("number", range(50))
def test_without_rules(tmp_path, number):
    """What PyGlove wrote comes back byte for byte."""
    rng = random.Random(f"{SEED}:without rules:{number}")
    pg_opt = runner.PgOpt(tmp_path, runner.declarations())
    text, _ = runner.draw_experiment(rng)
    text += rng.choice(["", "\n"])
    outcome = pg_opt.run(text, [])
    assert outcome.text == text, f"seed {SEED}: {outcome.error}"


def test_deviations_are_documented():
    """Each deviation that the reference makes up for is a heading of the page."""
    headings = [line.lstrip("# ") for line in PAGE.read_text().splitlines() if line.startswith("#")]
    named = [text for name, text in vars(reference.Deviation).items() if name.isupper()]
    assert named and not set(named) - set(headings)
