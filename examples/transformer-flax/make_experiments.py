# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes experiment.json (small), base.json and big.json (the paper's) beside itself.

    python make_experiments.py [FOLDER]
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import transformer_flax as t

import pyglove as pg


def attention(heads, head_width):
    # Flax states the width of all heads together.
    return t.MultiHeadDotProductAttention(num_heads=heads, qkv_features=heads * head_width)


def transformer(*, vocabulary, width, hidden, heads, head_width, depth, dropout):
    """An encoder and a decoder of the same shape."""

    def block(in_decoder):
        return t.Block(
            self_attention=attention(heads, head_width),
            cross_attention=attention(heads, head_width) if in_decoder else None,
            feed_forward=t.FeedForward(hidden, activation=t.relu()),
            dropout_rate=dropout,
        )

    return t.Transformer(
        embedding=t.Embed(num_embeddings=vocabulary, features=width),
        encoder=t.Stack([block(in_decoder=False) for _ in range(depth)]),
        decoder=t.Stack([block(in_decoder=True) for _ in range(depth)]),
        dropout_rate=dropout,
    )


def adam(width, warmup_steps, factor=1.0):
    schedule = t.noam(model_features=width, warmup_steps=warmup_steps, factor=factor)
    return t.adam(learning_rate=schedule, b1=0.9, b2=0.98, eps=1e-9)


def paper(*, width, hidden, heads, dropout, steps):
    """A row of the paper's table 3. A batch has about 25,000 tokens of each language."""
    return t.Experiment(
        model=transformer(
            vocabulary=t.Wmt14EnglishGerman.vocabulary_size,
            width=width,
            hidden=hidden,
            heads=heads,
            head_width=64,
            depth=6,
            dropout=dropout,
        ),
        dataset=t.Wmt14EnglishGerman(length=256),
        loss=t.CrossEntropy(label_smoothing=0.1),
        optimizer=adam(width, warmup_steps=4000),
        steps=steps,
        batch_size=98,
    )


def small():
    """Trains in seconds on a CPU."""
    width = 32
    return t.Experiment(
        model=transformer(
            vocabulary=t.PydocTopics.vocabulary_size,
            width=width,
            hidden=64,
            heads=4,
            head_width=8,
            depth=2,
            dropout=0.1,
        ),
        dataset=t.PydocTopics(length=32),
        loss=t.CrossEntropy(label_smoothing=0.1),
        optimizer=adam(width, warmup_steps=100, factor=0.25),
        steps=150,
        batch_size=16,
    )


def experiments():
    return {
        "experiment": small(),
        "base": paper(width=512, hidden=2048, heads=8, dropout=0.1, steps=100_000),
        "big": paper(width=1024, hidden=4096, heads=16, dropout=0.3, steps=300_000),
    }


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, experiment in experiments().items():
        pg.save(experiment, str(folder / f"{name}.json"), indent=2)
