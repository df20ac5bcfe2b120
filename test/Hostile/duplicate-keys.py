# RUN: python3 %s
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A name that stands twice in one object is refused at the second, however it is spelled."""

import json

from hostile import accepted, refused

NAMES = ["a", "", "_type", "é", "n_:1", "a.b", "__root__"]
for name in NAMES:
    spelled = json.dumps(name)
    escaped = '"' + "".join(f"\\u{ord(c):04x}" for c in name) + '"'
    value = '"toy.A"' if name == "_type" else "1"
    for second in {spelled, escaped, json.dumps(name, ensure_ascii=False)}:
        text = f'[{{{spelled}: {value}, "b": [], {second}: {value}}}]'
        place = text.rindex(second) + 1
        # PyGlove's own names have no escapes.
        reason = b"(the name|write)" if second == escaped else b"the name"
        refused(text=text.encode(), error=rb"^<stdin>:1:%d: error: %s" % (place, reason))
    # In what is carried as text, too.
    text = f'{{"_type": "type", "x": {{{spelled}: {value}, {escaped}: {value}}}}}'
    refused(text=text.encode(), error=rb"error: (the name|write)")

# Not in two objects.
text = b'[{"a": 1, "b": {"a": 1}}, {"a": 1}]'
assert accepted(text=text) == text

# Among many, in a time that grows with them and not with their square.
names = [f'"n{i}": 0' for i in range(200_000)]
text = "{" + ", ".join(names) + "}"
assert accepted(text=text.encode()) == text.encode()
text = "{" + ", ".join([*names, '"n77": 0']) + "}"
refused(text=text.encode(), error=rb"^<stdin>:1:\d+: error: the name \"n77\"")
