# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The root of the symbolic tree: everything that training needs."""

import keras
import pyglove as pg

from .dataset import Dataset


class Experiment(pg.Object):
    """A model, its data, and how the one learns from the other."""

    model: keras.Model
    dataset: Dataset
    loss: keras.losses.Loss
    optimizer: keras.optimizers.Optimizer
    epochs: pg.typing.Int(min_value=1)
    batch_size: pg.typing.Int(min_value=1) = 64
    seed: int = 0

    def train(self):
        """Trains the model and returns the mean loss of every epoch."""
        images, labels = self.dataset.load()
        targets = keras.utils.to_categorical(labels, self.dataset.num_classes)
        # A last batch of another size would be compiled for itself.
        whole = len(images) - len(images) % self.batch_size or len(images)
        self.model.compile(optimizer=self.optimizer, loss=self.loss)
        history = self.model.fit(
            images[:whole],
            targets[:whole],
            epochs=self.epochs,
            batch_size=self.batch_size,
            verbose=0,
        )
        return history.history["loss"]
