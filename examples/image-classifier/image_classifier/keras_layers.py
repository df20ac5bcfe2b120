# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Keras's own layers, made symbolic under their public names.

Only the fields that experiments change are typed here; PyGlove takes the rest
from Keras's signatures. What the fields mean is known to pg-opt already.
"""

import keras
import pyglove as pg

T = pg.typing
AnyLayer = T.Object(keras.layers.Layer)


def symbolized(cls, **fields):
    return pg.symbolize(
        cls, list(fields.items()), serialization_key=f"keras.layers.{cls.__name__}"
    )


def positive():
    return T.Int(min_value=1)


def size():
    """A number for both axes, or one for each."""
    return T.Union([T.Int(min_value=1), T.Tuple([T.Int(min_value=1)] * 2)])


def activation():
    """Keras takes a layer, or the name of a function."""
    return T.Union([T.Str(), AnyLayer]).noneable()


def factor():
    return T.Float(min_value=-1.0, max_value=1.0)


Sequential = pg.symbolize(
    keras.Sequential,
    [("layers", T.List(AnyLayer).noneable()), ("name", T.Str().noneable())],
    serialization_key="keras.Sequential",
)

Conv2D = symbolized(
    keras.layers.Conv2D,
    filters=positive(),
    kernel_size=size(),
    strides=size(),
    padding=T.Enum("valid", ["valid", "same"]),
    groups=positive(),
    activation=activation(),
    use_bias=T.Bool(),
)
SeparableConv2D = symbolized(
    keras.layers.SeparableConv2D,
    filters=positive(),
    kernel_size=size(),
    strides=size(),
    padding=T.Enum("valid", ["valid", "same"]),
    depth_multiplier=positive(),
    activation=activation(),
    use_bias=T.Bool(),
)
Dense = symbolized(
    keras.layers.Dense, units=positive(), activation=activation(), use_bias=T.Bool()
)
Flatten = symbolized(keras.layers.Flatten)

ReLU = symbolized(keras.layers.ReLU, negative_slope=T.Float(min_value=0.0))
LeakyReLU = symbolized(keras.layers.LeakyReLU, negative_slope=T.Float(min_value=0.0))

RandomTranslation = symbolized(
    keras.layers.RandomTranslation,
    height_factor=factor(),
    width_factor=factor(),
    seed=T.Int().noneable(),
)
RandomRotation = symbolized(
    keras.layers.RandomRotation, factor=factor(), seed=T.Int().noneable()
)
