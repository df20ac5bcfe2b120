#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures pg against its peers and prints one Markdown table.

    run.py [--build DIR] [--python PYTHON] [--runs N] [--quick]

Every ratio is of medians of one run of this program; what is compared takes turns, so
that both meet the same machine. Times are processor time (all programs have one
thread), which other work on the machine disturbs least; "whole process" is also given
on the clock. Files are read and written, declarations are checked, and every value
knows its place and the rule that wrote it.

PyGlove takes no turns, since it is slow, and is measured on 1,000 layers: its time per
layer is the same on more. Without a Python that has PyGlove, or without jq, their rows say
so.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import generate

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent
COMPONENTS = FOLDER / "components.json"
NOT_YET = "not yet"


class Process:
    """A run of a command that has ended: its output and what it took."""

    def __init__(self, command, **options):
        with tempfile.TemporaryFile() as out:
            start = time.perf_counter()
            child = subprocess.Popen(
                [str(part) for part in command], stdout=out, **options
            )
            _, status, usage = os.wait4(child.pid, 0)
            self.clock = 1e3 * (time.perf_counter() - start)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode:
                sys.exit(f"failed: {' '.join(map(str, command))}")
            out.seek(0)
            self.output = out.read().decode()
        # Milliseconds and bytes.
        self.processor = 1e3 * (usage.ru_utime + usage.ru_stime)
        self.memory = usage.ru_maxrss * 1024


def in_turns(runs, *measures):
    """The medians of several measures, each taken `runs` times, by turns."""
    results = [[measure() for measure in measures] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*results)]


def ratio(value):
    return f"{value:.2f}×" if value < 10 else f"{value:,.0f}×"


