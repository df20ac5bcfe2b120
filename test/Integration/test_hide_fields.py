# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""--hide-defaults and --hide-frozen leave out what PyGlove's options leave out.

PG_SEED=7 draws other experiments; the seed is printed.
"""

import json
import os
import random
from unittest import mock

from differential import reference, runner
import pyglove as pg
import pytest

SEED = int(os.environ.get("PG_SEED", 20240801))
CASES = 300

pytestmark = pytest.mark.skipif(
    not runner.PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{runner.PG_OPT} is not built",
)


def strictly_equal(default, value):
    """pg.eq, but 1, 1.0 and True are three values, and a reference is no plain value."""
    if pg.MISSING_VALUE == default:
        return False

    def text(x):
        return json.dumps(pg.to_json(x), sort_keys=True)

    return text(default) == text(value)


@pytest.mark.parametrize("hides_frozen", [True, False])
def test_random_experiments(tmp_path, hides_frozen):
    print(f"seed {SEED}")
    pg_opt = runner.PgOpt(tmp_path, runner.declarations())
    flags = ["--hide-defaults", f"--hide-frozen={str(hides_frozen).lower()}"]
    shorter = 0
    for number in range(CASES):
        text, indent = runner.draw_experiment(random.Random(f"{SEED}:hide:{number}"))
        with mock.patch("pyglove.core.symbolic.base.eq", strictly_equal):
            expected = pg.to_json_str(
                reference.load(text),
                json_indent=indent,
                hide_default_values=True,
                hide_frozen=hides_frozen,
            )
        outcome = pg_opt.run(text, flags)
        assert outcome.text == expected, f"seed {SEED}, number {number}"
        shorter += len(expected) < len(text)
    assert shorter > CASES // 2
