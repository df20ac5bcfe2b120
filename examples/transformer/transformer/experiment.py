# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The root of the symbolic tree: everything that training needs."""

import itertools

import keras
import pyglove as pg

from .dataset import TextDataset
from .model import Transformer

# The fields that hold the model's width, wherever in the tree they are.
WIDTHS = r".*\b(model_dim|output_dim)$"
# The fields that attend to the encoder, however deep in the decoder they are.
CROSS_ATTENTION = r".*\bcross_attention$"


class Experiment(pg.Object):
    """A model, its data, and how the one learns from the other."""

    model: Transformer
    dataset: TextDataset
    loss: keras.losses.Loss
    optimizer: keras.optimizers.Optimizer
    steps: pg.typing.Int(min_value=1)
    batch_size: pg.typing.Int(min_value=1)
    seed: int = 0

    def train(self):
        """Trains the model and returns the loss of every step."""
        model = self.build()
        model.compile(optimizer=self.optimizer, loss=self.loss)
        losses = []
        batches = self.dataset.batches(self.batch_size, self.seed)
        for inputs, labels in itertools.islice(batches, self.steps):
            # Keras reports the mean since the last reset.
            model.reset_metrics()
            losses.append(float(model.train_on_batch(inputs, labels)))
        return losses

    def build(self):
        """The model with its weights, as a Keras model."""
        self.check_agreement()
        names = ["source", "target"] if self.dataset.layout == "pairs" else ["target"]
        shape = (self.dataset.length,)
        inputs = {name: keras.Input(shape, dtype="int32", name=name) for name in names}
        return keras.Model(inputs, self.model(inputs))

    def check_agreement(self):
        """Says what disagrees, as some of it would train all the same."""
        widths = pg.query(self, WIDTHS)
        if len(set(widths.values())) > 1:
            raise ValueError(f"The model's width is not the same everywhere: {listing(widths)}.")
        rows = self.model.embedding.input_dim
        if rows < self.dataset.vocabulary_size:
            raise ValueError(
                f"The dataset has {self.dataset.vocabulary_size} different tokens, "
                f"but model.embedding.input_dim = {rows}."
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
