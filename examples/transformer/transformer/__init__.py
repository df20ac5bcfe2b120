# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Attention Is All You Need (Vaswani et al. 2017) as a symbolic experiment.

Everything is imported here, so that `pg.load` knows the symbolic forms of
Keras's own classes before it meets their names in a file.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

from .attention import RelativeAttention
from .blocks import Block, BlockBase, Residual, Stack
from .dataset import Infiniset, PydocTopics, StandardLibrary, TextDataset, Wmt14EnglishGerman
from .experiment import Experiment
from .feed_forward import FeedForward, FeedForwardBase, GatedFeedForward
from .keras_layers import LayerNormalization, MultiHeadAttention, ReversibleEmbedding
from .model import Transformer
from .optimization import Adam, CrossEntropy, Noam
