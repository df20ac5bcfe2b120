# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The paper's optimizer, learning-rate schedule and loss."""

import jax
import jax.numpy as jnp
import optax
import pgopt
import pyglove as pg

from .fields import non_negative, positive, rate


class Optimizer(pg.Functor):
    """What an experiment takes as its optimizer: a call makes Optax's."""


class Schedule(pg.Functor):
    """What an optimizer takes as its learning rate: a call with the step gives it."""


def optimizer(function, **fields):
    return pgopt.functor(
        function,
        f"optax.{function.__name__}",
        base=Optimizer,
        learning_rate=pg.typing.Union([non_negative(), pg.typing.Object(Schedule)]),
        b1=rate(),
        b2=rate(),
        eps=non_negative(),
        **fields,
    )


adam = optimizer(optax.adam)
adamw = optimizer(optax.adamw, weight_decay=non_negative())


@pgopt.annotated(
    concepts=["schedule"], roles={"model_features": "model-width", "factor": "learning-rate"}
)
@pg.functor(
    [
        ("model_features", positive()),
        ("warmup_steps", positive()),
        ("factor", non_negative()),
    ],
    base_class=Schedule,
)
def noam(step, model_features, warmup_steps=4000, factor=1.0):
    """Linear warm-up, then decay with the inverse root of the step (section 5.3)."""
    step = step + 1.0
    return factor * model_features**-0.5 * jnp.minimum(step**-0.5, step * warmup_steps**-1.5)


@pgopt.annotated(concepts=["loss"], roles={"label_smoothing": "label-smoothing"})
class CrossEntropy(pg.Object):
    """Cross-entropy of logits with token ids, whose one-hot form is smoothed."""

    label_smoothing: rate() = 0.1

    def __call__(self, logits, labels):
        """The mean over a batch: logits (examples, length, tokens), labels (examples, length)."""
        log_shares = jax.nn.log_softmax(logits)
        of_label = optax.softmax_cross_entropy_with_integer_labels(logits, labels)
        of_any = -jnp.mean(log_shares, axis=-1)
        share = self.label_smoothing
        return jnp.mean((1 - share) * of_label + share * of_any)
