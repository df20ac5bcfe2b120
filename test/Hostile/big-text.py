# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Texts of 100 MB are carried, in memory that they bound, and no message repeats them."""

import hashlib
import json
import os
import sys

from hostile import MEGABYTE, STRIDE, accepted, refused

folder = sys.argv[1]
SIZE = 100 * MEGABYTE if STRIDE == 1 else 10 * MEGABYTE
big = os.path.join(folder, "big.json")
new = os.path.join(folder, "new.json")
memory = 8 * SIZE + 256 * MEGABYTE


def write(start: str, end: str, size: int = SIZE) -> None:
    with open(big, "w", encoding="utf-8") as file:
        file.write(start)
        for _ in range(size // MEGABYTE):
            file.write("x" * MEGABYTE)
        file.write(end)


def digest(path: str) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "md5").digest()


# A value, a name, a class, a carried text.
for start, end in [
    ('{"a": 1, "b": "', '"}'),
    ('{"a": 1, "', '": 2}'),
    ('{"a": 1, "b": {"_type": "', '"}}'),
    ('{"a": 1, "b": {"_type": "type", "name": "', '"}}'),
    ('{"a": 1, "b": ["__tuple__", "', '"]}'),
]:
    write(start, end)
    accepted(big, "-o", new, memory=memory)
    assert digest(new) == digest(big), start
    accepted(big, "-o", new, "--set=a=2", memory=memory)
    with open(new, "rb") as file:
        assert file.read(8) == b'{"a": 2,'

# Messages.
FIELD = {
    "_type": "pyglove.typing.Field",
    "key_spec": {"_type": "pyglove.typing.ConstStrKey", "text": "a"},
}


def declare(spec: dict) -> str:
    schema = {"_type": "pyglove.typing.Schema", "fields": [FIELD | {"value_spec": spec}]}
    path = os.path.join(folder, "components.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"classes": {"toy.A": {"schema": schema}}}, file)
    return f"--components={path}"


size = SIZE // 10
for spec in [
    {"_type": "pyglove.typing.Int"},
    {"_type": "pyglove.typing.Str", "regex": "y+"},
    {"_type": "pyglove.typing.Enum", "values": ["y"], "default": "y"},
    {"_type": "pyglove.typing.Union", "candidates": [{"_type": "pyglove.typing.Bool"}]},
    {"_type": "pyglove.typing.List", "element_value": {"_type": "pyglove.typing.Any"}},
    {"_type": "pyglove.typing.Int", "frozen": True, "default": 1},
]:
    write('{"_type": "toy.A", "a": "', '"}', size)
    refused(declare(spec), big, memory=memory)
any_field = declare({"_type": "pyglove.typing.Any"})
write('{"_type": "toy.A", "a": 1, "', '": 1}', size)
refused(any_field, big, memory=memory)
write('{"_type": "toy.A", "a": ["__tuple__", "', '"]}', size)
refused(any_field, big, "--set=a[0]=1", memory=memory, error=rb"error: path 'a\[0\]' cannot be")
write('{"a": "', '"}', size)
refused(big, "--set=a.b=1", memory=memory, error=rb"error: path 'a.b' cannot be followed")
refused(big, "--set=a=b", memory=memory, error=rb"^--set")
write('{"a": 1, "b": "', "", size)
refused(big, memory=memory, error=rb"this string is not closed")
write("", "", size)
refused(big, memory=memory, error=rb"expected a value, not 'xxxx")
write("1", "", size)
refused(big, memory=memory)
write('{"x": 1, "', '": 1, "x": 2}', size)
refused(big, memory=memory, error=rb'the name "x" stands twice')
