# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""pg-opt against the real PyGlove: random experiments, random rules, equal text.

- `library`: the component classes that the experiments are made of.
- `values`: draws values, by value spec or at random, and experiments.
- `rules`: draws chains of the generic rules, in all their spellings.
- `reference`: what PyGlove makes of a chain, and the deliberate deviations.
- `diffs`: draws pairs of experiments, and what their diff has to say.
- `queries`: draws queries, and what they have to find.
- `specs`: draws value specs, and values to try on them.
- `spec_runner`: tries those values, many to a process; `messages` compares what is said of misfits.
- `runner`: runs both sides, compares, and prints what reproduces a difference.

A longer run than the suite's, from test/Integration:

    python -m differential --cases 20000 --seed 1
    python -m differential --specs 20000 --seed 1
"""
