# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Attention Is All You Need (Vaswani et al. 2017) as a symbolic experiment, in Flax.

Everything is imported here, so that `pg.load` knows the functors around Flax's and
Optax's names before it meets these in a file.
"""

from .attention import MultiHeadDotProductAttention, RelativeAttention
from .blocks import Block, Residual, Stack
from .dataset import Infiniset, PydocTopics, StandardLibrary, TextDataset, Wmt14EnglishGerman
from .experiment import Experiment
from .feed_forward import FeedForward, GatedFeedForward
from .functions import gelu, leaky_relu, relu, silu
from .model import Embed, Transformer
from .optimization import CrossEntropy, Optimizer, Schedule, adam, adamw, noam
