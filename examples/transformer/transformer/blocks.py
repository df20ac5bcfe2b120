# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A block of sublayers, a skip connection around one, and a stack of blocks."""

from typing import Optional

import keras
import pgopt
import pyglove as pg

from .feed_forward import FeedForwardBase
from .fields import rate
from .keras_layers import LayerNormalization


class BlockBase(keras.layers.Layer):
    """What a stack accepts: its output has its input's shape."""


@pgopt.annotated(
    concepts=["block"],
    roles={
        "self_attention": "self-attention",
        "cross_attention": "cross-attention",
        "dropout": "dropout",
        "name": "name",
        "seed": "seed",
    },
)
@pg.symbolize(auto_typing=True)
class Block(BlockBase):
    """Sublayers, each within dropout, a skip connection and then a norm.

    `norm` is a pattern: every sublayer has a copy of its own.
    """

    def __init__(
        self,
        self_attention: keras.layers.MultiHeadAttention,
        cross_attention: Optional[keras.layers.MultiHeadAttention],
        feed_forward: FeedForwardBase,
        norm: LayerNormalization,
        dropout: rate() = 0.1,
        name: Optional[str] = None,
        seed: Optional[int] = None,
    ):
        super().__init__(name=name)
        self.self_attention = self_attention
        self.cross_attention = cross_attention
        self.feed_forward = feed_forward
        self.self_attention_norm = norm.clone()
        self.cross_attention_norm = norm.clone() if cross_attention is not None else None
        self.feed_forward_norm = norm.clone()
        self.dropout = keras.layers.Dropout(dropout, seed=seed)

    def call(self, x, memory=None, causal=False):
        attended = self.self_attention(x, x, use_causal_mask=causal)
        x = self.self_attention_norm(x + self.dropout(attended))
        if self.cross_attention is not None:
            attended = self.cross_attention(x, memory)
            x = self.cross_attention_norm(x + self.dropout(attended))
        return self.feed_forward_norm(x + self.dropout(self.feed_forward(x)))


@pgopt.annotated(concepts=["residual", "block"], roles={"body": "body", "name": "name"})
@pg.symbolize(auto_typing=True)
class Residual(BlockBase):
    """Adds the input of a block to its output.

    A `Block` adds within each sublayer, but normalizes the sum: around it, the skip
    connection leads from the embedding to the logits past every norm.
    """

    def __init__(self, body: BlockBase, name: Optional[str] = None):
        super().__init__(name=name)
        self.body = body

    def call(self, x, memory=None, causal=False):
        return x + self.body(x, memory, causal=causal)


@pgopt.annotated(concepts=["stack"], roles={"blocks": "children", "name": "name"})
@pg.symbolize(auto_typing=True)
class Stack(keras.layers.Layer):
    """Blocks, one after the other."""

    def __init__(
        self,
        blocks: pg.typing.List(pg.typing.Object(BlockBase), min_size=1),
        name: Optional[str] = None,
    ):
        super().__init__(name=name)
        self.blocks = blocks

    def call(self, x, memory=None, causal=False):
        for block in self.blocks:
            x = block(x, memory, causal=causal)
        return x
