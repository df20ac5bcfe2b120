# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""pg-opt's rules for this experiment as PyGlove patches, to compare the results.

    import reference_rules
    pg.patch(experiment, ["change_dataset?digitpairs", "change_lr?0.003"])

They name the classes of this codebase, so that none of them is of use to the same
classifier in Keras; pg-opt's go by concepts and roles, and one set does for both.
"""

import math

import image_classifier_flax as c

import pyglove as pg

DATASETS = {cls.__name__.lower(): cls for cls in (c.Digits, c.OddOrEven, c.DigitPairs)}
OPTIMIZERS = {"adam": c.adam, "adamw": c.adamw, "sgd": c.sgd}
AUGMENTATIONS = {
    "randomtranslation": lambda: c.RandomTranslation(),
    "randomnoise": lambda: c.RandomNoise(stddev=0.1),
}


@pg.patcher()
def relu_to_leaky_relu(experiment):
    """Figure 2's little sister. Here a ReLU is a functor, which lacks its argument."""
    return lambda path, value, parent: c.leaky_relu() if isinstance(value, c.relu) else value


@pg.patcher()
def apply_sepconv(experiment):
    """Figure 2. What both classes call alike goes over."""
    fields = c.SeparableConv.__schema__.fields

    def separable(path, value, parent):
        if not isinstance(value, c.Conv):
            return value
        return c.SeparableConv(
            **{name: given for name, given in value.sym_init_args.items() if name in fields}
        )

    return separable


@pg.patcher(auto_typing=True)
def change_dataset(experiment, name: str):
    """Figure 3, left."""
    dataset = DATASETS[name.lower()]()
    dense = pg.query(experiment, where=lambda value: isinstance(value, c.Dense))
    return {"dataset": dataset, f"{list(dense)[-1]}.features": dataset.num_classes}


@pg.patcher(auto_typing=True)
def scale_width(experiment, scale: float = 2.0):
    """Figure 3, middle: every width, but that of the head."""
    head = list(pg.query(experiment, where=lambda value: isinstance(value, c.Dense)))[-1]

    def widen(path, value, parent):
        is_width = isinstance(parent, (c.Conv, c.Dense)) and path.key == "features"
        return scaled(value, scale) if is_width and str(path.parent) != head else value

    return widen


@pg.patcher()
def filter_search_space(experiment):
    """Figure 3, right, as the notebook does it: each layer chooses for itself."""

    def choose(path, value, parent):
        if not isinstance(parent, c.Conv) or path.key != "features":
            return value
        return pg.oneof([scaled(value, factor) for factor in (0.5, 1.0, 2.0)])

    return choose


@pg.patcher(auto_typing=True)
def change_lr(experiment, lr: float):
    return {"optimizer.learning_rate": lr}


@pg.patcher(auto_typing=True)
def change_optimizer(experiment, name: str):
    """The learning rate goes over; what else there is has a default of its own."""
    rate = experiment.optimizer.sym_init_args.learning_rate
    return {"optimizer": OPTIMIZERS[name.lower()](learning_rate=rate)}


@pg.patcher(auto_typing=True)
def label_smoothing(experiment, value: float = 0.1):
    return {"loss.label_smoothing": value}


@pg.patcher(auto_typing=True)
def add_augmentation(experiment, name: str):
    return {"model.layers[0]": pg.Insertion(AUGMENTATIONS[name.lower()]())}


def scaled(width, factor):
    """The nearest integer, ties up, at least 1."""
    return max(1, math.floor(width * factor + 0.5))
