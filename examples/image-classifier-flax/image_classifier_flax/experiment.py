# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The root of the symbolic tree: everything that training needs."""

from flax import linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pgopt
import pyglove as pg

from .dataset import Dataset
from .training import CrossEntropy, Optimizer


class Experiment(pg.Object):
    """A model, its data, and how the one learns from the other."""

    model: pg.typing.Object(pgopt.maker_of(nn.Module))
    dataset: Dataset
    loss: CrossEntropy
    optimizer: Optimizer
    epochs: pg.typing.Int(min_value=1)
    batch_size: pg.typing.Int(min_value=1) = 64
    seed: int = 0

    def train(self):
        """Trains the model from its first weights; returns the mean loss of every epoch."""
        images, labels = self.dataset.load()
        batch_size = min(self.batch_size, len(images))
        model, optimizer = self.model(), self.optimizer()
        first_key, key = jax.random.split(jax.random.key(self.seed))
        parameters = jax.jit(model.init)(first_key, images[:1])
        state = jax.jit(optimizer.init)(parameters)

        @jax.jit
        def step(parameters, state, key, images, labels):
            def loss(parameters):
                logits = model.apply(parameters, images, rngs={"augmentation": key})
                return self.loss(logits, labels)

            value, gradient = jax.value_and_grad(loss)(parameters)
            updates, state = optimizer.update(gradient, state, parameters)
            return value, optax.apply_updates(parameters, updates), state

        order = np.random.default_rng(self.seed)
        losses = []
        for _ in range(self.epochs):
            rows = order.permutation(len(images))
            # A last batch of another size would be compiled for itself.
            batches = rows[: len(rows) // batch_size * batch_size].reshape(-1, batch_size)
            keys = jax.random.split(key, len(batches) + 1)
            key, total = keys[-1], 0.0
            for batch, batch_key in zip(batches, keys):
                value, parameters, state = step(
                    parameters, state, batch_key, images[batch], labels[batch]
                )
                total += value
            losses.append(float(total / len(batches)))
        return losses

    def count_parameters(self):
        """How many numbers the model learns; nothing is computed."""
        images, _ = self.dataset.load()
        shapes = jax.eval_shape(self.model().init, jax.random.key(0), jnp.asarray(images[:1]))
        return sum(leaf.size for leaf in jax.tree.leaves(shapes))
