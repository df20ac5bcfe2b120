#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Installs what pg needs and a machine does not have yet: Debian packages, and
# the Python environment .venv with PyGlove, Keras, Flax and pgopt. Where all is
# there, it only looks. demo.sh and test.sh do this themselves.
#
#   tools/setup.sh [--cpp-only]        --cpp-only: without the Python environment
#
# Sourced, it lends its steps to the other scripts, which set step_count.

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
llvm=/usr/lib/llvm-22
logs=build/logs
step_count=2
step_number=0

# What a user's other Python projects set must not leak into .venv.
unset PYTHONHOME PYTHONPATH

# --- Saying what happens -----------------------------------------------------

step() {
  step_number=$((step_number + 1))
  echo "[$step_number/$step_count] $*"
}

die() {
  printf '%s\n' "$@" >&2
  exit 1
}

# On a terminal the newest line of a command's output, elsewhere one now and then.
show_progress() {
  local line last=$SECONDS width
  width=$(stty -F /dev/tty size 2>/dev/null | cut -d ' ' -f 2) || true
  ((width > 20)) || width=80
  while IFS= read -r line; do
    if [[ -t 1 ]]; then
      printf '\r\e[K%s' "    ${line:0:width-5}"
    elif ((SECONDS - last >= 20)); then
      echo "    $line"
      last=$SECONDS
    fi
  done
  if [[ -t 1 ]]; then
    printf '\r\e[K'
  fi
}

# run_logged NAME COMMAND…: runs a program whose output is long.
run_logged() {
  local log=$logs/$1.log
  shift
  mkdir -p "$logs"
  if ! "$@" </dev/null 2>&1 | tee "$log" | show_progress; then
    {
      echo "Failed: $*"
      echo "The end of its output, which is in $log:"
      tail -n 30 "$log" | sed 's/^/    /'
    } >&2
    return 1
  fi
}

# run_patiently NAME COMMAND…: the same for what comes over a network; where that fails, it
# runs again, up to three times in all.
run_patiently() {
  local attempt
  for attempt in 1 2; do
    run_logged "$@" && return
    echo "    Trying it again in $((10 * attempt)) seconds." >&2
    sleep $((10 * attempt))
  done
  run_logged "$@"
}

# --- Debian packages ---------------------------------------------------------

# Each package, and a program or file that shows that it, or another source of
# the same, is there.
packages() {
  cat <<END
cmake               cmake
ninja-build         ninja
ccache              ccache
python3             python3
jq                  jq
clang-22            /usr/bin/clang++-22
lld-22              $llvm/bin/ld.lld
clang-format-22     clang-format-22
clang-tidy-22       clang-tidy-22
libclang-rt-22-dev  $llvm/lib/clang/22/lib/linux
libmlir-22-dev      $llvm/lib/cmake/mlir/MLIRConfig.cmake
mlir-22-tools       $llvm/bin/mlir-tblgen
llvm-22-dev         $llvm/lib/libLLVMSupport.a
llvm-22-tools       $llvm/bin/FileCheck
libre2-dev          /usr/include/re2/re2.h
nlohmann-json3-dev  /usr/include/nlohmann/json.hpp
libbenchmark-dev    /usr/include/benchmark/benchmark.h
libzstd-dev         /usr/include/zstd.h
zlib1g-dev          /usr/include/zlib.h
END
}

