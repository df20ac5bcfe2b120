# RUN: python3 %s
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""No text in an experiment becomes code of the Python program that builds it."""

import ast
import itertools
import json

from hostile import accepted, run

# Whatever the program does with these, MARKER may stand in its strings only.
ATTACKS = [
    "x');MARKER(",
    'x");MARKER("',
    "x\nMARKER()\n",
    "x\rMARKER()\r",
    "x\u2028MARKER()",
    "x\x0cMARKER()",
    "\\'MARKER(",
    '"""MARKER()',
    "'''MARKER()",
    "x\\",
    "{MARKER}",
    "\\N{DASH}MARKER",
    "x.MARKER()",
    "MARKER ()",
    "__import__('MARKER')",
    "x=MARKER",
    "*MARKER",
    "x:MARKER",
    "\ud83dMARKER",
    "\0MARKER",
    "lambda: MARKER",
    "# MARKER",
    "MARKER\n",
]
REF = "pyglove.core.symbolic.ref.Ref"
PLACES = [
    lambda text: text,
    lambda text: {text: 1},
    lambda text: {"a": {text: [text]}},
    lambda text: ["__tuple__", text],
    lambda text: {"_type": "toy.A", text: 1},
    lambda text: {"_type": "toy.A", "x": text},
    lambda text: {"_type": text, "x": 1},
    lambda text: {"_type": f"toy.{text}"},
    lambda text: {"_type": f"{text}.A"},
    lambda text: {"_type": "type", "name": text},
    lambda text: {"_type": "function", "name": f"toy.{text}"},
    lambda text: {"_type": "method", "name": f"{text}.f"},
    lambda text: {"_type": "function", "name": "toy.f", "code": text},
    lambda text: {"_type": REF, "value": {"_type": text}},
    lambda text: {"_type": "pyglove.core.utils.json_conversion._OpaqueObject", "value": text},
    lambda text: {"_type": "hyper.OneOf", "candidates": [text], "name": text, "hints": text},
]
for text, place in itertools.product(ATTACKS, PLACES):
    experiment = json.dumps(place(text)).encode()
    result = run("--emit=python", "--no-default-components", text=experiment)
    if result.status:
        continue
    for node in ast.walk(ast.parse(result.output)):
        for field, value in ast.iter_fields(node):
            if isinstance(node, ast.Constant) or not isinstance(value, str):
                continue
            assert "MARKER" not in value, (experiment, field, result.output)

# Names that Python has for itself, and those that the program uses.
for name in ("class", "None", "self", "pg", "print", "__init__", "_", "type", "A", "toy", "é", "if", "match"):
    for place in PLACES:
        result = run("--emit=python", "--no-default-components", text=json.dumps(place(name)).encode())
        if result.status == 0:
            ast.parse(result.output)

# Python nests brackets 100 or 200 deep; the program does without.
for start, end in (("[", "]"), ('{"a": ', "}"), ('{"_type": "toy.A", "x": ', "}"), ('["__tuple__", ', "]")):
    for depth in (80, 120, 250, 10_000):
        text = start * depth + "1" + end * depth
        ast.parse(accepted("--emit=python", text=text.encode()))
