# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A small component library with a field of every kind that PyGlove has.

components.json beside it is what the exporter makes of it:

    cd test/Inputs/toylib && python -m pgopt export toylib -o components.json
"""

from typing import Any, Callable, Literal, Optional, Union

import pyglove as pg


class Layer(pg.Object):
    """A layer."""


class ReLU(Layer):
    pass


class Conv(Layer):
    filters: pg.typing.Int(min_value=1)
    kernel_size: tuple[int, int] = (3, 3)
    padding: Literal["same", "valid"] = "same"
    activation: Optional[Layer] = None


class Dense(Layer):
    units: pg.typing.Int(min_value=1, max_value=4096) = 10


class Sequential(Layer):
    layers: pg.typing.List(pg.typing.Object(Layer), min_size=1, max_size=8)


class Adam(pg.Object):
    learning_rate: pg.typing.Float(min_value=0.0) = 0.1
    betas: tuple[float, ...] = (0.9, 0.999)


@pg.functor
def warmup(steps: int, base: float = 0.1):
    return base * steps


class Experiment(pg.Object):
    model: Layer
    optimizer: Adam = Adam()
    rate: Union[float, Callable[[], float], None] = None
    name: pg.typing.Str(regex="[a-z_]+") = "toy"
    shuffle: bool = True
    version: pg.typing.Int().freeze(7)
    tags: dict[str, Any] = {}
    limits: pg.typing.Dict([("steps", pg.typing.Int()), (pg.typing.StrKey("max_.*"), float)]) = {"steps": 1}
