# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The image classifier of PyGlove's notebook, and what other teams offer to it.

Everything is imported here, so that `pg.load` knows the symbolic forms of
Keras's own classes before it meets their names in a file.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

from .dataset import Dataset, DigitPairs, Digits, OddOrEven
from .experiment import Experiment
from .keras_layers import (
    Conv2D,
    Dense,
    Flatten,
    LeakyReLU,
    RandomRotation,
    RandomTranslation,
    ReLU,
    SeparableConv2D,
    Sequential,
)
from .training import SGD, Adam, AdamW, CategoricalCrossentropy
