# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A billion laughs: forty lists, each of ten references to the one before it."""

import json


def ref(number):
    return {"_type": "pyglove.core.symbolic.ref.Ref", "value": {"__ref__": number}}


shared = [["lol"] * 10] + [[ref(number)] * 10 for number in range(40)]
root = {"lol": ref(40), "again": ref(40)}
print(json.dumps({"__context__": {"shared_objects": shared}, "__root__": root}))
