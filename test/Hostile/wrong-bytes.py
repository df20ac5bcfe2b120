# RUN: python3 %s
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Bytes that are no UTF-8, or no text at all, are refused at their place.

PG_SEED=7 draws other changes; the seed is printed.
"""

import os
import random

from hostile import STRIDE, accepted, read, refused, run, strided

EXPERIMENT = read("experiment.json")

for at in strided(range(0, len(EXPERIMENT), 2)):
    line = EXPERIMENT.count(b"\n", 0, at) + 1
    for byte in (b"\xff", b"\0"):
        text = EXPERIMENT[:at] + byte + EXPERIMENT[at + 1 :]
        messages = refused("--no-default-components", text=text)
        # A word or a string ends there; what is wrong shows there or where it began.
        assert b"<stdin>:%d:" % line in messages, (at, messages)

for sequence in (b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80", b"\xfe"):
    refused(text=b'["' + sequence + b'"]', error=rb"^<stdin>:1:3: error: not UTF-8: byte 0x")
refused(text=b"\xef\xbb\xbf[]", error=rb"^<stdin>:1:1: error: a byte order mark")
refused(text=b"[1]".decode().encode("utf-16"))

# Any other change: it is refused, or read as what it says.
seed = int(os.environ.get("PG_SEED", 20261129))
print("seed", seed)
generator = random.Random(seed)
for _ in range(600 // STRIDE):
    text = bytearray(EXPERIMENT)
    for _ in range(generator.randint(1, 4)):
        at = generator.randrange(len(text))
        piece = generator.choice([b"", b"0", b'"', b"{", b"]", b",", b":", b"\\", b"_type", b"-", b"e"])
        text[at : at + generator.randint(0, 3)] = piece
    result = run("--no-default-components", text=bytes(text))
    if result.status == 0:
        assert accepted("--no-default-components", text=result.output) == result.output
