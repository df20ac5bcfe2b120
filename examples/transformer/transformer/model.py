# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The encoder-decoder, and what is left of it without its encoder."""

from typing import Optional

import keras
import numpy as np
import pgopt
import pyglove as pg

from .blocks import Stack
from .fields import rate
from .keras_layers import ReversibleEmbedding


@pgopt.annotated(
    roles={
        "encoder": "encoder",
        "decoder": "decoder",
        "positions": "positions",
        "dropout": "dropout",
        "name": "name",
        "seed": "seed",
    }
)
@pg.symbolize(auto_typing=True)
class Transformer(keras.layers.Layer):
    """Tokens to logits. One matrix embeds source and target and gives the logits.

    Without an encoder it is a language model of the target alone.
    """

    def __init__(
        self,
        embedding: ReversibleEmbedding,
        encoder: Optional[Stack],
        decoder: Stack,
        positions: pg.typing.Enum(pg.MISSING_VALUE, ["sinusoidal", "none"]) = "sinusoidal",
        dropout: rate() = 0.1,
        name: Optional[str] = None,
        seed: Optional[int] = None,
    ):
        super().__init__(name=name)
        self.embedding = embedding
        self.encoder = encoder
        self.decoder = decoder
        self.positions = positions
        self.dropout = keras.layers.Dropout(dropout, seed=seed)

    def call(self, tokens):
        memory = None
        if self.encoder is not None:
            memory = self.encoder(self.embed(tokens["source"]))
        x = self.decoder(self.embed(tokens["target"]), memory, causal=True)
        return self.embedding(x, reverse=True)

    def embed(self, tokens):
        width = self.embedding.output_dim
        x = self.embedding(tokens) * width**0.5
        if self.positions == "sinusoidal":
            x = x + sinusoids(tokens.shape[1], width)
        return self.dropout(x)


def sinusoids(length, width):
    """The paper's table of positions: sines in the even columns, cosines in the odd."""
    column = np.arange(width)
    period = 10000.0 ** (column // 2 * 2 / width)
    angle = np.arange(length)[:, np.newaxis] / period
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle)).astype("float32")