# is_there SIGN: the program or file.
is_there() {
  if [[ $1 == /* ]]; then [[ -e $1 ]]; else command -v "$1" >/dev/null; fi
}

missing_packages() {
  local package sign
  while read -r package sign; do
    is_there "$sign" || echo "$package"
  done < <(packages)
  if [[ $1 == with-python ]] && ! python_environment_is_current && ! find_python >/dev/null; then
    echo python3-venv
  fi
}

# Sets `admin` to what runs a command as the administrator.
find_admin() {
  admin=()
  if (($(id -u) == 0)); then
    return
  fi
  command -v sudo >/dev/null || return 1
  # It may ask for a password now, before its output goes to a log.
  if [[ -t 0 ]]; then sudo -v; else sudo -n true 2>/dev/null; fi || return 1
  admin=(sudo)
}

# install_packages with-python|without-python
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$1")
  if ((${#missing[@]} == 0)); then
    step "Debian packages: nothing is missing"
    return
  fi
  step "Debian packages: missing are ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    die "This system has no apt-get: install what these Debian packages hold, then run this again."
  fi
  if ! find_admin; then
    die "Installing packages needs root or sudo. As an administrator, run:" \
      "    apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  fi
  # Somebody else's broken package source is no reason to stop.
  run_logged apt-update "${admin[@]}" apt-get update ||
    echo "    Going on with the package lists that are there." >&2
  run_logged apt-install "${admin[@]}" env LC_ALL=C DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}" ||
    explain_failed_install
}

explain_failed_install() {
  if grep -q 'Some index files failed to download' "$logs/apt-update.log"; then
    die "apt-get update did not reach all package sources: $logs/apt-update.log"
  elif grep -qE 'Unable to locate package .*-22|Package .*-22.* has no installation candidate' \
    "$logs/apt-install.log"; then
    die "The package sources of this system do not have LLVM 22. On Debian 12 it is in" \
      "    deb http://deb.debian.org/debian-security bookworm-security main" \
      "Other systems: https://apt.llvm.org"
  fi
  exit 1
}

# --- The Python environment --------------------------------------------------

# The Python that makes .venv: new enough, and able to.
find_python() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$python"
      return
    fi
  done
  return 1
}

# What .venv was made from. An environment cannot move, so the place counts.
python_stamp() {
  pwd
  cat python/requirements.txt python/requirements-stable.txt python/pyproject.toml
}

python_environment_works() {
  .venv/bin/python -c '' 2>/dev/null && [[ $(head -n 1 .venv/pg-stamp 2>/dev/null) == "$PWD" ]]
}

python_environment_is_current() {
  python_environment_works && cmp -s .venv/pg-stamp <(python_stamp)
}

install_python_environment() {
  local python
  if python_environment_is_current; then
    step "Python environment .venv: up to date"
    return
  fi
  step "Python environment .venv: installing PyGlove, Keras, Flax and JAX (770 MB)"
  if ! python_environment_works; then
    python=$(find_python) || die "It takes Python 3.11 or newer with its venv module; python3 here is $(
      python3 --version 2>&1)."
    run_logged venv "$python" -m venv --clear .venv
    pwd >.venv/pg-stamp
  fi
  export PIP_DISABLE_PIP_VERSION_CHECK=1
  run_patiently pip .venv/bin/python -m pip install --no-deps -r python/requirements.txt
  run_logged pgopt .venv/bin/python -m pip install --no-build-isolation --no-deps -e python
  # Beside it, the PyGlove that plain pip gives, to load with what pg-opt writes.
  rm -rf .venv/pyglove-stable
  run_patiently pip-stable .venv/bin/python -m pip install --no-deps --target .venv/pyglove-stable \
    -r python/requirements-stable.txt
  python_stamp >.venv/pg-stamp
}

# --- The build ---------------------------------------------------------------

build_release() {
  step "Building pg: build/release"
  run_logged configure cmake --preset release
  run_logged build cmake --build --preset release
}

# The same with the sanitizers and the fuzzers.
build_sanitized() {
  step "Building pg with AddressSanitizer, UndefinedBehaviorSanitizer and libFuzzer: build/asan"
  run_logged configure-asan cmake --preset asan
  run_logged build-asan cmake --build --preset asan
}

set_up() {
  install_packages "$1"
  if [[ $1 == with-python ]]; then
    install_python_environment
  fi
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  case "${1-}" in
    "") set_up with-python ;;
    --cpp-only) step_count=1 && set_up without-python ;;
    *) die "usage: tools/setup.sh [--cpp-only]" ;;
  esac
fi
