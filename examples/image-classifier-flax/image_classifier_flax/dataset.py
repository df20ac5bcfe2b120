# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Images with labels, made from scikit-learn's digits, which need no download."""

import abc

import numpy as np
import pgopt
import pyglove as pg


@pgopt.annotated(concepts=["dataset"], abstract=True)
class Dataset(pg.Object):
    """Gray images of one size. Each belongs to one of `num_classes` classes."""

    @property
    @abc.abstractmethod
    def num_classes(self):
        """How many classes there are."""

    @abc.abstractmethod
    def load(self):
        """Images (examples, height, width, 1) from 0 to 1, and their classes (examples,)."""


def digits():
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    return images.reshape(-1, 8, 8, 1).astype("float32") / 16, labels


@pgopt.annotated(facts={"num-classes": 10})
class Digits(Dataset):
    """Handwritten digits, 8 by 8 pixels."""

    num_classes = 10

    def load(self):
        return digits()


@pgopt.annotated(facts={"num-classes": 2})
class OddOrEven(Dataset):
    """The same digits; the question is only whether one is odd."""

    num_classes = 2

    def load(self):
        images, labels = digits()
        return images, labels % 2


@pgopt.annotated(facts={"num-classes": 100})
class DigitPairs(Dataset):
    """Two digits side by side, read as one number: images of 8 by 16 pixels."""

    num_classes = 100

    def load(self):
        images, labels = digits()
        other = np.random.default_rng(0).permutation(len(labels))
        pairs = np.concatenate([images, images[other]], axis=2)
        return pairs, 10 * labels + labels[other]
