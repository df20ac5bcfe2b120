# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What pg-opt writes loads in the pinned PyGlove and in the stable one, and is written again as it is.

PG_SEED=7 draws other experiments and chains; the seed is printed.
"""

import json
import os
import pathlib
import subprocess
import sys

from differential import runner
import pytest

SEED = int(os.environ.get("PG_SEED", 20240801))
CASES = 400
HERE = pathlib.Path(__file__).resolve().parent
STABLE = runner.ROOT / ".venv" / "pyglove-stable"

pytestmark = pytest.mark.skipif(
    not (runner.PG_OPT.exists() and STABLE.exists()) and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{runner.PG_OPT} is not built, or {STABLE} not installed",
)

# Loads each text of a list, and prints those that are not written again as they were.
RELOAD = """
import json, sys
import pyglove as pg
from differential import library
wrong = []
for text in json.load(open(sys.argv[1])):
    again = pg.to_json_str(pg.from_json_str(text, allow_partial=True))
    if again != text:
        wrong.append([text, again])
print(json.dumps([pg.__file__, wrong]))
"""

TRANSFORMER = """
import importlib, sys
import pyglove as pg
config, codebase = sys.argv[1].split()
importlib.import_module(codebase)
print(pg.__file__, pg.load(config).sym_init_args.batch_size)
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """What pg-opt writes for random experiments and chains."""
    print(f"seed {SEED}")
    pg_opt = runner.PgOpt(tmp_path_factory.mktemp("both"), runner.declarations())
    cases = (runner.draw_case(SEED, number) for number in range(CASES))
    outcomes = (
        pg_opt.run(case.experiment, ["--no-match=ignore", *case.flags])
        for case in cases
        if case.indent is None
    )
    return [outcome.text for outcome in outcomes if outcome.text is not None]


def python(code, argument, *paths):
    paths = [str(path) for path in paths]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "KERAS_BACKEND": "jax"}
    command = [sys.executable, "-c", code, str(argument)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def reload(texts, tmp_path, *paths):
    """The file of the PyGlove that loaded the texts, and those that it writes otherwise."""
    (tmp_path / "texts.json").write_text(json.dumps(texts))
    return json.loads(python(RELOAD, tmp_path / "texts.json", *paths, HERE))


def test_pinned(written, tmp_path):
    assert len(written) > CASES // 8
    _, wrong = reload(written, tmp_path)
    assert not wrong


def test_stable(written, tmp_path):
    """It cannot hold references: it reads a single one, and writes none."""
    texts = [text for text in written if "symbolic.ref.Ref" not in text]
    assert len(texts) > CASES // 8
    path, wrong = reload(texts, tmp_path, STABLE)
    assert path.startswith(str(STABLE))
    assert not wrong


@pytest.mark.parametrize("name", ["transformer", "transformer-flax"])
def test_stable_loads_the_transformer(tmp_path, name):
    example = runner.ROOT / "examples" / name
    rules = "--pass-pipeline=scale-up,apply-gated-gelu"
    new = tmp_path / "new.json"
    subprocess.run([runner.PG_OPT, rules, example / "experiment.json", "-o", new], check=True)
    argument = f"{new} {name.replace('-', '_')}"
    path, batch_size = python(TRANSFORMER, argument, STABLE, example).split()
    assert path.startswith(str(STABLE))
    assert int(batch_size) == json.loads(new.read_text())["batch_size"]
