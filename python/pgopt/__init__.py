# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Declares the PyGlove classes of a codebase to pg-opt.

    python -m pgopt export mycode experiment.json -o components.json

does what these two lines do::

    components = pgopt.export("mycode", "experiment.json")
    pgopt.save_components(components, "components.json")

In the codebase itself a class says what rules may know of it::

    @pgopt.annotated(concepts=["dataset"], facts={"num_classes": 10})
    class Digits(pg.Object):
        ...

and what PyGlove cannot make symbolic, a Flax module or an Optax optimizer, gets a functor::

    Conv = pgopt.functor(flax.linen.Conv, "flax.linen.Conv")
"""

from pgopt.annotations import annotate, annotated, field
from pgopt.components import export, save_components
from pgopt.functors import functor, maker_of
from pgopt.names import ExportError

__all__ = [
    "ExportError",
    "annotate",
    "annotated",
    "export",
    "field",
    "functor",
    "maker_of",
    "save_components",
]
