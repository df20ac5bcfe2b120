# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Keras's own layers, made symbolic under their public names.

Only the fields that experiments change are typed here; PyGlove takes the rest
from Keras's signatures. What their fields mean is known to pg-opt already.
"""

import keras
import pyglove as pg

from .fields import non_negative, positive, rate


def attention_fields():
    return [
        ("num_heads", positive()),
        ("key_dim", positive()),
        ("value_dim", positive().noneable()),
        ("dropout", rate()),
        ("use_bias", pg.typing.Bool()),
        ("seed", pg.typing.Int().noneable()),
        ("name", pg.typing.Str().noneable()),
    ]


MultiHeadAttention = pg.symbolize(
    keras.layers.MultiHeadAttention,
    attention_fields(),
    serialization_key="keras.layers.MultiHeadAttention",
)

LayerNormalization = pg.symbolize(
    keras.layers.LayerNormalization,
    [("epsilon", non_negative()), ("name", pg.typing.Str().noneable())],
    serialization_key="keras.layers.LayerNormalization",
)

# One matrix that embeds tokens and, in reverse, gives the logits.
ReversibleEmbedding = pg.symbolize(
    keras.layers.ReversibleEmbedding,
    [
        ("input_dim", positive()),
        ("output_dim", positive()),
        ("tie_weights", pg.typing.Bool()),
        ("name", pg.typing.Str().noneable()),
    ],
    serialization_key="keras.layers.ReversibleEmbedding",
)
