# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What PyGlove's own tests do, done with pg-opt."""

import json
import os
import pathlib
import subprocess
import sys
from urllib.parse import quote

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PG_OPT = pathlib.Path(os.environ.get("PG_OPT", ROOT / "build" / "release" / "bin" / "pg-opt"))

pytestmark = pytest.mark.skipif(
    not PG_OPT.exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason=f"{PG_OPT} is not built",
)

# Where pg-opt deliberately differs: what either of the two says, and the heading of
# docs/Differences.md.
DEVIATIONS = {
    "Root key '$' cannot be used": "A rule may replace the root",
    "There are no values to rebind": "A rule that matches nothing says so",
    " sealed ": "What is sealed is not known",
    "[2] is 100, which has no 'x' to set": "Indices of one rule are those of its input",
    "where it is frozen": "Rules do not see frozen fields",
}


@pytest.fixture(scope="module")
def captured(tmp_path_factory):
    path = tmp_path_factory.mktemp("suite") / "captured.json"
    script = HERE / "pyglove_suite" / "capture.py"
    subprocess.run([sys.executable, script, path], check=True, timeout=300)
    return json.loads(path.read_text(encoding="utf-8"))


def run(text, *flags):
    command = [PG_OPT, "--no-match=ignore", *flags]
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)
    return done.stdout if done.returncode == 0 else None, done.stderr


def as_flag(step):
    match step:
        case ["delete", path]:
            return f"--unset={path}"
        case ["rebind", path, value]:
            return f"--set={path}={value}"
        case ["insert", path, value]:
            return f"--patch=insert?path={quote(path)}&value={quote(value)}"


def test_what_it_serializes_comes_back(captured):
    assert len(captured["texts"]) > 150
    for text in captured["texts"]:
        assert run(text, "--no-default-components")[0] == text


def test_what_it_rebinds(captured, tmp_path):
    """The same result, or an error where PyGlove raises one."""
    components = tmp_path / "components.json"
    differences, seen = [], set()
    for case in captured["rebinds"]:
        flags = [as_flag(step) for step in case["steps"]]
        if (case["before"], *flags) in seen:
            continue
        seen.add((case["before"], *flags))
        components.write_text(json.dumps(case["components"]))
        output, errors = run(case["before"], f"--components={components}", *flags)
        deviates = any(said in f"{case['error']} {errors}" for said in DEVIATIONS)
        if output != case["after"] and not deviates:
            expected = case["after"] or f"error: {case['error']}"
            differences.append([case["before"], *flags, expected, output or errors])
    assert len(seen) > 60
    assert not differences, "\n\n".join("\n  ".join(lines) for lines in differences)


def test_deviations_are_documented():
    page = (ROOT / "docs" / "Differences.md").read_text(encoding="utf-8")
    assert all(f"### {heading}\n" in page for heading in DEVIATIONS.values())
