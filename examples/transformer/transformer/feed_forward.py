# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The position-wise feed-forward networks that a block may hold."""

from typing import Optional

import keras
import pgopt
import pyglove as pg

from .fields import positive

# Names say which GELU is meant: Keras's own "gelu" is the exact one, other
# frameworks mean the tanh approximation by the same word.
ACTIVATIONS = {
    "relu": keras.activations.relu,
    "silu": keras.activations.silu,
    "gelu": keras.activations.gelu,
    "gelu_tanh": lambda x: keras.activations.gelu(x, approximate=True),
}

ROLES = {
    "hidden_dim": "hidden-width",
    "model_dim": "model-width",
    "activation": "activation",
    "use_bias": "bias",
    "name": "name",
}


def activation_name():
    return pg.typing.Enum(pg.MISSING_VALUE, list(ACTIVATIONS))


class FeedForwardBase(keras.layers.Layer):
    """What a block accepts as its feed-forward network."""


@pgopt.annotated(concepts=["feed-forward"], roles=ROLES)
@pg.symbolize(auto_typing=True)
class FeedForward(FeedForwardBase):
    """W2 f(W1 x): the paper's, with f = ReLU."""

    def __init__(
        self,
        hidden_dim: positive(),
        model_dim: positive(),
        activation: activation_name() = "relu",
        use_bias: bool = True,
        name: Optional[str] = None,
    ):
        super().__init__(name=name)
        self.hidden = keras.layers.Dense(hidden_dim, ACTIVATIONS[activation], use_bias)
        self.out = keras.layers.Dense(model_dim, use_bias=use_bias)

    def call(self, x):
        return self.out(self.hidden(x))


@pgopt.annotated(concepts=["gated-feed-forward"], roles=ROLES)
@pg.symbolize(auto_typing=True)
class GatedFeedForward(FeedForwardBase):
    """W2 (f(W1 x) * V x): "GLU Variants Improve Transformer" (Shazeer 2020)."""

    def __init__(
        self,
        hidden_dim: positive(),
        model_dim: positive(),
        activation: activation_name() = "gelu",
        use_bias: bool = True,
        name: Optional[str] = None,
    ):
        super().__init__(name=name)
        self.gate = keras.layers.Dense(hidden_dim, ACTIVATIONS[activation], use_bias)
        self.hidden = keras.layers.Dense(hidden_dim, use_bias=use_bias)
        self.out = keras.layers.Dense(model_dim, use_bias=use_bias)

    def call(self, x):
        return self.out(self.gate(x) * self.hidden(x))
