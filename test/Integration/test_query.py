# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""pg-opt's queries against the real pg.query, on random experiments.

PG_SEED=7 draws other queries, PG_CASES=20000 more of them; the seed is printed.
"""

import os
import random
import shlex

from differential import queries, reference, runner
import pytest

SEED = int(os.environ.get("PG_SEED", 20240803))
QUERIES = int(os.environ.get("PG_CASES", 1000)) // 2

pytestmark = pytest.mark.skipif(
    not runner.PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{runner.PG_OPT} is not built",
)


def test_queries(tmp_path):
    """By path, type, concept and value, and by several of them: what PyGlove finds."""
    pg_opt = runner.PgOpt(tmp_path, queries.declarations())
    found = 0
    for number in range(QUERIES):
        name = f"{SEED}:query:{number}"
        rng = random.Random(name)
        text, _ = runner.draw_experiment(rng)
        root = reference.load(text)
        query = queries.draw(rng, root)
        outcome = pg_opt.run(text, query.flags)
        expected = queries.of_pyglove(query, root)
        assert outcome.text == expected, f"seed {SEED}, {name}: {shlex.join(query.flags)}\n{text}"
        found += expected != "{}\n"
    print(f"seed {SEED}: {QUERIES} queries, {found} found something")
    assert found > QUERIES // 2  # Else the queries have become too hard.
