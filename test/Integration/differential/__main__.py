# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A run of any length from the command line."""

import argparse
import pathlib
import random
import sys
import tempfile

from differential import runner, spec_runner


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m differential", description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--specs", type=int, default=0, help="try so many values on specs")
    parser.add_argument("--show", type=int, default=5, help="how many differences to print")
    args = parser.parse_args()
    print(f"seed {args.seed}, {args.specs or args.cases} cases", flush=True)
    if args.specs:
        tally = spec_runner.run(args.seed, args.specs)
    else:
        tally = runner.run_cases(args.seed, range(args.first, args.first + args.cases))
    folder = pathlib.Path(tempfile.gettempdir()) / "pg-differential"
    for difference in tally.differences[: args.show]:
        print(difference.report(folder))
    print(f"{tally.cases} cases, {tally.written} written, rules {dict(tally.rules)}")
    print(f"expected deviations {dict(tally.deviations)}")
    print(f"{len(tally.differences)} differences")
    return 1 if tally.differences else 0


sys.exit(main())
