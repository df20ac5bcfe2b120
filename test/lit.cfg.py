# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The lit suite: the tools, from outside.

Run it with `cmake --build --preset release --target check-pg`, or a part of it
with `/usr/lib/llvm-22/bin/lit -v build/release/test/Import`; a test of the
source folder, as in `lit -v test/Import/errors.test`, runs on the release build.

A test names the tools as a user does: pg-opt, FileCheck, not, diff. Beside lit's
own substitutions there are

    %examples   the folder examples/
    %python     the Python of .venv; such a test says `REQUIRES: python`
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import lit_format


def load_site_config():
    """For a test that was named by its source: the release build's configuration."""
    site = os.path.join(HERE, "../build/release/test/lit.site.cfg.py")
    if not os.path.exists(site):
        lit_config.fatal("there is no build to test; run: tools/test.sh --cpp-only")
    lit_config.load_config(config, os.path.normpath(site))


def use_sanitizers():
    """Most of MLIR is not instrumented: what only whole programs can keep to is off."""
    config.environment["ASAN_OPTIONS"] = (
        # What never frees on purpose does not leak.
        "allow_user_poisoning=0:detect_container_overflow=0:detect_leaks=0"
    )
    config.environment["UBSAN_OPTIONS"] = "print_stacktrace=1"
    config.environment["PG_SANITIZED"] = "1"
    config.environment["PG_TEST_STRIDE"] = "17"
    if "fuzzer" in config.pg_sanitize:
        config.available_features.add("fuzzers")


def configure():
    config.name = "pg"
    config.test_format = lit_format.SourceTest()
    config.suffixes = [".mlir", ".json", ".test", ".txt"]
    config.excludes = ["Inputs", "CMakeLists.txt", "seeds"]
    config.test_source_root = HERE

    config.environment["PATH"] = os.pathsep.join(
        [config.pg_tools_dir, config.llvm_tools_dir, config.environment["PATH"]]
    )
    config.environment["FILECHECK_OPTS"] = "-enable-var-scope --allow-unused-prefixes=false"
    config.environment["KERAS_BACKEND"] = "jax"
    # Whoever wants other random inputs than those of every run.
    if "PG_SEED" in os.environ:
        config.environment["PG_SEED"] = os.environ["PG_SEED"]

    if config.pg_sanitize:
        use_sanitizers()
    # The same tests on other forms of the rules (test/RuleFiles/same-tests.test), perhaps
    # while they run on those that are built in: their files go to another folder.
    if lit_config.params.get("rules"):
        config.environment["PG_RULES_PATH"] = lit_config.params["rules"]
        config.test_exec_root = lit_config.params["output"]

    python = os.path.join(config.pg_source_root, ".venv/bin/python")
    if os.path.exists(python):
        config.available_features.add("python")
    config.substitutions += [
        ("%examples", os.path.join(config.pg_source_root, "examples")),
        ("%python", python),
    ]


if hasattr(config, "pg_source_root"):
    configure()
else:
    load_site_config()
