# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The same work through the real PyGlove.

    pyglove_peer.py layers FILE        load, double the widths, save; prints the
                                       milliseconds of each as JSON
    pyglove_peer.py example FOLDER OUT one rule on the example in FOLDER
"""

import json
import pathlib
import sys
import time


def patch_layers(path):
    import pyglove as pg

    import layers

    def scale_width(path, value, parent):
        is_width = isinstance(parent, layers.Conv2D) and path.key == "filters"
        return value * 2 if is_width else value

    times = {}
    start = time.process_time()

    def finish(stage):
        nonlocal start
        now = time.process_time()
        times[stage] = 1e3 * (now - start)
        start = now

    experiment = pg.load(path)
    finish("load")
    experiment = pg.patch(experiment, scale_width)
    finish("patch")
    pg.save(experiment, path + ".out")
    finish("save")
    print(json.dumps(times))


def patch_example(folder, out):
    sys.path.insert(0, folder)
    import pyglove as pg

    import transformer  # Registers the classes.
    import reference_rules

    experiment = pg.load(str(pathlib.Path(folder) / "experiment.json"))
    pg.save(pg.patch(experiment, ["scale_up"]), out)


if __name__ == "__main__":
    {"layers": patch_layers, "example": patch_example}[sys.argv[1]](*sys.argv[2:])
