# RUN: rm -rf %t && mkdir %t
# RUN: python3 %s %t
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pipelines, URIs and paths of 1 MB, and deep brackets in them, are read or refused."""

import json
import os
import sys

from hostile import STRIDE, accepted, refused, run

EXPERIMENT = b'{"a": {"b": [1, 2, 3]}, "c": "x"}'
arguments = os.path.join(sys.argv[1], "arguments")


def given(option: str, text: str) -> str:
    """The option in a file of arguments: one argument holds no more than 128 kB."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    with open(arguments, "w", encoding="utf-8") as file:
        file.write(f"'{option}={escaped}'")
    return f"@{arguments}"


N = 1 << (20 if STRIDE == 1 else 16)
PIPELINES = {
    "a name": "a" * N,
    "commas": "," * N,
    "parentheses": "builtin.module(" * (N // 15),
    "closing": "cse" + ")" * N,
    "braces": "rebind{" * (N // 7),
    "an open quote": "rebind{path='" + "a" * N,
    "quotes": "rebind{path=" + "'" * (N + 1) + " value=1}",
    "a long path": "rebind{path=c." + "a" * N + " value=1}",
    "many options": "rebind{" + "a=1 " * (N // 4) + "}",
    "different options": "rebind{" + " ".join(f"o{i}=1" for i in range(N // 10)) + "}",
    "unknown rules": "rebin," * (N // 6) + "x",
    "a long option": "rebind{" + "p" * N + "=1}",
    "a deep path": "rebind{path='" + "[" * N + "' value=1}",
    "a deep value": "rebind{path=a value=" + "[" * N + "}",
    "a long regex": "patch-on-key{regex='" + "(" * N + "' value=1}",
    "a large regex": "patch-on-key{regex='(a{1000}){1000}' value=1}",
    "a long class": "patch-on-type{type=" + "a" * N + " value=1}",
    "nothing": " " * N + "?",
}
for name, pipeline in PIPELINES.items():
    messages = run(given("--pass-pipeline", pipeline), text=EXPERIMENT).messages
    assert b"--pass-pipeline:1:" in messages, (name, messages[:300])

refused("--pass-pipeline=rebind{path=\udcff}", text=EXPERIMENT,
        error=rb"^--pass-pipeline:1:13: error: the pipeline has bytes that are not UTF-8")
refused("--patch=rebind?\udcff&1", text=EXPERIMENT,
        error=rb"^--patch:1:8: error: the URI has bytes that are not UTF-8")

# Many rules are many rules.
output = accepted(given("--pass-pipeline", "delete{path=c}," * 5000 + "cse"), "--no-match=ignore",
                  text=EXPERIMENT)
assert output == b'{"a": {"b": [1, 2, 3]}}'

URIS = {
    "a name": "a" * N,
    "question marks": "?" * N,
    "ampersands": "rebind?" + "&" * N,
    "equal signs": "rebind?" + "=" * N,
    "percent signs": "rebind?path=" + "%" * N,
    "encoded": "rebind?path=" + "%5B" * (N // 3) + "&value=1",
    "different keys": "rebind?" + "&".join(f"k{i}=1" for i in range(N // 10)),
    "quotes": "rebind?" + '"' * N,
}
for name, uri in URIS.items():
    messages = refused(given("--patch", uri), text=EXPERIMENT, error=rb"^--patch:1:\d+: error: ")

PATHS = {
    "open brackets": "[" * N,
    "closing brackets": "]" * N,
    "a digit": "a.b[" + "1" * N + "]",
    "a name": "c." + "a" * N,
    "a balance": "c" + "[" * (N // 2) + "]" * (N // 2),
    "names": "a." * (N // 2) + "b",
    "a near name": "a.b" + "[0]" * (N // 3),
}
for name, path in PATHS.items():
    refused(given("--set", f"{path}=1"), text=EXPERIMENT, error=rb"^(--set|<stdin>):1:\d+: error: ")
    run(given("--unset", path), text=EXPERIMENT)
# Dots alone are PyGlove's spelling of the root.
assert accepted(given("--set", "." * N + "=1"), text=EXPERIMENT) == b"1"
assert accepted(given("--set", "." * N + "c=1"), text=EXPERIMENT) == EXPERIMENT.replace(b'"x"', b"1")
refused(given("--set", "=" * N), text=EXPERIMENT, error=rb"^--set:1:2: error: ")
refused(given("--set", "c=" + "[" * N), text=EXPERIMENT, error=rb"error: .*nested deeper")
refused(given("--set", 'c="' + "x" * N), text=EXPERIMENT, error=rb"string is not closed")
for option in ("--query", "--components", "-o"):
    run(given(option, "(" * N), text=EXPERIMENT)
refused(given("-o", "x" * N), text=EXPERIMENT, error=rb"File name too long")
refused(given("--query", "x" * N + "("), text=EXPERIMENT, error=rb"^pg-opt: error: --query")

# Expressions that take a backtracking engine years: in long texts, and long themselves.
DEEP_PATH = json.dumps({"a" * 50_000 + "!": {"b" * 50_000: 1}}).encode()
BOMBS = ["(a*)*$", "(a+)+b", "(a|aa)+$", "(a|a?)+$", "(.*)*x", "((((a*)*)*)*)*c", "([a-z]+)*=",
         "a" * 1000 + ".*" * 500 + "="]
for bomb in BOMBS:
    assert accepted(f"--query=a{bomb}", text=DEEP_PATH) == b"{}\n", bomb
    run("--no-match=ignore", f"--pass-pipeline=patch-on-key{{regex='{bomb}' value=1}}", text=DEEP_PATH)
LONG = {
    "repeats": "a{1000}{1000}",
    "nested repeats": "((a{100}){100}){100}",
    "parentheses": "(" * 100_000 + ")" * 100_000,
    "groups that open": "(?:" * 100_000,
    "alternatives": "|".join(f"a{i}" for i in range(100_000)),
    "sets": "[a-z]" * 200_000,
    "ranges": "[" + "".join(chr(i) for i in range(0x4E00, 0x9F00, 2)) + "]",
    "stars": "*" * N,
    "backslashes": "\\" * N,
    "classes": r"\w" * 100_000,
    "names": "".join(f"(?P<n{i}>)" for i in range(20_000)),
    "a look-behind": "(?<=" + "a" * N + ")b",
}
for name, regex in LONG.items():
    result = run(given("--query", f"z{regex}"), text=EXPERIMENT)
    assert result.status == 1 or result.output == b"{}\n", name
refused("--query", "(" * 251 + ")" * 251, text=EXPERIMENT,
        error=rb"groups nested more than 250 deep at position 251")
for option in ("--query-type", "--query-concept", "--query-value"):
    for text in ("(" * N, "[" * N, "", "a" * N, "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1")):
        run(given(option, text), text=EXPERIMENT)

# The part that is asked for.
for name, path in PATHS.items():
    refused(given("--select", path), text=EXPERIMENT, error=rb"error: ")
for path in ("[", "]", "a[", "a.b[9]", "a.b[-4]", "a.b[99999999999999999999]", "c.d", "a.b[0].x", "nothing"):
    refused(f"--select={path}", text=EXPERIMENT, error=rb"error: ")
assert accepted("--select=a.b[-1]", text=EXPERIMENT) == b"3"

# Names and paths that no file has.
for name in ("", "/", "//", ".", "..", "a\nb", "\x7f", "'", "é" * 100, "x" * 5000, "/dev/null/x"):
    refused(name, error=rb"")
    refused("--components", name, text=b"{}", error=rb"")
