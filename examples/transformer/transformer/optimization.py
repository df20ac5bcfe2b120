# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The paper's optimizer, learning-rate schedule and loss."""

from typing import Optional

import keras
import pgopt
import pyglove as pg
from keras import ops

from .fields import non_negative, positive, rate

Schedule = keras.optimizers.schedules.LearningRateSchedule

Adam = pg.symbolize(
    keras.optimizers.Adam,
    [
        ("learning_rate", pg.typing.Union([non_negative(), pg.typing.Object(Schedule)])),
        ("beta_1", rate()),
        ("beta_2", rate()),
        ("epsilon", non_negative()),
        ("name", pg.typing.Str().noneable()),
    ],
    serialization_key="keras.optimizers.Adam",
)


@pgopt.annotated(
    concepts=["schedule"], roles={"model_dim": "model-width", "factor": "learning-rate"}
)
@pg.symbolize(auto_typing=True)
class Noam(Schedule):
    """Linear warm-up, then decay with the inverse root of the step (section 5.3)."""

    def __init__(
        self,
        model_dim: positive(),
        warmup_steps: positive() = 4000,
        factor: non_negative() = 1.0,
    ):
        self.model_dim = model_dim
        self.warmup_steps = warmup_steps
        self.factor = factor

    def __call__(self, step):
        step = ops.cast(step, "float32") + 1.0
        warmup = step * self.warmup_steps**-1.5
        return self.factor * self.model_dim**-0.5 * ops.minimum(ops.rsqrt(step), warmup)

    def get_config(self):
        return dict(self.sym_init_args)


@pg.symbolize(auto_typing=True)
class CrossEntropy(keras.losses.Loss):
    """Cross-entropy of logits with token ids, whose one-hot form is smoothed."""

    def __init__(self, label_smoothing: rate() = 0.1, name: Optional[str] = None):
        super().__init__(name=name)
        self.label_smoothing = label_smoothing

    def call(self, labels, logits):
        of_label = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
        of_any = -ops.mean(ops.log_softmax(logits), axis=-1)
        return (1 - self.label_smoothing) * of_label + self.label_smoothing * of_any
