#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Installs what is missing, builds, and runs all tests: checks of the sources,
# lit (the tools), pytest (pgopt, and pg-opt with the real PyGlove, Keras and Flax).
# The last line counts them; exit status 1 when one failed, or none ran.
#
#   tools/test.sh [--cpp-only] [--quick]
#
#     --cpp-only: without the Python environment
#     --quick: without the sanitizers, the fuzzers and clang-tidy

# shellcheck source=tools/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
python=with-python
quick=no
passed=0
failed=0
skipped=0

for argument in "$@"; do
  case "$argument" in
    --cpp-only) python=without-python ;;
    --quick) quick=yes ;;
    *) die "usage: tools/test.sh [--cpp-only] [--quick]" ;;
  esac
done
step_count=4
if [[ $python == with-python ]]; then
  step_count=$((step_count + 2))
fi
if [[ $quick == no ]]; then
  step_count=$((step_count + 3))
fi

# The summary comes last, however the script ends; before its end is a failure.
finished=no
summarize() {
  if [[ $finished == no ]]; then
    failed=$((failed + 1))
  fi
  echo
  echo "$passed passed, $failed failed$( ((skipped == 0)) || echo ", $skipped skipped")"
  if ((failed > 0 || passed == 0)); then
    exit 1
  fi
}
trap summarize EXIT

# check COMMAND…: one test, whose output matters only when it fails.
check() {
  local output
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s\n' "FAIL: $*" "$output"
  fi
}

# From a JUnit report: how many passed, failed, were skipped.
read_report() {
  python3 - "$1" <<'END'
import sys
import xml.etree.ElementTree as ElementTree

suites = list(ElementTree.parse(sys.argv[1]).iter("testsuite"))
total, failures, errors, skipped = (
    sum(int(suite.get(name, 0)) for suite in suites)
    for name in ("tests", "failures", "errors", "skipped")
)
print(total - failures - errors - skipped, failures + errors, skipped)
END
}

# run_suite REPORT COMMAND…: many tests, counted from the report that the command writes.
run_suite() {
  local report=$1 status=0 good=0 bad=0 left_out=0
  shift
  rm -f "$report"
  "$@" || status=$?
  if [[ -s $report ]]; then
    read -r good bad left_out < <(read_report "$report")
  fi
  # A runner that fails and blames no test has failed itself.
  if ((status != 0 && bad == 0)); then
    bad=1
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  skipped=$((skipped + left_out))
}

run_checks() {
  local script
  step "Checking the sources: format, generated pages"
  check tools/check-format.sh
  for script in tools/docs/*.py; do
    check python3 "$script" --check
  done
}

run_lit() {
  local report=build/release/test/lit.xml
  step "Running the lit tests"
  run_suite "$report" "$llvm/bin/lit" -sv build/release/test --xunit-xml-output "$report"
}

run_sanitized_lit() {
  local report=build/asan/test/lit.xml
  step "Running the lit tests with the sanitizers, and the fuzzers for a short time"
  run_suite "$report" "$llvm/bin/lit" -sv build/asan/test --xunit-xml-output "$report"
}

run_tidy() {
  step "Checking the sources with clang-tidy"
  check tools/check-tidy.sh
}

run_pytest() {
  local report=build/release/test/pytest.xml
  step "Running the Python tests, with the real PyGlove, Keras and Flax"
  export KERAS_BACKEND=jax PG_REQUIRE_TOOLS=1 PG_OPT=$PWD/build/release/bin/pg-opt
  run_suite "$report" .venv/bin/python -m pytest -q --junitxml="$report" test/Python test/Integration
}

set_up "$python"
build_release
run_checks
run_lit
if [[ $python == with-python ]]; then
  run_pytest
fi
if [[ $quick == no ]]; then
  build_sanitized
  run_sanitized_lit
  run_tidy
fi
finished=yes
