# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes experiment.json beside itself.

    python make_experiment.py [FOLDER]
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import image_classifier_flax as c

import pyglove as pg


def experiment():
    return c.Experiment(
        model=c.Sequential(
            [
                c.Conv(8, kernel_size=(3, 3)),
                c.relu(),
                c.Conv(16, kernel_size=(1, 1)),
                c.relu(),
                c.flatten(),
                c.Dense(32),
                c.relu(),
                c.Dense(10),
            ]
        ),
        dataset=c.Digits(),
        loss=c.CrossEntropy(),
        optimizer=c.adam(learning_rate=0.01),
        epochs=3,
    )


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    pg.save(experiment(), str(folder / "experiment.json"), indent=2)
