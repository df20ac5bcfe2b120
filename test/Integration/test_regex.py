# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Regular expressions mean what Python's mean: a thousand patterns, replayed.

test/Support/regex-patterns.txt has a pattern, a text, and whether `re.match`
matches, or the message for a pattern that is refused. A text is tried as the key
of a dictionary, with `patch-on-key`.
"""

import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PG_OPT = os.environ.get('PG_OPT', str(ROOT / 'build/release/bin/pg-opt'))
CASES = ROOT / 'test/Support/regex-patterns.txt'

pytestmark = pytest.mark.skipif(
  not os.path.exists(PG_OPT) and 'PG_REQUIRE_TOOLS' not in os.environ,
  reason='pg-opt is not built')


def read_cases():
  for line in CASES.read_text(encoding='utf-8').splitlines():
    if line and not line.startswith('#'):
      pattern, text, expected = line.split('\t')
      yield json.loads(pattern), json.loads(text), expected


def quote(value: str) -> str:
  return "'" + value.replace("'", "''") + "'"


def run(pattern: str, text: str) -> subprocess.CompletedProcess:
  pipeline = f'patch-on-key{{regex={quote(pattern)} value=2}}'
  return subprocess.run(
    [PG_OPT, '--no-match=ignore', f'--pass-pipeline={pipeline}'],
    input=json.dumps({text: 1}), capture_output=True, text=True, check=False)


def representable(text: str) -> bool:
  """A command line holds no null byte and no lone surrogate."""
  return '\0' not in text and not any('\ud800' <= c <= '\udfff' for c in text)


def test_patterns():
  wrong = []
  tried = 0
  for pattern, text, expected in read_cases():
    if not representable(pattern):
      continue
    tried += 1
    done = run(pattern, text if expected != 'error' else '')
    if expected == 'error':
      good = done.returncode == 1 and text in done.stderr
    else:
      good = done.returncode == 0 and json.loads(done.stdout) == {
        text: 2 if expected == '1' else 1}
    if not good:
      wrong.append((pattern, text, expected, done.stdout, done.stderr))
  assert tried > 900
  assert not wrong, f'{len(wrong)} of {tried}, the first: {wrong[:3]}'
