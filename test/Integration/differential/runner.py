# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs cases on both sides, and compares."""

import collections
import dataclasses
import difflib
import functools
import json
import os
import pathlib
import random
import shlex
import subprocess
import tempfile

import pgopt
import pyglove as pg

from differential import library, reference, rules, values
from differential.rules import Rule

ROOT = pathlib.Path(__file__).resolve().parents[3]
PG_OPT = pathlib.Path(os.environ.get("PG_OPT", ROOT / "build" / "release" / "bin" / "pg-opt"))


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What one side made of a case: the text, or why there is none."""

    text: str | None
    error: str = ""


@dataclasses.dataclass
class Case:
    name: str
    experiment: str
    indent: int | None
    chain: list[Rule]
    flags: list[str]
    pyglove: Outcome


@dataclasses.dataclass
class Difference:
    case: Case
    pg_opt: Outcome
    adjusted: Outcome
    components: str = dataclasses.field(default_factory=lambda: declarations())

    def report(self, folder: pathlib.Path) -> str:
        """What reproduces it; writes the experiment and the declarations to a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        experiment = folder / f"{self.case.name.replace(':', '-')}.json"
        experiment.write_text(self.case.experiment)
        components = folder / "components.json"
        components.write_text(self.components)
        command = [PG_OPT, experiment, f"--components={components}", *self.case.flags]
        lines = [
            f"case {self.case.name}",
            "  " + shlex.join(map(str, command)),
            *(f"  rule: {rule.name} {rule.arguments}" for rule in self.case.chain),
            *_compared("PyGlove", self.case.pyglove, self.pg_opt),
            *_compared("PyGlove with the deviations", self.adjusted, self.pg_opt),
        ]
        return "\n".join(lines)


@dataclasses.dataclass
class Tally:
    """How the cases went."""

    cases: int = 0
    written: int = 0
    rules: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    deviations: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    differences: list[Difference] = dataclasses.field(default_factory=list)


def _compared(name: str, expected: Outcome, got: Outcome) -> list[str]:
    """How what pg-opt did differs from an expectation, line by line."""
    if expected.text is None or got.text is None:
        return [f"  {name}: {_shown(expected)}", f"  pg-opt: {_shown(got)}"]
    diff = difflib.unified_diff(_lines(expected), _lines(got), name, "pg-opt", "", "", 1, "")
    return [f"  {line}" for line in diff] or [f"  {name}: another layout"]


def _lines(outcome: Outcome) -> list[str]:
    return json.dumps(json.loads(outcome.text), indent=1).splitlines()


def _shown(outcome: Outcome) -> str:
    return "writes it" if outcome.text is not None else f"error: {outcome.error.strip()[:600]}"


@functools.cache
def declarations() -> str:
    """The library's components.json."""
    return json.dumps(pgopt.export(library))


class PgOpt:
    """Runs pg-opt on texts, in a folder of its own."""

    def __init__(self, folder: pathlib.Path, components: str):
        self._input = folder / "experiment.json"
        self._components = folder / "components.json"
        self._components.write_text(components)

    def run(self, experiment: str, flags: list[str]) -> Outcome:
        self._input.write_text(experiment)
        command = [PG_OPT, self._input, f"--components={self._components}", *flags]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        if done.returncode not in (0, 1) or done.returncode == (1 if done.stdout else 2):
            raise AssertionError(f"exit {done.returncode}: {shlex.join(map(str, command))}")
        return Outcome(done.stdout if done.returncode == 0 else None, done.stderr)


def draw_experiment(rng: random.Random) -> tuple[str, int | None]:
    indent = rng.choice([None, None, 1, 2, 4])
    text = pg.to_json_str(values.experiment(rng), json_indent=indent)
    return text, indent if "\n" in text else None


def draw_case(seed: int, number: int) -> Case:
    """Draws a chain rule by rule, each to suit what PyGlove made of those before."""
    name = f"{seed}:{number}"
    rng = random.Random(name)
    experiment, indent = draw_experiment(rng)
    state = reference.PyGlove(reference.load(experiment))
    chain: list[Rule] = []
    error = None
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 4])):
        chain.append(rules.draw(rng, state.root))
        error = _error_of(lambda: state.apply(chain[-1]))
        if error:
            break
    text = None
    if not error:
        try:
            text = pg.to_json_str(state.root, json_indent=indent)
        except ValueError as failure:  # An Insertion that is no pickle either.
            error = str(failure)
    flags = rules.as_flags(chain, rng)
    return Case(name, experiment, indent, chain, flags, Outcome(text, error or ""))


def _error_of(action) -> str:
    try:
        action()
    except Exception as error:  # Whatever PyGlove raises.
        return f"{type(error).__name__}: {error}"
    return ""


def run_case(pg_opt: PgOpt, case: Case, tally: Tally) -> None:
    outcome = pg_opt.run(case.experiment, ["--no-match=ignore", *case.flags])
    tally.cases += 1
    tally.written += outcome.text is not None
    tally.rules.update(rule.name for rule in case.chain)
    if outcome.text == case.pyglove.text:
        return
    state = reference.Adjusted(reference.load(case.experiment))
    try:
        adjusted = Outcome(reference.run(state, case.chain, case.indent))
    except Exception as error:
        adjusted = Outcome(None, f"{type(error).__name__}: {error}")
    if outcome.text == adjusted.text:
        tally.deviations.update(state.used)
    else:
        tally.differences.append(Difference(case, outcome, adjusted))


def run_cases(seed: int, numbers: range) -> Tally:
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        pg_opt = PgOpt(pathlib.Path(folder), declarations())
        for number in numbers:
            run_case(pg_opt, draw_case(seed, number), tally)
    return tally
