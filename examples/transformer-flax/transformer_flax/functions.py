# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Flax's activation functions, made symbolic under their public names."""

from flax import linen as nn
import pgopt
import pyglove as pg

from .fields import non_negative

relu = pgopt.functor(nn.relu, "flax.linen.relu")
leaky_relu = pgopt.functor(
    nn.leaky_relu, "flax.linen.leaky_relu", negative_slope=non_negative()
)
silu = pgopt.functor(nn.silu, "flax.linen.silu")
gelu = pgopt.functor(nn.gelu, "flax.linen.gelu", approximate=pg.typing.Bool())
