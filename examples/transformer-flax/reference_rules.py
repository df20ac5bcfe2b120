# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Some of pg-opt's rules as PyGlove patches, to compare the results.

    import reference_rules
    pg.patch(experiment, ["scale_up", "apply_gated_gelu?keep_parameters=true"])

They name the classes and fields of this codebase, so that none of them is of use to the
same Transformer in Keras; pg-opt's go by concepts and roles, and one set does for both.
"""

import math

import pyglove as pg

import transformer_flax
from transformer_flax import (
    Block,
    FeedForward,
    GatedFeedForward,
    MultiHeadDotProductAttention,
    RelativeAttention,
    Residual,
    Stack,
    TextDataset,
    gelu,
    leaky_relu,
    relu,
)


@pg.patcher(auto_typing=True)
def scale_up(
    experiment,
    depth: float = 2.0,
    width: float = 2.0,
    ffn: float = 2.0,
    heads: float = 2.0,
    kv: float = 1.0,
):
    """Makes everything larger by the given factors."""
    factors = {
        "features": width,
        "model_features": width,
        "hidden_features": ffn,
        "num_heads": heads,
        # Of all heads together.
        "qkv_features": heads * kv,
    }

    def scale_sizes(path, value, parent):
        is_size = isinstance(value, int) and path.key in factors
        return scaled(value, factors[path.key]) if is_size else value

    def repeat_blocks(path, value, parent):
        is_stacked = isinstance(parent, Stack) and path.key == "blocks"
        return repeated(value, depth) if is_stacked else value

    return [scale_sizes, repeat_blocks]


@pg.patcher(auto_typing=True)
def apply_gated_gelu(experiment, keep_parameters: bool = False):
    """Makes every feed-forward network a gated one with the exact GELU."""

    def gated(path, value, parent):
        if not isinstance(value, FeedForward):
            return value
        fields = dict(value.sym_init_args)
        # Three matrices instead of two.
        if keep_parameters:
            fields["hidden_features"] = scaled(fields["hidden_features"], 2 / 3)
        return GatedFeedForward(**fields | {"activation": gelu(approximate=False)})

    return gated


@pg.patcher(auto_typing=True)
def remove_encoder(experiment):
    """Leaves a language model of the target."""

    def gone(path, value, parent):
        return None if path and path.key in ("encoder", "cross_attention") else value

    return [gone, {"dataset.layout": "stream"}]


@pg.patcher(auto_typing=True)
def apply_relative_attention(experiment):
    """Distances, which cross-attention has none of, in place of positions."""

    def related(path, value, parent):
        is_plain = isinstance(value, MultiHeadDotProductAttention) and path.key == "self_attention"
        return RelativeAttention(**dict(value.sym_init_args)) if is_plain else value

    return [related, {"model.positions": "none"}]


@pg.patcher(auto_typing=True)
def add_skip_connections(experiment):
    """Lets every block add its input to its output."""

    def skipped(path, value, parent):
        has_none = isinstance(value, Block) and not isinstance(parent, Residual)
        return Residual(body=value.clone(deep=True)) if has_none else value

    return skipped


@pg.patcher(auto_typing=True)
def change_dataset(experiment, name: str):
    """Trains on another text of this codebase, with its vocabulary."""
    cls = getattr(transformer_flax, name)

    def replaced(path, value, parent):
        if not isinstance(value, TextDataset):
            return value
        fields = {key: value.sym_init_args[key] for key in ("length", "layout")}
        return cls(**fields)

    return [replaced, {"model.embedding.num_embeddings": cls.vocabulary_size}]


@pg.patcher()
def relu_to_leaky_relu(experiment):
    """An activation is a functor here, and takes another one's place."""
    return lambda path, value, parent: leaky_relu() if isinstance(value, relu) else value


@pg.patcher(auto_typing=True)
def change_lr(experiment, lr: float):
    """The schedule has a rate of its own."""
    return {"optimizer.learning_rate.factor": lr}


@pg.patcher(auto_typing=True)
def label_smoothing(experiment, value: float = 0.1):
    return {"loss.label_smoothing": value}


def repeated(blocks, factor):
    """a b -> a b a b. Copies give up what must be theirs alone."""

    def forget(path, value, parent):
        return None if path and path.key in ("name", "seed") else value

    copies = [
        pg.patch(blocks[i % len(blocks)].clone(deep=True), forget)
        for i in range(len(blocks), scaled(len(blocks), factor))
    ]
    return blocks[: scaled(len(blocks), factor)] + copies


def scaled(size, factor):
    """The nearest integer, ties up, at least 1."""
    return max(1, math.floor(size * factor + 0.5))
