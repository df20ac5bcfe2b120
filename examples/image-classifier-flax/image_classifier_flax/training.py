# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Optax's own optimizers, made symbolic under their public names, and a loss."""

import jax
import jax.numpy as jnp
import optax
import pgopt
import pyglove as pg

T = pg.typing


class Optimizer(pg.Functor):
    """What an experiment takes as its optimizer: a call makes Optax's."""


def optimizer(function, **fields):
    return pgopt.functor(
        function,
        f"optax.{function.__name__}",
        base=Optimizer,
        learning_rate=T.Union([T.Float(min_value=0.0), T.Callable()]),
        **fields,
    )


def share():
    return T.Float(min_value=0.0, max_value=1.0)


adam = optimizer(optax.adam, b1=share(), b2=share(), eps=T.Float(min_value=0.0))
adamw = optimizer(
    optax.adamw, b1=share(), b2=share(), eps=T.Float(min_value=0.0), weight_decay=share()
)
sgd = optimizer(optax.sgd, momentum=share().noneable())


@pgopt.annotated(concepts=["loss"], roles={"label_smoothing": "label-smoothing"})
class CrossEntropy(pg.Object):
    """The cross-entropy of logits with classes, whose one-hot form is smoothed."""

    label_smoothing: T.Float(min_value=0.0, max_value=1.0) = 0.0

    def __call__(self, logits, labels):
        """The mean over a batch: logits (examples, classes), labels (examples,)."""
        targets = jax.nn.one_hot(labels, logits.shape[-1])
        targets = optax.smooth_labels(targets, self.label_smoothing)
        return jnp.mean(optax.softmax_cross_entropy(logits, targets))
