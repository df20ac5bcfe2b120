# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The value specs that several classes share.

They are functions because PyGlove stores a field's default in the spec it is
given: one spec in two signatures would give both the same default.
"""

import pyglove as pg


def positive():
    """A size or a count."""
    return pg.typing.Int(min_value=1)


def rate():
    """A share of a whole."""
    return pg.typing.Float(min_value=0.0, max_value=1.0)


def non_negative():
    return pg.typing.Float(min_value=0.0)
