# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The classes of the benchmarks' experiment, for the real PyGlove."""

import pyglove as pg


class Layer(pg.Object):
    """Anything with inputs and outputs."""


@pg.members([('max_value', pg.typing.Float(min_value=0.0))])
class ReLU(Layer):
    pass


@pg.members([
    ('filters', pg.typing.Int(min_value=1)),
    ('kernel_size', pg.typing.Tuple([pg.typing.Int(min_value=1)] * 2)),
    ('name', pg.typing.Str().noneable()),
    ('activation', pg.typing.Object(Layer).noneable()),
])
class Conv2D(Layer):
    pass


@pg.members([('units', pg.typing.Int(min_value=1))])
class Dense(Layer):
    pass


@pg.members([('layers', pg.typing.List(pg.typing.Object(Layer)))])
class Sequential(Layer):
    pass


@pg.members([
    ('model', pg.typing.Object(Layer)),
    ('learning_rate', pg.typing.Float(min_value=0.0)),
])
class Experiment(pg.Object):
    pass
