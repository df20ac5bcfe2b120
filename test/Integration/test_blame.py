# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Where values come from, of random experiments and rules: told alike before and after saving.

PG_SEED=7 draws other cases, PG_CASES=20000 more of them; the seed is printed.
"""

import os
import random
import re

from differential import diffs, patches, runner
import pyglove as pg
import pytest

SEED = int(os.environ.get("PG_SEED", 20240804))
CASES = int(os.environ.get("PG_CASES", 1000)) // 4

pytestmark = pytest.mark.skipif(
    not runner.PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{runner.PG_OPT} is not built",
)

_RULES = [
    "scale-width",
    "relu-to-leaky-relu",
    "apply-sepconv",
    "scale-up",
    "filter-search-space",
    "patch-on-type{type=int value=3}",
    "patch-on-key{regex=filters value=5}",
    "rebind{path=extra value='[1, {\"a\": 2}]'}",
    "delete{path=extra}",
]


def _values(blame: str) -> dict[str, str]:
    """What is said of each path."""
    return dict(re.findall(r"^(.*?) = .*?: ((?:set by|from) .*)$", blame, re.MULTILINE))


def _runs(tmp_path, experiment, chain, components):
    """What --blame prints in the run, after it, and whether the file is as without it."""
    (tmp_path / "in.json").write_text(experiment)
    flags = [f"--components={components}", "--no-match=ignore"]
    rules = [f"--pass-pipeline={rule}" for rule in chain]
    out = tmp_path / "out.json"
    try:
        plain = patches.run("pg-opt", tmp_path / "in.json", *flags, *rules)
    except AssertionError:  # It does not fit.
        return None
    during = patches.run("pg-opt", tmp_path / "in.json", *flags, *rules, "--blame", "-o", out)
    after = patches.run("pg-opt", out, *flags, "--blame")
    return plain, out.read_text(), during, after


def test_saved_and_told_alike(tmp_path):
    components = tmp_path / "components.json"
    components.write_text(runner.declarations())
    written = 0
    for number in range(CASES):
        rng = random.Random(f"blame:{SEED}:{number}")
        chain = rng.sample(_RULES, rng.randrange(4))
        if number % 3 == 0:  # References, and keys that no path can spell.
            experiment, chain = patches.draw_documents(SEED, number)[0], []
        else:
            experiment = pg.to_json_str(diffs.draw(SEED, number).left)
        runs = _runs(tmp_path, experiment, chain, components)
        if runs is None:
            continue
        plain, saved, during, after = runs
        assert plain == saved, f"seed {SEED}, {number}"
        expected = re.sub(r"\(rule (\d+),", r"(rule \1 of an earlier run,", during)
        assert after == expected, f"seed {SEED}, {number}, {chain}"
        written += bool(chain)
    print(f"seed {SEED}: {CASES} cases, {written} with rules")
    assert written > CASES // 5  # Else the cases have become too odd.


def test_what_a_diff_shows_is_blamed(tmp_path):
    """A value that a chain changes is blamed on a rule, with what was there."""
    components = tmp_path / "components.json"
    components.write_text(runner.declarations())
    changes = 0
    for number in range(CASES // 2):
        rng = random.Random(f"changes:{SEED}:{number}")
        pair = diffs.draw(SEED, number)
        (tmp_path / "in.json").write_text(pg.to_json_str(pair.left))
        flags = [f"--components={components}", "--no-match=ignore"]
        flags += [f"--pass-pipeline={rule}" for rule in rng.sample(_RULES, 2)]
        try:
            diff = patches.run("pg-opt", tmp_path / "in.json", *flags, "--diff=json")
        except AssertionError:
            continue
        blame = _values(patches.run("pg-opt", tmp_path / "in.json", *flags, "--blame"))
        for change in pg.from_json_str(diff, allow_partial=True)["changes"]:
            if change.op != "rebind" or "old" not in change or "[" in change.path:
                continue  # Indices are those of before.
            changes += 1
            said = blame[change.path or "the root"]
            assert said.startswith("set by"), f"seed {SEED}, {number}: {change.path}: {said}"
            assert "; was " in said, f"seed {SEED}, {number}: {change.path}: {said}"
    print(f"seed {SEED}: {changes} changes")
    assert changes > CASES // 10