class Benchmarks:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.bin = options.build / "bin"
        shutil.copy(COMPONENTS, folder)
        self.rows = []

    def row(self, what, goal, measured):
        self.rows.append((what, goal, measured))
        print(f"  {what}: {measured}", file=sys.stderr, flush=True)

    def experiment(self, layers):
        path = self.folder / f"layers-{layers}.json"
        if not path.exists():
            generate.generate(path, layers)
        return path

    def pg_opt(self, path, rule):
        return Process(
            [self.bin / "pg-opt", path, f"--pass-pipeline={rule}"]
            + ["-o", self.folder / "out.json"]
        )

    def python(self, *arguments):
        return Process(
            [self.options.python, FOLDER / "pyglove_peer.py", *arguments],
            stderr=subprocess.DEVNULL,
        )

    def stages(self, path, runs, *rules):
        output = Process([self.bin / "stages", path, COMPONENTS, runs, *rules]).output
        return json.loads(output)

    def small(self):
        example = self.folder / "transformer"
        shutil.copytree(ROOT / "examples" / "transformer", example)
        experiment = example / "experiment.json"
        self.pg_opt(experiment, "scale-up")
        runs = [self.pg_opt(experiment, "scale-up") for _ in range(41)]
        processor = statistics.median(run.processor for run in runs)
        clock = statistics.median(run.clock for run in runs)
        what = "whole process: the example's Transformer, one rule"
        self.row(
            what, "≤ 5 ms", f"{processor:.1f} ms of processor, {clock:.1f} ms on the clock"
        )
        measured = "no PyGlove here"
        if self.options.python:
            peer = [
                self.python("example", example, self.folder / "peer.json").processor
                for _ in range(3)
            ]
            if json.loads((self.folder / "peer.json").read_text()) != json.loads(
                (self.folder / "out.json").read_text()
            ):
                sys.exit("PyGlove and pg-opt differ on the example")
            measured = ratio(statistics.median(peer) / processor) + " faster"
        self.row("the same beside PyGlove in a process", "≥ 150×", measured)

    def bulk(self):
        layers = 10_000 if self.options.quick else 100_000
        path = self.experiment(layers)
        nodes = layers * generate.NODES_PER_LAYER
        memory = []

        def pg():
            run = self.pg_opt(path, "scale-width")
            memory.append(run.memory)
            return run.processor

        def nlohmann():
            return float(Process([self.bin / "nlohmann-round-trip", path]).output)

        def jq():
            command = ["jq", "-c", "-f", FOLDER / "scale-width.jq", path]
            return Process(command).processor

        measures = [pg, nlohmann] + ([jq] if shutil.which("jq") else [])
        ours, parse_and_dump, *rest = in_turns(self.options.runs, *measures)
        what = f"JSON → `scale-width` → verify → JSON, {nodes / 1e6:.1f} M values"
        self.row(
            f"{what}: beside nlohmann's parse + dump",
            "≤ 0.8×",
            f"{ratio(ours / parse_and_dump)} ({ours:.0f} ms)",
        )
        self.row(
            "the same beside the best jq program",
            "≥ 4× faster",
            ratio(rest[0] / ours) + " faster" if rest else "no jq here",
        )

        stages = self.stages(path, self.options.runs)
        whole = rule = "no PyGlove here"
        if self.options.python:
            few = 200 if self.options.quick else 1000
            peer_path = self.experiment(few)
            runs = [
                json.loads(self.python("layers", peer_path).output) for _ in range(3)
            ]
            peer = {
                stage: statistics.median(run[stage] for run in runs)
                for stage in runs[0]
            }
            scaled = layers / few
            whole = ratio(scaled * sum(peer.values()) / ours) + " faster"
            rule = ratio(scaled * peer["patch"] / stages["rule"]) + " faster"
        self.row("the same beside PyGlove", "≥ 250×", whole)
        self.row(
            "one rule, verified, on an experiment in memory, beside `pg.patch`",
            "≥ 300×",
            rule,
        )
        self.row(
            "growth: time per value, 10 k → 10 M values", "≤ 1.15×", self.growth()
        )
        self.row(
            "25,000 experiments × 5 rules, 2 cores",
            "≤ 4 s in memory, ≤ 8 s with files",
            NOT_YET,
        )
        beyond = statistics.median(memory) - path.stat().st_size
        self.row(
            "peak memory beyond the input", "≤ 80 bytes a value", f"{beyond / nodes:.0f} bytes"
        )
        in_pdl = self.stages(
            path, self.options.runs, ROOT / "passes/scale-width/ScaleWidth.pdll"
        )
        self.row(
            "a rule in PDL beside its C++ form, with walk and verification",
            "≤ 3×",
            ratio(in_pdl["rule"] / stages["rule"]),
        )
        self.note = "Of {:.0f} ms: ".format(sum(stages.values())) + ", ".join(
            f"{stage} {time:.0f}" for stage, time in stages.items()
        )

    def growth(self):
        """Start-up is not counted: the stages are measured inside a process, and what
        declaring the classes takes in a small experiment is taken from both."""
        few, many = (900, 9_000) if self.options.quick else (900, 900_000)

        def measure():
            small = self.stages(self.experiment(few), 25)
            large = self.stages(self.experiment(many), 1)
            small_time, large_time = (
                sum(stages.values()) - small["declare"] for stages in (small, large)
            )
            return (large_time / many) / (small_time / few)

        return ratio(statistics.median(measure() for _ in range(3)))


def find_python():
    for candidate in [ROOT / ".venv/bin/python", sys.executable]:
        command = [candidate, "-c", "import pyglove"]
        if shutil.which(candidate) and not subprocess.run(
            command, capture_output=True
        ).returncode:
            return candidate
    return None


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--python", default=find_python(), help="one with PyGlove")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="smaller: a smoke test")
    options = parser.parse_args()
    options.build = options.build.resolve()

    build = ["cmake", "--build", options.build, "--target", "benchmarks"]
    subprocess.run(build, check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        benchmarks = Benchmarks(options, pathlib.Path(folder))
        benchmarks.small()
        benchmarks.bulk()
    print("| what | goal | measured |\n| --- | --- | --- |")
    for row in benchmarks.rows:
        print("| " + " | ".join(row) + " |")
    print("\n" + benchmarks.note)


if __name__ == "__main__":
    main()
