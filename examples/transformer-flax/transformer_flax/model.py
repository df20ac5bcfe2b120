# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The encoder-decoder, and what is left of it without its encoder."""

from typing import Literal, Optional

from flax import linen as nn
import numpy as np
import pgopt

from .blocks import StackModule
from .fields import positive, rate


class Transformer(nn.Module):
    """Tokens to logits. One matrix embeds source and target and gives the logits.

    Without an encoder it is a language model of the target alone.
    """

    embedding: nn.Embed
    encoder: Optional[StackModule]
    decoder: StackModule
    positions: Literal["sinusoidal", "none"] = "sinusoidal"
    dropout_rate: float = 0.1

    @nn.compact
    def __call__(self, tokens):
        dropout = nn.Dropout(self.dropout_rate, deterministic=not self.has_rng("dropout"))
        memory = None
        if self.encoder is not None:
            memory = self.encoder(dropout(self.embed(tokens["source"])))
        x = self.decoder(dropout(self.embed(tokens["target"])), memory, causal=True)
        return self.embedding.attend(x)

    def embed(self, tokens):
        width = self.embedding.features
        x = self.embedding(tokens) * width**0.5
        if self.positions == "sinusoidal":
            x = x + sinusoids(tokens.shape[1], width)
        return x


def sinusoids(length, width):
    """The paper's table of positions: sines in the even columns, cosines in the odd."""
    column = np.arange(width)
    period = 10000.0 ** (column // 2 * 2 / width)
    angle = np.arange(length)[:, np.newaxis] / period
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle)).astype("float32")


Embed = pgopt.functor(
    nn.Embed, "flax.linen.Embed", num_embeddings=positive(), features=positive()
)
Transformer = pgopt.functor(Transformer, dropout_rate=rate())

pgopt.annotate(
    Transformer,
    roles={
        "encoder": "encoder",
        "decoder": "decoder",
        "positions": "positions",
        "dropout_rate": "dropout",
    },
)
