# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The command: python -m pgopt export (MODULE | CLASS | EXPERIMENT.json)… -o FILE"""

import argparse
from collections.abc import Sequence
import contextlib
import logging
import sys
from typing import NoReturn

from pgopt.components import export, save_components, to_text
from pgopt.names import ExportError, log


class _Parser(argparse.ArgumentParser):
    """Exits with 1 for wrong arguments, as all tools of the family do."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(1, f"pgopt: error: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m pgopt", description="Declares PyGlove classes to pg-opt.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    command = commands.add_parser(
        "export",
        help="write component declarations (components.json)",
        description="Writes the declarations of the named symbolic classes, and of all classes "
        "that their fields lead to. Imports the named modules; never decodes a pickle.",
    )
    command.add_argument(
        "targets",
        nargs="+",
        metavar="TARGET",
        help="a module (all its symbolic classes), a class (its dotted name), or an experiment "
        "saved by PyGlove (EXPERIMENT.json: the classes of its _types)",
    )
    command.add_argument(
        "-a",
        "--annotations",
        action="append",
        default=[],
        metavar="FILE",
        help="concepts, roles, facts and tighter fields to merge in; later files win",
    )
    command.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="where to write; - for stdout"
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit status: 0, or 1 with a message on stderr."""
    options = _parser().parse_args(arguments)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("pgopt: warning: %(message)s"))
    log.addHandler(handler)
    try:
        with contextlib.redirect_stdout(sys.stderr):  # What imported modules print.
            components = export(*options.targets, annotations=options.annotations)
        if options.output == "-":
            sys.stdout.write(to_text(components))
        else:
            save_components(components, options.output)
    except ExportError as error:
        print(f"pgopt: error: {error}", file=sys.stderr)
        return 1
    finally:
        log.removeHandler(handler)
    return 0


if __name__ == "__main__":
    sys.exit(main())
