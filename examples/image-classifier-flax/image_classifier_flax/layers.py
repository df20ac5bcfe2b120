# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Flax's own layers, made symbolic under their public names, and those that it lacks.

The fields are those of the modules. What Flax's mean is known to pg-opt already.
"""

from collections.abc import Sequence

from flax import linen as nn
import jax
import jax.numpy as jnp
import pgopt
import pyglove as pg


def positive():
    return pg.typing.Int(min_value=1)


Conv = pgopt.functor(
    nn.Conv, "flax.linen.Conv", features=positive(), feature_group_count=positive()
)
Dense = pgopt.functor(nn.Dense, "flax.linen.Dense", features=positive())
Sequential = pgopt.functor(nn.Sequential, "flax.linen.Sequential")
relu = pgopt.functor(nn.relu, "flax.linen.relu")
leaky_relu = pgopt.functor(
    nn.leaky_relu, "flax.linen.leaky_relu", negative_slope=pg.typing.Float(min_value=0.0)
)


@pgopt.annotated(concepts=["flatten"])
@pg.functor()
def flatten(x):
    """All features of an example in a row."""
    return x.reshape(len(x), -1)


class SeparableConv(nn.Module):
    """A convolution of each channel, then one of 1 by 1 that mixes them."""

    features: int
    kernel_size: Sequence[int]
    strides: int | Sequence[int] = 1
    padding: str = "SAME"
    depth_multiplier: int = 1
    use_bias: bool = True

    @nn.compact
    def __call__(self, x):
        channels = x.shape[-1]
        x = nn.Conv(
            channels * self.depth_multiplier,
            self.kernel_size,
            strides=self.strides,
            padding=self.padding,
            feature_group_count=channels,
            use_bias=False,
            name="depthwise",
        )(x)
        ones = (1,) * len(self.kernel_size)
        return nn.Conv(self.features, ones, use_bias=self.use_bias, name="pointwise")(x)


class RandomTranslation(nn.Module):
    """In training, moves each batch by up to `factor` of its height and width, around the edges."""

    factor: float = 0.1

    def __call__(self, images):
        if not self.has_rng("augmentation"):
            return images
        most = jnp.array(images.shape[1:3]) * self.factor
        shift = jax.random.uniform(self.make_rng("augmentation"), (2,), minval=-most, maxval=most)
        return jnp.roll(images, shift.round().astype(int), axis=(1, 2))


class RandomNoise(nn.Module):
    """In training, adds Gaussian noise."""

    stddev: float = 0.05

    def __call__(self, images):
        if not self.has_rng("augmentation"):
            return images
        return images + self.stddev * jax.random.normal(self.make_rng("augmentation"), images.shape)


SeparableConv = pgopt.functor(SeparableConv, features=positive(), depth_multiplier=positive())
RandomTranslation = pgopt.functor(RandomTranslation)
RandomNoise = pgopt.functor(RandomNoise)

pgopt.annotate(
    SeparableConv,
    concepts=["separable-convolution"],
    roles={
        "features": "width",
        "kernel_size": "kernel",
        "strides": "stride",
        "padding": "padding",
        "use_bias": "bias",
    },
)
pgopt.annotate(RandomTranslation, concepts=["augmentation"])
pgopt.annotate(RandomNoise, concepts=["augmentation"])
