# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Attention that knows distances."""

import keras
import pgopt
import pyglove as pg
from keras import ops

from .keras_layers import attention_fields


@pgopt.annotated(concepts=["relative-attention"])
@pg.symbolize(attention_fields())
class RelativeAttention(keras.layers.MultiHeadAttention):
    """Keras's attention, with a learned number for each head and distance in the scores.

    As in T5 (Raffel et al. 2020), whose buckets are simpler here: a distance of its
    own up to `max_distance`, and one for all that is further, in either direction.
    """

    max_distance = 128

    def build(self, query_shape, value_shape, key_shape=None):
        super().build(query_shape, value_shape, key_shape)
        distances = 2 * self.max_distance + 1
        self.distance_scores = self.add_weight(
            name="distance_scores", shape=(self.num_heads, distances), initializer="zeros"
        )

    def _compute_attention(
        self,
        query,
        key,
        value,
        attention_mask=None,
        training=None,
        return_attention_scores=False,
    ):
        # Keras documents this method as the one to override. Query, key and value
        # are (batch, position, head, width).
        distance = ops.arange(key.shape[1]) - ops.arange(query.shape[1])[:, None]
        distance = ops.clip(distance, -self.max_distance, self.max_distance)
        scores = ops.einsum("bqhw,bkhw->bhqk", query, key) * self.key_dim**-0.5
        scores = scores + ops.take(self.distance_scores, distance + self.max_distance, axis=1)
        weights = self._masked_softmax(scores, attention_mask)
        dropped = self._dropout_layer(weights, training=training)
        return ops.einsum("bhqk,bkhw->bqhw", dropped, value), weights
