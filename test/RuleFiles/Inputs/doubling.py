# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes recipes r1 … r40, each twice the one before it."""

import json
import os
import sys

os.makedirs(sys.argv[1], exist_ok=True)
for i in range(1, 41):
  below = f'r{i - 1},r{i - 1}' if i > 1 else 'scale-width'
  with open(os.path.join(sys.argv[1], f'r{i}.json'), 'w') as file:
    json.dump({'name': f't/r{i}', 'version': '1.0', 'summary': 'x', 'pipeline': below}, file)
