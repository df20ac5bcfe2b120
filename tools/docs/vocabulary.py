#!/usr/bin/env python3
"""Prints docs/Vocabulary.md from include/pg/IR/Vocabulary.def.

With --check, prints nothing and exits 1 where the checked-in page differs.
"""

import pathlib
import re
import sys

from drift import print_or_check

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "include/pg/IR/Vocabulary.def"
PAGE = ROOT / "docs/Vocabulary.md"
REGENERATE = "python3 tools/docs/vocabulary.py > docs/Vocabulary.md"

_STRING = r'"(?:[^"\\]|\\.)*"'
_ARGUMENT = rf"{_STRING}(?:\s*{_STRING})*"
_ENTRY = re.compile(rf"^(PG_\w+)\(\s*({_ARGUMENT}(?:\s*,\s*{_ARGUMENT})*)\s*\)$", re.M)


def entries(text):
    """Macro name -> its uses in order, each a list of arguments."""
    found, uses = {}, _ENTRY.findall(text)
    if len(uses) != len(re.findall(r"^PG_", text, re.M)):
        raise ValueError(f"{SOURCE.name}: an entry is not of the form PG_KIND(\"…\", …)")
    for macro, arguments in uses:
        found.setdefault(macro, []).append(
            [
                "".join(literal[1:-1] for literal in re.findall(_STRING, argument))
                for argument in re.findall(_ARGUMENT, arguments)
            ]
        )
    return found


def names(text):
    """Kind (concept, fact, role) -> the set of its names."""
    found = {macro: {use[0] for use in uses} for macro, uses in entries(text).items()}
    return {
        "concept": found["PG_CONCEPT"] | found["PG_FIELD_CONCEPT"],
        "fact": found["PG_FACT"],
        "role": found["PG_ROLE"] | found["PG_CONCEPT"] | found["PG_FIELD_CONCEPT"],
    }


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(name):
    return f"`{name}`" if name else ""


def page(text):
    found = entries(text)
    described = {
        macro: table([kind, "meaning"], [[code(n), m] for n, m in found[macro]])
        for macro, kind in [
            ("PG_FIELD_CONCEPT", "concept"),
            ("PG_FACT", "fact"),
            ("PG_ROLE", "role"),
        ]
    }
    concepts = table(
        ["concept", "is also", "meaning"],
        [[code(n), code(i), m] for n, i, m in found["PG_CONCEPT"]],
    )
    return TEMPLATE.format(
        concepts=concepts,
        field_concepts=described["PG_FIELD_CONCEPT"],
        facts=described["PG_FACT"],
        roles=described["PG_ROLE"],
    )


