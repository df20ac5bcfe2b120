# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""lay_out.py FILE INDENT: the lines of a file as one list, as json.dumps writes it.

Documents with shared objects are left out: only a whole text has them. INDENT is a
number or `None`."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    values = [json.loads(line) for line in file if "__context__" not in line]
indent = None if sys.argv[2] == "None" else int(sys.argv[2])
sys.stdout.write(json.dumps(values, indent=indent))
