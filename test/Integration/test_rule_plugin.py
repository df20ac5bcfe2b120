# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A rule that is built out of tree, against an installed pg, and loaded as a plugin."""

import os
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(
    os.environ.get("PG_OPT", ROOT / "build/release/bin/pg-opt")
).resolve().parents[1]
SAMPLE = ROOT / "test/Plugin/sample"

pytestmark = pytest.mark.skipif(
    not (BUILD / "bin/pg-opt").exists() and "PG_REQUIRE_TOOLS" not in os.environ,
    reason="pg is not built",
)


def run(*command, **options):
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, **options
    )
    return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    prefix = tmp_path_factory.mktemp("installed")
    done = run("cmake", "--install", BUILD, "--prefix", prefix)
    assert done.returncode == 0, done.stderr
    return prefix


def build(installed, source, folder):
    configure = run(
        "cmake", "-G", "Ninja", "-S", source, "-B", folder, f"-DCMAKE_PREFIX_PATH={installed}",
        "-DCMAKE_CXX_COMPILER=clang++-22", "-DCMAKE_C_COMPILER=clang-22",
        "-DMLIR_DIR=/usr/lib/llvm-22/lib/cmake/mlir", "-DLLVM_DIR=/usr/lib/llvm-22/lib/cmake/llvm",
    )
    assert configure.returncode == 0, configure.stderr
    done = run("cmake", "--build", folder)
    assert done.returncode == 0, done.stdout
    return folder / "Sample.so"


@pytest.fixture(scope="module")
def plugin(installed, tmp_path_factory):
    return build(installed, SAMPLE, tmp_path_factory.mktemp("plugin"))


def pg_opt(installed, *arguments, **options):
    return run(installed / "bin/pg-opt", *arguments, **options)


CONVOLUTION = '{"_type": "my.Conv", "size": 3}'
CLASSES = (
    '{"version": 1, "classes": {"my.Conv": {"concepts": ["convolution"], '
    '"roles": {"size": "kernel"}}}}'
)


def test_a_rule_of_a_plugin(installed, plugin, tmp_path):
    (tmp_path / "components.json").write_text(CLASSES)
    for rule in ("--pass-pipeline=scale-kernel{scale=3}", "--patch=sample/scale_kernel?3"):
        done = pg_opt(
            installed, f"--load-rule-plugin={plugin}", rule, input=CONVOLUTION, cwd=tmp_path
        )
        assert done.stdout == '{"_type": "my.Conv", "size": 9}', done.stderr
    listed = pg_opt(installed, f"--load-rule-plugin={plugin}", "--list-rules").stdout
    assert "sample/scale-kernel  Scale the kernel of every convolution" in listed
    wrong = pg_opt(
        installed, f"--load-rule-plugin={plugin}", "--patch=scale-kernel?0", input=CONVOLUTION
    )
    assert wrong.returncode == 1
    assert "--patch:1:14: error: option 'scale' must be above 0, not 0" in wrong.stderr


def test_a_rule_without_patterns_says_little(installed, tmp_path):
    source = shutil.copytree(SAMPLE, tmp_path / "sample")
    rule = (source / "Sample.cpp").read_text()
    start = rule.index("  void populatePatterns")
    end = rule.index("};\n} // namespace")
    walk = "  LogicalResult applyRule(RuleRewriter &) override { return success(); }\n"
    (source / "Sample.cpp").write_text(rule[:start] + walk + rule[end:])
    plugin = build(installed, source, tmp_path / "build")
    said = pg_opt(
        installed, f"--load-rule-plugin={plugin}", "--explain=scale-kernel", input=CONVOLUTION
    ).stdout
    assert "the root (my.Conv): declined: is nothing that the rule changes" in said


def test_what_cannot_be_loaded(installed, plugin, tmp_path):
    def refusal(path, *more):
        done = pg_opt(installed, f"--load-rule-plugin={path}", *more, input="{}")
        assert done.returncode == 1 and not done.stdout
        return done.stderr

    assert "cannot load the plugin 'none.so': " in refusal("none.so")
    (tmp_path / "text.so").write_text("no library")
    assert "cannot load the plugin" in refusal(tmp_path / "text.so")
    twice = refusal(plugin, f"--load-rule-plugin={plugin}")
    assert "cannot be used: there are two rules 'sample/scale-kernel'" in twice
    source = tmp_path / "empty.c"
    source.write_text("int nothing;")
    assert run("clang-22", "-shared", "-o", tmp_path / "empty.so", source).returncode == 0
    assert "is no rule plugin: it has no 'pgGetRulePluginInfo'" in refusal(tmp_path / "empty.so")


@pytest.mark.parametrize("macro, what", [("LLVM_VERSION_STRING", "LLVM"), ("PG_VERSION", "pg")])
def test_what_was_built_against_another_version(installed, plugin, tmp_path, macro, what):
    """As if it had been: the sample says another version of itself."""
    source = tmp_path / "sample"
    shutil.copytree(SAMPLE, source)
    text = (source / "Sample.cpp").read_text()
    redefine = f'#undef {macro}\n#define {macro} "9.9.9"\n'
    (source / "Sample.cpp").write_text(
        text.replace("PG_RULE_PLUGIN", redefine + "PG_RULE_PLUGIN")
    )
    other = build(installed, source, tmp_path / "build")
    done = pg_opt(installed, f"--load-rule-plugin={other}", input="{}")
    assert done.returncode == 1 and not done.stdout
    assert f"was built against {what} 9.9.9, this tool against " in done.stderr