TEMPLATE = """\
<!-- Printed by tools/docs/vocabulary.py from include/pg/IR/Vocabulary.def: edit those. -->
# Vocabulary

A rule that says "widen every convolution" cannot know what your convolution is
called, nor which of its arguments is the width. Annotations tell it:

- A **concept** says what a class is: `mylib.ConvBlock` is a `convolution`.
- A **role** says what a field is for: its `channels` are the `width`.
- A **fact** says what a class knows about itself: `mylib.Digits` has 10 classes.

Rules match concepts, write to roles and read facts. So a rule's author need not
have seen your code, and you need not have seen the rule.

The classes of Keras and of Flax (`flax.linen`), and the functions of Optax, are
annotated inside `pg-opt`. Those of your own codebase you annotate in `components.json`, or in an annotation file given to
`python -m pgopt export -a` or to `--components`:

```json
{{"version": 1, "classes": {{
  "mylib.ConvBlock": {{"concepts": ["convolution"], "roles": {{"channels": "width"}}}},
  "mylib.Digits": {{"concepts": ["dataset"], "facts": {{"num-classes": 10}}}},
  "mylib.TextTask": {{"concepts": ["dataset"], "facts": {{"sequence-length": {{"field": "length"}}}}}},
  "mylib.Classifier": {{"roles": {{"top": "head"}}}}
}}}}
```

A fact is a constant, as in `mylib.Digits`, or the value of a field, as in
`mylib.TextTask`. Subclasses get the concepts, roles and facts of their bases; for
one field or fact, what the subclass says wins, and `null` takes a role or fact away.
`docs/Declarations.md` has the other keys of an entry, checks between fields among them.
`-` and `_` are the same in every name on this page.

## Concepts of a class

A class may play several. One with an entry under "is also" plays that one as well.

{concepts}

## Concepts given by a field

Some things a component is only by where it stands: a dense layer is the head
because the classifier keeps it in its `top` field. Such a concept is written as the
role of that field. Any concept of a class may be given in this way too.

{field_concepts}

## Facts

{facts}

## Roles

Widths and sizes are counts. Where a count could be meant per part or in total, the
meaning says which.

{roles}

## Names of your own

The vocabulary is open. A name that is not on this page works like one that is:
annotate your classes with `"concepts": ["mixture-of-experts"]` and let your rules
match it. Since a new name and a misspelt one look alike, `pg-opt` warns of it and
offers the nearest known one.

Take a known name only where its meaning holds, unit included. A rule that finds
nothing says so; one that scales the wrong number does not.

## From one framework to another

The same role is a different argument in each framework. What `pg-opt` knows of Keras
and Flax it knows from its own annotations; for PyTorch, this is what to write in yours.

| role | Keras | Flax | PyTorch |
| --- | --- | --- | --- |
| `width` | `filters`, `units` | `features` | `out_channels`, `out_features` |
| `input-width` | inferred | inferred | `in_channels`, `in_features`, `num_features`, `normalized_shape` |
| `kernel` | `kernel_size`, `pool_size` | `kernel_size` | `kernel_size` |
| `stride` | `strides` | `strides` | `stride` |
| `padding`, when not given | `'valid'` | `'SAME'` | `0` |
| `dilation` | `dilation_rate` | `kernel_dilation` | `dilation` |
| `groups` | `groups`; separable layers have none | `feature_group_count` | `groups` |
| `bias` | `use_bias` | `use_bias` | `bias` |
| `activation` | `activation` | a functor among the `children` | a component of its own |
| `slope` | `negative_slope` | `negative_slope` of the functor | `negative_slope` |
| `vocabulary` | `input_dim` | `num_embeddings` | `num_embeddings` |
| `model-width` | `output_dim` | `features` of `Embed` | `embedding_dim`, `embed_dim` |
| `heads` | `num_heads`, `num_query_heads` | `num_heads` | `num_heads` |
| `head-width` | `key_dim`, `value_dim`, `head_dim` | follows from the total | follows from the total |
| `attention-width` | follows from heads and head width | `qkv_features` | `embed_dim` |
| `children` | `layers` | `layers` | `args` |
| `learning-rate` | `learning_rate`; `initial_learning_rate` of a schedule | `learning_rate` of Optax's functors; `init_value` or `peak_value` of a schedule | `lr` |

One field has one role. PyTorch's `embed_dim` is both the model's width and all
heads' together; annotate it as `model-width`, which is what must agree with the rest
of the network.

## What a role does not say

- **How the value is written.** `3` and `(3, 3)` are one kernel, but in Flax `3` has one
  axis. Padding is a word here and a number there. An activation is a name, a function or a component, and
  a layer `Activation('relu')` is a `nonlinearity`, but no `relu`.
- **That it is the only field.** `key_dim` and `value_dim` of Keras's attention are
  both a `head-width`; a null `value_dim` follows `key_dim`, and must stay null.
- **Which fields must agree.** Groups divide widths, heads divide `attention-width`,
  a schedule computed from the model's width follows it, and a PyTorch layer's
  `input-width` is the width of the layer before it.
- **What stands there when nobody wrote it.** A leaky ReLU's slope is 0.3 in Keras
  and 0.01 in Flax and PyTorch. A rule that moves a component from one to the other
  writes the value out.
- **That the class has it.** A role is absent where a class has no one field for it:
  `EinsumDense` is `dense`, and says its width inside a shape; a
  `PiecewiseConstantDecay` holds a list of learning rates, and not one.
- **Which of two rates.** A `CosineDecay` with a `warmup_target` starts at
  `initial_learning_rate` and peaks at the target.
- **That a class can be constructed.** Annotations describe a class. To put a new
  component into an experiment, its class must be declared in your `components.json`.
"""


if __name__ == "__main__":
    sys.exit(print_or_check(PAGE, lambda: page(SOURCE.read_text(encoding="utf-8")), REGENERATE, __doc__))
