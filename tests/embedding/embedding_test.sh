#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds a consumer outside of the tree and runs it.
# usage: embedding_test.sh package|subdirectory|fetched CMAKE BUILD_DIRECTORY SOURCE_DIRECTORY
set -euo pipefail

way=$1 cmake=$2 build=$3 source=$4
if [[ $way != package && -z ${CPGINFRA_TEST_EMBEDDING:-} ]]; then
  echo "SKIPPED: it compiles the whole library again; ./dev test embedding runs it"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
failures=0

# is WHAT EXPECTED ACTUAL
is() {
  if [[ $2 != "$3" ]]; then
    printf 'FAILED: %s\n  expected: %s\n  actual:   %s\n' "$1" "$2" "$3"
    failures=$((failures + 1))
  fi
}

# cached NAME: what the library's own build was configured with.
cached() { sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"; }

# configure DIRECTORY ARGUMENT...: as the library's own build, so that the compiler cache has it.
configure() {
  local directory=$1
  shift
  "$cmake" -S "$source/tests/embedding/consumer" -B "$directory" -G Ninja -Wno-dev \
    -DWAY="$way" \
    -DCMAKE_BUILD_TYPE="$(cached CMAKE_BUILD_TYPE)" \
    -DCMAKE_CXX_COMPILER="$(cached CMAKE_CXX_COMPILER)" \
    -DCMAKE_CXX_FLAGS="$(cached CMAKE_CXX_FLAGS)" \
    -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="$(cached CMAKE_CXX_FLAGS_RELWITHDEBINFO)" \
    -DCMAKE_CXX_COMPILER_LAUNCHER="$(cached CPGINFRA_CCACHE)" "$@"
}

arguments=("-DCPGINFRA_SOURCE=$source" "-DCPGINFRA_WERROR=$(cached CPGINFRA_WERROR)")
if [[ $way == package ]]; then
  "$cmake" --install "$build" --prefix "$work/prefix" >/dev/null
  # The prefix can be moved, and nothing refers to where it was built.
  mv "$work/prefix" "$work/moved"
  arguments=("-DCMAKE_PREFIX_PATH=$work/moved")
  is 'package: nothing refers to the source or build directory' '' \
    "$(grep -rlF -e "$source" -e "$build" "$work/moved" --include='*.cmake' || true)"
  is 'package: the headers are those of the source' '' \
    "$(diff -r "$source/include" "$work/moved/include" 2>&1 || true)"
  if [[ -x $work/moved/bin/cpginfra ]]; then
    is 'package: the command runs' 0 "$("$work/moved/bin/cpginfra" --version >/dev/null && echo $?)"
  fi

  cat >"$work/bin/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(seeker LANGUAGES CXX)
find_package(cpginfra ${WANTED} CONFIG)
message(STATUS "found=${cpginfra_FOUND} version=${cpginfra_VERSION}: ${cpginfra_NOT_FOUND_MESSAGE}")
CMAKE
  # seek WANTED: what a find_package(cpginfra WANTED) says.
  seek() {
    "$cmake" -S "$work/bin" -B "$work/seeker" -DCMAKE_PREFIX_PATH="$work/moved" -DWANTED="$1" 2>/dev/null |
      sed -n 's/^-- found=//p'
  }
  version=$(sed -n 's/.*kVersion = "\(.*\)".*/\1/p' "$source/include/cpginfra/version.hpp")
  is 'package: its version is that of the headers' "1 version=$version: " "$(seek '' | sed 's/^TRUE/1/')"
  is 'package: a newer one is not there' "0 version=: " "$(seek 0.999)"
  is 'package: an unknown component' \
    "0 version=$version: cpginfra has no component 'azure'; it has core and testing" \
    "$(seek 'COMPONENTS;azure')"

  # What the compiler has no test of: see CMakeLists.txt.
  while IFS= read -r header; do
    own=$source/src/${header#cpginfra/}
    own=${own%.hpp}.cpp
    if [[ -f $own ]]; then
      is "$own includes its own header first" "#include \"$header\"" "$(grep -m1 '^#include' "$own")"
    fi
  done < <(cd "$source/include" && find cpginfra -name '*.hpp')
  is 'public headers include the standard library, Abseil and Catch2 alone' '' \
    "$(grep -rhoE '^#include .*' "$source/include" |
      grep -vE '^#include ("cpginfra/|"absl/|<catch2/|<[a-z_]+>)' || true)"
fi

configure "$work/consumer" "${arguments[@]}" >"$work/log" || { cat "$work/log"; exit 1; }
"$cmake" --build "$work/consumer" --target consumer --target whole >"$work/log" || { cat "$work/log"; exit 1; }
is 'the consumer plans the example' "$("$build/src/command/cpginfra" plan "$source/examples/institute" \
  --format summary | sed -n '1s/.*: \([0-9]* resources\).*/\1/p')" \
  "$("$work/consumer/consumer" "$source/examples/institute" | sed 's/.*: //')"
if command -v nm >/dev/null; then
  # What the consumer makes of the headers' templates and inline variables is its own, and weak or
  # unique.
  for taker in libwhole.so consumer; do
    is "$taker shows nothing of the library in it" '' \
      "$(nm -DC --defined-only "$work/consumer/$taker" | grep -v ' [VWu] ' | grep -F 'cpginfra::' | head || true)"
  done
  is 'libwhole.so has its own function' 1 \
    "$(nm -D --defined-only "$work/consumer/libwhole.so" | grep -cw consumer_version)"
else
  echo "SKIPPED: without nm it is not looked at what a shared library shows"
fi
exit $((failures > 0))
