# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tries values on random value specs, many to a process of pg-opt.

A class has one field of a random spec. A trial reads a component of the class, constructs one, or
writes a place in one. What PyGlove accepts is tried together, and the results are compared; what it
refuses is checked together too, as pg-opt reports every misfit, and the messages are compared.
"""

from collections.abc import Iterable
import dataclasses
import json
import pathlib
import random
import tempfile
from typing import Any

import pgopt
import pyglove as pg

from differential import library, messages, reference, runner, specs, values
from differential.rules import Rule, nodes

CLASSES = 40  # For each of which there are some trials, in one file of declarations.
TRIALS = 12
_TOGETHER = 6  # Refused values to a process, which reports twenty misfits.


@dataclasses.dataclass(frozen=True)
class Trial:
    """A component (None to construct one), and what to write at a path in it (None to check)."""

    key: str
    component: Any
    path: str = ""
    value: Any = None

    def __post_init__(self):
        assert self.component is not None or self.value is not None

    @property
    def is_check(self) -> bool:
        return self.value is None

    @property
    def place(self) -> str:
        if not self.path:
            return self.key
        return self.key + (self.path if self.path.startswith("[") else "." + self.path)

    @property
    def flag(self) -> str:
        return f"--set={self.place}={json.dumps(self.value)}"

    def apply(self, state: reference.PyGlove) -> None:
        """Does to a dictionary of components what the flag says."""
        state.apply(Rule("rebind", {"path": self.place, "value": json.dumps(self.value)}))
        state.finish_run()


@dataclasses.dataclass
class Expected:
    """What PyGlove makes of a trial: JSON, or an error."""

    json: Any = None
    error: Exception | None = None


def run(seed: int, trials: int, tally: runner.Tally | None = None) -> runner.Tally:
    """Runs about that many trials."""
    tally = tally or runner.Tally()
    batch = 0
    while tally.cases < trials:
        _Batch(seed, batch).run(tally)
        batch += 1
    return tally


class _Batch:
    """The trials of one file of declarations."""

    def __init__(self, seed: int, number: int):
        self.trials: dict[str, Trial] = {}
        self.expected: dict[str, Expected] = {}
        classes = []
        for index in range(CLASSES):
            name = f"{seed}-{number}-{index}"
            rng = random.Random(f"spec:{name}")
            spec = specs.spec(rng)
            cls = specs.make_class(name, rng, spec)
            classes.append(cls)
            for attempt in range(TRIALS):
                self._add(_draw(rng, f"s{name.replace('-', '_')}_{attempt}", cls, spec))
        self.components = json.dumps(pgopt.export(library, *classes))

    def _add(self, trial: Trial | None) -> None:
        if trial is not None:
            self.trials[trial.key] = trial
            self.expected[trial.key] = _pyglove(trial, reference.PyGlove)

    def run(self, tally: runner.Tally) -> None:
        with tempfile.TemporaryDirectory() as folder:
            pg_opt = runner.PgOpt(pathlib.Path(folder), self.components)
            for is_check in (True, False):
                for accepted in (True, False):
                    self._run_alike(pg_opt, is_check, accepted, tally)
        for difference in tally.differences:
            difference.components = difference.components or self.components

    def _run_alike(self, pg_opt, is_check: bool, accepted: bool, tally: runner.Tally) -> None:
        keys = [
            key
            for key, trial in self.trials.items()
            if trial.is_check == is_check and (self.expected[key].error is None) == accepted
        ]
        tally.cases += len(keys)
        if accepted:
            self._run_accepted(pg_opt, keys, tally)
        elif is_check:
            for start in range(0, len(keys), _TOGETHER):
                self._run_refused(pg_opt, keys[start : start + _TOGETHER], tally)
        else:
            # The first refused edit ends a chain.
            for key in keys:
                self._run_refused(pg_opt, [key], tally)

    def _run_accepted(self, pg_opt, keys: list[str], tally: runner.Tally) -> None:
        """All at once; if something is wrong, half of them after the other."""
        outcome = pg_opt.run(*self._command(keys))
        if outcome.text is not None:
            tally.written += len(keys)
            written = json.loads(outcome.text) if keys and not self.trials[keys[0]].is_check else {}
            for key in keys:
                expected = self.expected[key].json
                if key in written and not reference.same(written[key], expected):
                    self._judge(key, json.dumps(written[key]), "", tally)
        elif len(keys) == 1:
            self._judge(keys[0], None, outcome.error, tally)
        elif keys:
            middle = len(keys) // 2
            self._run_accepted(pg_opt, keys[:middle], tally)
            self._run_accepted(pg_opt, keys[middle:], tally)

    def _run_refused(self, pg_opt, keys: list[str], tally: runner.Tally) -> None:
        outcome = pg_opt.run(*self._command(keys))
        for key in keys:
            said = messages.about(outcome.error, key)
            agrees = messages.agree(self.expected[key].error, outcome.error, said and key)
            if len(keys) > 1 and not (said and agrees):
                # Past the last error that is printed, perhaps.
                self._run_refused(pg_opt, [key], tally)
            elif outcome.text is not None:
                self._judge(key, json.dumps(json.loads(outcome.text or "{}").get(key)), "", tally)
            elif not agrees:
                error = "\n".join(map(": ".join, said)) or outcome.error
                self._judge(key, None, error, tally, messages_differ=True)

    def _command(self, keys: Iterable[str]) -> tuple[str, list[str]]:
        trials = [self.trials[key] for key in keys]
        text = json.dumps({trial.key: trial.component for trial in trials}, indent=1)
        if all(trial.is_check for trial in trials):
            return text, ["--check"]
        return text, ["--no-match=ignore", *(trial.flag for trial in trials)]

    def _judge(self, key, text, error, tally, messages_differ=False) -> None:
        """Accepts a difference that is documented."""
        trial, expected = self.trials[key], self.expected[key]
        used: set[str] = set()
        adjusted = _pyglove(trial, reference.Adjusted, used)
        is_refused = isinstance(adjusted.error, reference.Refused)
        if is_refused if messages_differ else _text(adjusted) == text:
            tally.deviations.update(used)
            return
        experiment, flags = self._command([key])
        rules = [] if trial.is_check else [Rule("set", {"path": trial.place, "value": trial.flag})]
        name = key.replace("_", ":")
        case = runner.Case(name, experiment, None, rules, flags, _outcome(expected))
        got = runner.Outcome(text, error)
        tally.differences.append(
            runner.Difference(case, got, _outcome(adjusted), self.components)
        )


def _text(expected: Expected) -> str | None:
    return None if expected.error else json.dumps(expected.json)


def _outcome(expected: Expected) -> runner.Outcome:
    error = expected.error
    return runner.Outcome(_text(expected), f"{type(error).__name__}: {error}" if error else "")


def _pyglove(trial: Trial, kind: type, used: set[str] | None = None) -> Expected:
    """What PyGlove, or PyGlove with the deviations, makes of a trial."""
    try:
        if trial.is_check:
            pg.from_json(_copy(trial.component))
            return Expected()
        state = kind(pg.Dict({trial.key: reference.load(json.dumps(trial.component))}))
        trial.apply(state)
        if used is not None:
            used |= state.used
        return Expected(pg.to_json(state.root[trial.key]))
    except Exception as error:  # Whatever PyGlove raises.
        if used is not None and not trial.is_check:
            used |= state.used
        return Expected(error=error)


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _draw(rng: random.Random, key: str, cls: type, spec) -> Trial | None:
    component = {"_type": cls.__serialization_key__}
    if rng.random() < (0.9 if spec.has_default else 0.97):  # Else it may be missing.
        component["x"] = specs.value_for(rng, spec)
    if rng.random() < 0.3:
        for name in rng.sample(["p_1", "p_x", "other", "y"], rng.randint(1, 2)):
            field = cls.__schema__.get_field(name)
            known = field.value if field else pg.typing.Any()
            component[name] = specs.value_for(rng, known)
    match rng.randrange(4):
        case 0 | 1:
            return Trial(key, component)
        case 2:
            return Trial(key, None, "", component)
    component = pg.to_json(_valid(rng, cls, spec))
    if component is None or "__context__" in component:  # What is frozen, PyGlove shares.
        return None
    return _edit(rng, key, component)


def _valid(rng: random.Random, cls: type, spec) -> Any:
    """A component that PyGlove takes; None if it is hard to find."""
    for _ in range(3):
        json_value = {"_type": cls.__serialization_key__, "x": values.fitting(rng, spec, 3)}
        try:
            return pg.from_json(json_value)
        except Exception:
            pass
    return None


def _edit(rng: random.Random, key: str, component: Any) -> Trial:
    """Writes a place in a component."""
    root = pg.from_json(_copy(component))
    places = [node for node in nodes(root) if node.path]
    place = rng.choice(places) if places else None
    if place is None:
        return Trial(key, component, "x", values.scalar(rng))
    field = place.parent.sym_attr_field(place.path.key)
    path = str(place.path)
    if isinstance(place.parent, pg.List) and rng.random() < 0.1:
        path = str(place.path.parent + len(place.parent))
    value = specs.value_for(rng, field.value) if field else values.anything(rng, 2)
    return Trial(key, component, path, value if value is not None else 0)
