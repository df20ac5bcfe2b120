# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The image classifier of PyGlove's notebook in Flax, and what other teams offer to it.

Everything is imported here, so that `pg.load` knows the functors around Flax's and
Optax's names before it meets these in a file.
"""

from .dataset import Dataset, DigitPairs, Digits, OddOrEven
from .experiment import Experiment
from .layers import (
    Conv,
    Dense,
    RandomNoise,
    RandomTranslation,
    SeparableConv,
    Sequential,
    flatten,
    leaky_relu,
    relu,
)
from .training import CrossEntropy, Optimizer, adam, adamw, sgd
