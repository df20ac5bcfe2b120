#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Begins a new rule: its files, its registration, and a test that fails until it is written.

  tools/new-rule.py double-width --concept dense       built in, in C++: passes/double-width/
  tools/new-rule.py my-team/double-width -o rules      for --rules, in PDLL: rules/double-width.pdll

docs/WritingRules.md says what goes into them.
"""

import argparse
import difflib
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]

TABLEGEN = """\
//===- {cls}.td - The rule {name} -*- tablegen -*-===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "pg/Rewrite/RuleBase.td"

def {cls} : Rule<"{name}"> {{
  let summary = "{summary}";
  let description = [{{
    What it does to which components, what it leaves, and where the idea is from.
  }}];
}}
"""

CPP = """\
//===- {cls}.cpp - The rule {name} -===//
//
// Part of the pg project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "pg/Rewrite/Rules.h"

namespace pg {{
#define GEN_PASS_DEF_{upper}
#include "passes/Rules.h.inc"
}} // namespace pg

using namespace mlir;
using namespace pg;

namespace {{

struct {cls}Pattern : public RulePattern {{
  using RulePattern::RulePattern;

  LogicalResult matchAndRewrite(Component component,
                                RuleRewriter &rewriter) const override {{
    if (!component.plays("{concept}"))
      return rewriter.notifyMatchFailure(component.getOp(),
                                         "does not play '{concept}'");
    // Here it calls rewriter.rebindRole, replaceBy, insert, erase, …
    return rewriter.notifyMatchFailure(component.getOp(),
                                       "the rule is not written yet");
  }}
}};

struct {cls} : public pg::impl::{cls}Base<{cls}> {{
  using {cls}Base::{cls}Base;

  SmallVector<StringRef> getConcepts() const override {{ return {{"{concept}"}}; }}

  void populatePatterns(RewritePatternSet &patterns) override {{
    patterns.add<{cls}Pattern>(patterns.getContext());
  }}
}};

}} // namespace
"""

# The example of docs/Rules.md. It fails: the rule is not written, nor what it should print.
DOCTEST = """\
# RUN: split-file %s %t
# RUN: pg-opt %toy %t/experiment.json --pass-pipeline={name} --diff | diff - %t/output

#--- experiment.json
{{
  "_type": "toy.Sequential",
  "layers": [
    {{
      "_type": "toy.Conv",
      "filters": 8,
      "kernel": 3
    }},
    {{
      "_type": "toy.Dense",
      "units": 64
    }}
  ]
}}
#--- output
What --diff prints when the rule does what it should.
"""

UNTOUCHED = """\
# What the rule must not touch.
# RUN: split-file %s %t
# RUN: pg-opt %toy %t/experiment.json --pass-pipeline={name} --no-match=ignore --diff | FileCheck %s
# CHECK: No diff

#--- experiment.json
[{{"_type": "other.Layer", "units": 8}}]
"""

PDLL = """\
//! {{"name": "{team}/{name}", "version": "0.1",
//!  "summary": "{summary}",
//!  "concepts": ["{concept}"], "roles": ["width"],
//!  "classes": {{"my.Layer": {{"concepts": ["{concept}"], "roles": {{"width": "width"}}}}}},
//!  "fixtures": [
//!    {{"name": "what it does",
//!     "before": {{"_type": "my.Layer", "width": 8}},
//!     "after": {{"_type": "my.Layer", "width": 16}}}},
//!    {{"name": "what it must not touch", "unchanged": {{"_type": "my.Other", "width": 8}}}}]}}

#include "pg/Rules.pdll"

Pattern {cls} {{
  let component = op<pg.object>;
  Plays(component, attr<"@{keyword}">);
  rewrite component with {{
    // Here it calls Rescale, Rebind, Replace, InsertAfter, …
    Hint(component, attr<"\\"the rule is not written yet\\"">);
  }};
}}
"""


def read_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", help="the rule's name; team/name makes one in PDLL")
    parser.add_argument("--concept", default="dense", help="what it looks for (default: dense)")
    parser.add_argument("--summary", default="Say in one line what it does", help="for --list-rules")
    parser.add_argument(
        "-o", dest="folder", help="the folder of a rule in PDLL (default: the current one)"
    )
    arguments = parser.parse_args()
    word = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
    if not re.fullmatch(rf"({word}/)?{word}", arguments.name):
        parser.error(f"'{arguments.name}' is not a name such as scale-width or my-team/scale-width")
    if not re.fullmatch(word, arguments.concept):
        parser.error(f"'{arguments.concept}' is not a name such as separable-convolution")
    if arguments.folder and "/" not in arguments.name:
        parser.error("a rule that is built in goes to passes/; one for -o is named team/name")
    if re.search(r'["\\\n]', arguments.summary):
        parser.error("a summary is one line without quotes")
    return arguments


def note_unknown_concept(concept):
    """A team may have words of its own; a misspelt one matches nothing."""
    vocabulary = (ROOT / "include/pg/IR/Vocabulary.def").read_text(encoding="utf-8")
    known = re.findall(r'^PG_(?:FIELD_)?CONCEPT\("([^"]+)"', vocabulary, re.M)
    if concept not in known:
        near = difflib.get_close_matches(concept, known, 1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        print(f"note: '{concept}' is not in docs/Vocabulary.md{hint}", file=sys.stderr)


def write(files):
    """All of them, or none where one is there."""
    for path in files:
        if path.exists():
            sys.exit(f"new-rule.py: error: {path} exists")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path}")


def begin_in_pdll(arguments, team, words):
    path = pathlib.Path(arguments.folder or ".", f"{words['name']}.pdll")
    write({path: PDLL.format(team=team, **words)})
    print(f"Now write the pattern until this passes: pg-test {path}")


def begin_in_cpp(words):
    name, cls = words["name"], words["cls"]
    tests = ROOT / "test/passes" / name
    rules = ROOT / "passes/Rules.td"
    write(
        {
            ROOT / "passes" / name / f"{cls}.td": TABLEGEN.format(**words),
            ROOT / "passes" / name / f"{cls}.cpp": CPP.format(**words),
            tests / "doctest.test": DOCTEST.format(**words),
            tests / "untouched.test": UNTOUCHED.format(**words),
        }
    )
    # How a line breaks depends on the names.
    subprocess.run(["clang-format-22", "-i", ROOT / "passes" / name / f"{cls}.cpp"], check=True)
    with rules.open("a", encoding="utf-8") as file:
        file.write(f'include "{name}/{cls}.td"\n')
    print(f"added it to {rules}")
    print(
        "Now build, and write the rule and its tests until these pass:\n"
        "    cmake --build --preset release\n"
        f"    /usr/lib/llvm-22/bin/lit -v build/release/test/passes/{name}\n"
        "Its page: python3 tools/docs/rules.py > docs/Rules.md"
    )


def main():
    arguments = read_arguments()
    team, _, name = arguments.name.rpartition("/")
    cls = "".join(word.capitalize() for word in name.split("-"))
    words = {
        "name": name,
        "cls": cls,
        "upper": cls.upper(),
        "concept": arguments.concept,
        "keyword": arguments.concept.replace("-", "_"),
        "summary": arguments.summary,
    }
    note_unknown_concept(arguments.concept)
    if team:
        begin_in_pdll(arguments, team, words)
    else:
        begin_in_cpp(words)


if __name__ == "__main__":
    main()
