# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the experiment of the benchmarks: convolutions and a head.

    generate.py FILE LAYERS

It is what `pg.save` writes of the classes in layers.py. Every layer has values of
its own: equal ones would hide what it costs to keep them apart.
"""

import sys

# Values in the JSON text of a layer, its class names among them.
NODES_PER_LAYER = 11


def layer(i):
    return (
        '{"_type": "layers.Conv2D", "filters": %d, '
        '"kernel_size": ["__tuple__", %d, %d], "name": "conv_%06d", '
        '"activation": {"_type": "layers.ReLU", "max_value": %r}}'
        % (i * 7 % 4093 + 1, i % 11 + 1, i % 13 + 1, i, 1 + i * 104729 % 1000003 / 1e6)
    )


def generate(path, layers):
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            '{"_type": "layers.Experiment", "model": '
            '{"_type": "layers.Sequential", "layers": ['
        )
        for i in range(layers):
            file.write(layer(i) + ", ")
        # The head, which keeps its width.
        file.write(
            '{"_type": "layers.Dense", "units": 10}]}, "learning_rate": 0.001}'
        )


if __name__ == "__main__":
    generate(sys.argv[1], int(sys.argv[2]))
