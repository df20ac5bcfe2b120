# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Puts the small codebases under fixtures/ where the tests can import them."""

import json
import os
import pathlib
import sys

import pytest

FIXTURES = pathlib.Path(__file__).parent / "fixtures"

sys.path.insert(0, str(FIXTURES))
os.environ.setdefault("KERAS_BACKEND", "jax")


@pytest.fixture
def write(tmp_path):
    """Writes a text or a JSON value to a file, and returns its path."""

    def to_file(name, content):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return to_file
