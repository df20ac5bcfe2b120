# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes experiment.json beside itself.

    python make_experiment.py [FOLDER]
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import image_classifier as c

import pyglove as pg


def experiment():
    return c.Experiment(
        model=c.Sequential(
            [
                c.Conv2D(8, (3, 3), padding="same", activation=c.ReLU()),
                c.Conv2D(16, (1, 1), padding="same", activation=c.ReLU()),
                c.Flatten(),
                c.Dense(32, activation="relu"),
                c.Dense(10, activation="softmax"),
            ]
        ),
        dataset=c.Digits(),
        loss=c.CategoricalCrossentropy(),
        optimizer=c.Adam(learning_rate=0.01),
        epochs=3,
    )


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    pg.save(experiment(), str(folder / "experiment.json"), indent=2)
