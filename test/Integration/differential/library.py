# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A component library that uses every kind of field that PyGlove knows."""

from typing import Any, Callable, Optional, Union

import pyglove as pg

T = pg.typing


class Layer(pg.Object):
    """The base of what a model is made of."""


class ReLU(Layer):
    """A component without fields."""


class Conv(Layer):
    filters: T.Int(min_value=1)
    kernel_size: tuple[int, int] = (3, 3)
    activation: Optional[Layer] = None


class GatedConv(Conv):
    """A subclass with a field of its own."""

    gate: T.Float(min_value=0.0, max_value=1.0) = 0.5


class Dense(Layer):
    units: int = 10
    use_bias: bool = True
    rate: Optional[float] = None


class Sequential(Layer):
    layers: list[Layer] = []


class Block(Layer):
    """Lists of limited size, lists of lists, tuples of any length."""

    body: T.List(T.Object(Layer), min_size=1, max_size=4)
    grid: list[list[int]] = [[1, 2], [3]]
    ratios: list[float] = [0.5]
    shape: tuple[int, ...] = (1,)
    pair: T.Tuple([T.Int(), T.Float()]) = (1, 2.0)


class Adam(pg.Object):
    learning_rate: T.Float(min_value=0.0) = 0.1
    beta: float = 0.9
    epsilon: Optional[float] = 1e-07


class Choices(pg.Object):
    """Enumerations and unions."""

    padding: T.Enum("same", ["same", "valid"])
    level: T.Enum(1, [0, 1, 2.5, "auto", None])
    size: Union[int, str] = 1
    scale: Union[float, str, None] = None
    what: Union[Layer, list[int], int] = 0
    either: Union[Conv, Adam] = Adam()


class Named(pg.Object):
    """Texts."""

    name: T.Str(regex="[a-z]+[0-9]*$") = "a"
    title: T.Str().noneable() = None
    count: T.Int(min_value=-3, max_value=3).noneable() = None


class Tables(pg.Object):
    """Dictionaries, free and with a schema."""

    free: dict[str, Any] = {}
    scores: dict[str, float] = {}
    options: T.Dict(
        [
            ("depth", T.Int(default=2)),
            ("rate", T.Float(default=0.5)),
            ("note", T.Str().noneable()),
            (T.StrKey("p_.*"), T.Float()),
        ]
    )
    layers: T.Dict([(T.StrKey(), T.Object(Layer))])


class Fixed(pg.Object):
    """A frozen field."""

    kind: T.Str().freeze("fixed")
    value: int = 1


class Holder(pg.Object):
    """Fields of any type."""

    x: Any = None
    y: Any = 1


class Scaler(Layer):
    """A component that can be called."""

    factor: float = 1.0

    def __call__(self, x):
        return x * self.factor


@pg.functor
def warmup(steps: int, base: float = 0.1):
    """A component that is a function."""
    return base * steps


class _Plain:
    def __init__(self, a, b: int = 2, *args, c=3, **kwargs):
        self.a = a


Plain = pg.symbolize(_Plain)


@pg.members([("x", T.Int())], serialization_key="short.Renamed", additional_keys=["legacy.Old"])
class Renamed(pg.Object):
    """A class with a key of its own."""


class Experiment(pg.Object):
    model: Layer
    optimizer: Adam = Adam()
    epochs: int = 2
    tags: dict[str, Any] = {}
    parts: list[Any] = []
    extra: Any = None
    tables: Optional[Tables] = None
    choices: Optional[Choices] = None
    schedule: Optional[Callable[..., Any]] = None


CLASSES = [
    ReLU, Conv, GatedConv, Dense, Sequential, Block, Adam, Choices, Named, Tables, Fixed, Holder,
    warmup, Plain, Renamed, Scaler, Experiment,
]  # fmt: skip
