#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints the catalogue of rules as C++ from `llvm-tblgen --dump-json`.

What `--list-rules` shows, how options are spelled and checked, and how a rule
is made: all of it comes from the .td files and nowhere else.
"""

import json
import re
import sys
import textwrap


def cpp_string(text: str) -> str:
  return json.dumps(text, ensure_ascii=False)


def constructor(name: str) -> str:
  return f'[] {{ return create{name}(); }}'


def default_of(option: dict) -> str:
  """The default as people spell it; empty for none."""
  text = re.fullmatch(r'::pg::Text\((.*)\)', option['defaultValue'])
  return json.loads(text.group(1) or '""') if text else option['defaultValue']


def main() -> None:
  records = json.load(sys.stdin)
  # The order in which the file defines or includes them, which the dump does not keep.
  order = re.findall(r'(?:include ".*/|^def )(\w+)', open(sys.argv[1]).read(), re.MULTILINE)
  kinds = records['!instanceof']
  recipes = kinds.get('Recipe', [])
  names = sorted(kinds['Rule'] + recipes, key=order.index)
  for name in names:
    rule = records[name]
    description = textwrap.dedent(rule['description']).strip('\n')
    print(f'{{{cpp_string(rule["argument"])}, {cpp_string(rule["summary"])},')
    print(f' {cpp_string(description)},'
          f' {"nullptr" if name in recipes else constructor(name)}, {{')
    for reference in rule['options']:
      option = records[reference['def']]
      print(f'  {{{cpp_string(option["argument"])}, OptionKind::{option["kind"].title()},'
            f' {cpp_string(default_of(option))}, {cpp_string(option["description"])},'
            f' {cpp_string(option["minimum"])}, {cpp_string(option["maximum"])},'
            f' {{{", ".join(map(cpp_string, option["choices"]))}}},'
            f' {"true" if option["required"] else "false"}}},')
    # What the recipe stands for comes last: see pg::RuleInfo.
    pipeline = ' '.join(rule.get('pipeline', '').split()).replace(', ', ',')
    print(f'}}, "pg", "", "", {cpp_string(pipeline)}}},')


if __name__ == '__main__':
  main()
