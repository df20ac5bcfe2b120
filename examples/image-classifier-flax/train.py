# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Trains an experiment that PyGlove, or pg-opt, has written.

The last line of output is JSON: the mean loss of the first and of the last epoch,
and the number of parameters. Exit status 1 when the loss did not fall. Of a search
space, some experiments that lie in it are trained, and the last line is the best's.
"""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import image_classifier_flax  # Which tells PyGlove the names in the file.

import pyglove as pg


def main(command_line=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", help="an experiment as PyGlove JSON")
    parser.add_argument(
        "--trials", type=int, default=2, help="experiments to train of a search space (2)"
    )
    arguments = parser.parse_args(command_line)

    try:
        experiments = load(arguments.config, arguments.trials)
    except Exception as error:  # PyGlove raises all kinds.
        sys.exit(f"{arguments.config}: {error}")
    reports = [train(experiment) for experiment in experiments]
    if len(reports) > 1:
        print(*map(json.dumps, reports), sep="\n")
    best = min(reports, key=lambda report: report["last_loss"])
    print(json.dumps(best))
    return 0 if best["last_loss"] < best["first_loss"] else 1


def load(config, trials=2):
    """The experiment of a file, or `trials` random ones of a search space."""
    loaded = pg.load(config)
    if pg.is_deterministic(loaded):
        return [loaded]
    return list(pg.random_sample(loaded, trials, seed=loaded.seed))


def train(experiment):
    losses = experiment.train()
    parameters = experiment.count_parameters()
    return {"first_loss": losses[0], "last_loss": losses[-1], "parameters": parameters}


if __name__ == "__main__":
    sys.exit(main())
