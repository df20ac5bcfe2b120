# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A block of sublayers, a skip connection around one, and a stack of blocks."""

from typing import Optional

from flax import linen as nn
import pgopt
import pyglove as pg

from .feed_forward import FeedForwardBase
from .fields import non_negative, rate


class BlockBase(nn.Module):
    """What a stack accepts: its output has its input's shape."""


class Block(BlockBase):
    """Sublayers, each within dropout, a skip connection and then a norm."""

    self_attention: nn.MultiHeadDotProductAttention
    cross_attention: Optional[nn.MultiHeadDotProductAttention]
    feed_forward: FeedForwardBase
    dropout_rate: float = 0.1
    norm_epsilon: float = 1e-6

    @nn.compact
    def __call__(self, x, memory=None, causal=False):
        still = not self.has_rng("dropout")

        def add(x, y, name):
            y = nn.Dropout(self.dropout_rate, deterministic=still)(y)
            return nn.LayerNorm(self.norm_epsilon, name=f"{name}_norm")(x + y)

        mask = nn.make_causal_mask(x[..., 0]) if causal else None
        y = self.self_attention(x, mask=mask, deterministic=still)
        x = add(x, y, "self_attention")
        if self.cross_attention is not None:
            y = self.cross_attention(x, memory, deterministic=still)
            x = add(x, y, "cross_attention")
        return add(x, self.feed_forward(x), "feed_forward")


class Residual(BlockBase):
    """Adds the input of a block to its output.

    A `Block` adds within each sublayer, but normalizes the sum: around it, the skip
    connection leads from the embedding to the logits past every norm.
    """

    body: BlockBase

    def __call__(self, x, memory=None, causal=False):
        return x + self.body(x, memory, causal)


class Stack(nn.Module):
    """Blocks, one after the other."""

    blocks: list[BlockBase]

    def __call__(self, x, memory=None, causal=False):
        for block in self.blocks:
            x = block(x, memory, causal)
        return x


BLOCKS = pg.typing.List(pg.typing.Object(pgopt.maker_of(BlockBase)), min_size=1)

Block = pgopt.functor(Block, dropout_rate=rate(), norm_epsilon=non_negative())
Residual = pgopt.functor(Residual)
StackModule, Stack = Stack, pgopt.functor(Stack, blocks=BLOCKS)

pgopt.annotate(
    Block,
    concepts=["block"],
    roles={
        "self_attention": "self-attention",
        "cross_attention": "cross-attention",
        "dropout_rate": "dropout",
    },
)
pgopt.annotate(Residual, concepts=["residual", "block"], roles={"body": "body"})
pgopt.annotate(Stack, concepts=["stack"], roles={"blocks": "children"})
