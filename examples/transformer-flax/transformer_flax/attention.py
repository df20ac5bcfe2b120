# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Flax's attention, and attention that knows distances."""

import dataclasses
import functools

from flax import linen as nn
import jax.numpy as jnp
import pgopt

from .fields import positive, rate


def attention_functor(cls, name=None):
    return pgopt.functor(
        cls, name, num_heads=positive(), qkv_features=positive().noneable(), dropout_rate=rate()
    )


class RelativeAttention(nn.MultiHeadDotProductAttention):
    """Flax's attention, with a learned number for each head and distance in the scores.

    As in T5 (Raffel et al. 2020), whose buckets are simpler here: a distance of its
    own up to `max_distance`, and one for all that is further, in either direction.
    """

    max_distance = 128

    @nn.compact
    def __call__(self, inputs_q, inputs_k=None, mask=None, deterministic=None):
        keys = inputs_q if inputs_k is None else inputs_k
        distance = jnp.arange(keys.shape[-2]) - jnp.arange(inputs_q.shape[-2])[:, None]
        distance = jnp.clip(distance, -self.max_distance, self.max_distance)
        shape = (self.num_heads, 2 * self.max_distance + 1)
        scores = self.param("distance_scores", nn.initializers.zeros_init(), shape)
        bias = scores[:, distance + self.max_distance]
        fields = {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(nn.MultiHeadDotProductAttention)
            if field.name not in ("parent", "name")
        }
        fields["attention_fn"] = functools.partial(self.attention_fn, bias=bias)
        attention = nn.MultiHeadDotProductAttention(**fields, name="attention")
        return attention(inputs_q, keys, mask=mask, deterministic=deterministic)


MultiHeadDotProductAttention = attention_functor(
    nn.MultiHeadDotProductAttention, "flax.linen.MultiHeadDotProductAttention"
)
RelativeAttention = attention_functor(RelativeAttention)
pgopt.annotate(RelativeAttention, concepts=["relative-attention"])
