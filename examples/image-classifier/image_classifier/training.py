# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Keras's own optimizers and loss, made symbolic under their public names."""

import keras
import pyglove as pg

T = pg.typing


def symbolized(cls, family, **fields):
    return pg.symbolize(
        cls, list(fields.items()), serialization_key=f"keras.{family}.{cls.__name__}"
    )


def learning_rate():
    Schedule = keras.optimizers.schedules.LearningRateSchedule
    return T.Union([T.Float(min_value=0.0), T.Object(Schedule)])


def share():
    return T.Float(min_value=0.0, max_value=1.0)


Adam = symbolized(
    keras.optimizers.Adam,
    "optimizers",
    learning_rate=learning_rate(),
    beta_1=share(),
    beta_2=share(),
    epsilon=T.Float(min_value=0.0),
)
AdamW = symbolized(
    keras.optimizers.AdamW,
    "optimizers",
    learning_rate=learning_rate(),
    weight_decay=T.Float(min_value=0.0),
    beta_1=share(),
    beta_2=share(),
    epsilon=T.Float(min_value=0.0),
)
SGD = symbolized(
    keras.optimizers.SGD, "optimizers", learning_rate=learning_rate(), momentum=share()
)

CategoricalCrossentropy = symbolized(
    keras.losses.CategoricalCrossentropy,
    "losses",
    from_logits=T.Bool(),
    label_smoothing=share(),
)
