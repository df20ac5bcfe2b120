# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Numbers of any length are carried to the last digit, and compared where a class has bounds."""

import json
import sys

from hostile import accepted, refused

DIGITS = "7" * 100_000
for number in (DIGITS, f"-{DIGITS}", f"0.{DIGITS}", f"{DIGITS}e-99999", "1e999999", "-1e-999999",
               f"1e{DIGITS}", f"1E+{DIGITS}", "-0", "-0.0", "1e0", "0E-0", "NaN", "-Infinity"):
    text = f'{{"a": {number}, "b": 0}}'.encode()
    assert accepted(text=text) == text
    assert accepted("--emit=mlir", text=text)
    assert accepted("--set=b=1", text=text) == text.replace(b'"b": 0', b'"b": 1')
    assert accepted("--diff", "--unset=a", text=text) != b"No diff\n"
    assert accepted("--query=a", text=text) == f'{{"a": {number}}}\n'.encode()
    again = accepted("--from=mlir", "--emit=json", text=accepted("--emit=mlir", text=text))
    assert again == text, (again[:200], text[:200])

for wrong in ("01", "-", "+1", "1.", ".5", "1e", "1e+", "0x10", "1_000", "--1", "-Infinit", "1.e5",
              "NaNs", "nan", "Infinityx", "-NaN", "1,", "٣"):
    refused(text=f"[{wrong}]".encode())
    refused(f"--set=a={wrong}", text=b"{}", error=rb"^--set:1:\d+: error: ")


# A class with bounds, some of them as long.
SPECS = {
    "int": {"_type": "pyglove.typing.Int", "min_value": 1, "max_value": 100},
    "float": {"_type": "pyglove.typing.Float", "min_value": 0.0, "max_value": 1e308},
    "long": {"_type": "pyglove.typing.Int", "max_value": 10**30, "default": 0},
}
fields = [
    {
        "_type": "pyglove.typing.Field",
        "key_spec": {"_type": "pyglove.typing.ConstStrKey", "text": name},
        "value_spec": spec,
    }
    for name, spec in SPECS.items()
]
declarations = f"{sys.argv[1]}/components.json"
with open(declarations, "w", encoding="utf-8") as file:
    schema = {"_type": "pyglove.typing.Schema", "fields": fields}
    json.dump({"classes": {"toy.A": {"schema": schema}}}, file)

text = b'{"_type": "toy.A", "int": 1, "float": 1.0, "long": 0}'
components = f"--components={declarations}"
assert accepted(components, text=text) == text
for name, value in [
    ("int", DIGITS),
    ("int", f"-{DIGITS}"),
    ("int", "1e5"),
    ("int", "1e999999"),
    ("long", DIGITS),
    ("float", "1e999999"),
    ("float", "-1e-5"),
    ("float", DIGITS),
    ("float", f"-{DIGITS}"),
]:
    fields = {"int": "1", "float": "1.0", "long": "0"} | {name: value}
    given = ", ".join(f'"{field}": {number}' for field, number in fields.items())
    wrong = f'{{"_type": "toy.A", {given}}}'.encode()
    refused(components, text=wrong, error=rb"error: %s: " % name.encode())
    refused(components, f"--set={name}={value}", text=text, error=rb"error: %s: " % name.encode())
