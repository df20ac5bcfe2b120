# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Trains an experiment that PyGlove, or pg-opt, has written.

The last line of output is JSON: the loss of the first and of the last step, and
the number of parameters. Exit status 1 when the loss did not fall.
"""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import transformer_flax  # Which tells PyGlove the names in the file.

import pyglove as pg


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", help="an experiment as PyGlove JSON")
    parser.add_argument("--trace", metavar="FILE", help="write the loss of every step as JSON")
    arguments = parser.parse_args()

    try:
        experiment = pg.load(arguments.config)
        experiment.check_agreement()
    except Exception as error:  # PyGlove raises all kinds.
        sys.exit(f"{arguments.config}: {error}")
    losses = experiment.train()

    if arguments.trace:
        pathlib.Path(arguments.trace).write_text(json.dumps(losses))
    first, last = losses[0], losses[-1]
    parameters = experiment.count_parameters()
    print(json.dumps({"first_loss": first, "last_loss": last, "parameters": parameters}))
    return 0 if last < first else 1


if __name__ == "__main__":
    sys.exit(main())
