# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Which files of test/ are lit tests. (A module, because lit's workers import it.)"""

import lit.formats


class SourceTest(lit.formats.ShTest):
    """Files with RUN lines; of the kinds that also hold data, those that have one."""

    def getTestsForPath(self, suite, path, lit_config, local_config):
        if path[0] in ("Python", "Integration"):  # pytest's
            return
        for test in super().getTestsForPath(suite, path, lit_config, local_config):
            if not path[-1].endswith((".json", ".txt")) or has_run_line(test):
                yield test


def has_run_line(test):
    with open(test.getSourcePath(), "rb") as file:
        return b"RUN:" in file.read()
