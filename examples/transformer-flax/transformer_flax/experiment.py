# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The root of the symbolic tree: everything that training needs."""

import itertools

import jax
import jax.numpy as jnp
import optax
import pyglove as pg

from .dataset import TextDataset
from .model import Transformer
from .optimization import CrossEntropy, Optimizer

# The fields that hold the model's width, wherever in the tree they are.
WIDTHS = r".*\b(embedding\.features|model_features)$"
# The fields that attend to the encoder, however deep in the decoder they are.
CROSS_ATTENTION = r".*\bcross_attention$"


class Experiment(pg.Object):
    """A model, its data, and how the one learns from the other."""

    model: Transformer
    dataset: TextDataset
    loss: CrossEntropy
    optimizer: Optimizer
    steps: pg.typing.Int(min_value=1)
    batch_size: pg.typing.Int(min_value=1)
    seed: int = 0

    def train(self):
        """Trains the model from its first weights; returns the loss of every step."""
        self.check_agreement()
        model, optimizer = self.model(), self.optimizer()
        first_key, key = jax.random.split(jax.random.key(self.seed))

        @jax.jit
        def start(key, inputs):
            parameters = model.init(key, inputs)
            return parameters, optimizer.init(parameters)

        @jax.jit
        def step(parameters, state, key, inputs, labels):
            def loss(parameters):
                return self.loss(model.apply(parameters, inputs, rngs={"dropout": key}), labels)

            value, gradient = jax.value_and_grad(loss)(parameters)
            updates, state = optimizer.update(gradient, state, parameters)
            return value, optax.apply_updates(parameters, updates), state

        losses = []
        batches = self.dataset.batches(self.batch_size, self.seed)
        for number, (inputs, labels) in enumerate(itertools.islice(batches, self.steps)):
            if not losses:
                parameters, state = start(first_key, inputs)
            step_key = jax.random.fold_in(key, number)
            value, parameters, state = step(parameters, state, step_key, inputs, labels)
            losses.append(value)
        return [float(value) for value in losses]

    def count_parameters(self):
        """How many numbers the model learns; nothing is computed."""
        self.check_agreement()
        names = ["source", "target"] if self.dataset.layout == "pairs" else ["target"]
        tokens = jnp.zeros((1, self.dataset.length), "int32")
        shapes = jax.eval_shape(
            self.model().init, jax.random.key(0), {name: tokens for name in names}
        )
        return sum(leaf.size for leaf in jax.tree.leaves(shapes))

    def check_agreement(self):
        """Says what disagrees, as some of it would train all the same."""
        widths = pg.query(self, WIDTHS)
        if len(set(widths.values())) > 1:
            raise ValueError(f"The model's width is not the same everywhere: {listing(widths)}.")
        rows = self.model.embedding.num_embeddings
        if rows < self.dataset.vocabulary_size:
            raise ValueError(
                f"The dataset has {self.dataset.vocabulary_size} different tokens, "
                f"but model.embedding.num_embeddings = {rows}."
            )
        encoder = self.model.encoder
        if (encoder is None) != (self.dataset.layout == "stream"):
            raise ValueError(
                f"The dataset's layout is {self.dataset.layout!r}, "
                f"but the model has {'no' if encoder is None else 'an'} encoder."
            )
        if encoder is None and any(pg.query(self.model.decoder, CROSS_ATTENTION).values()):
            raise ValueError("A block has cross_attention, but there is no encoder to attend to.")


def listing(values):
    return ", ".join(f"{path} = {value}" for path, value in values.items())
