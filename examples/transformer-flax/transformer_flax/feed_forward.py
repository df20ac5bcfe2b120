# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The position-wise feed-forward networks that a block may hold."""

from collections.abc import Callable

from flax import linen as nn
import pgopt

from .fields import positive


class FeedForwardBase(nn.Module):
    """What a block accepts as its feed-forward network: it keeps the width of what goes in."""

    hidden_features: int
    activation: Callable
    use_bias: bool = True


class FeedForward(FeedForwardBase):
    """W2 f(W1 x): the paper's, with f = ReLU."""

    @nn.compact
    def __call__(self, x):
        hidden = nn.Dense(self.hidden_features, self.use_bias, name="hidden")(x)
        return nn.Dense(x.shape[-1], self.use_bias, name="out")(self.activation(hidden))


class GatedFeedForward(FeedForwardBase):
    """W2 (f(W1 x) * V x): "GLU Variants Improve Transformer" (Shazeer 2020)."""

    @nn.compact
    def __call__(self, x):
        gate = nn.Dense(self.hidden_features, self.use_bias, name="gate")(x)
        hidden = nn.Dense(self.hidden_features, self.use_bias, name="hidden")(x)
        return nn.Dense(x.shape[-1], self.use_bias, name="out")(self.activation(gate) * hidden)


FeedForward = pgopt.functor(FeedForward, hidden_features=positive())
GatedFeedForward = pgopt.functor(GatedFeedForward, hidden_features=positive())

ROLES = {"hidden_features": "hidden-width", "activation": "activation", "use_bias": "bias"}
pgopt.annotate(FeedForward, concepts=["feed-forward"], roles=ROLES)
pgopt.annotate(GatedFeedForward, concepts=["gated-feed-forward"], roles=ROLES)
