#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs each example program and holds what it prints against what is kept.
# usage: examples_test.sh DIRECTORY_OF_PROGRAMS SOURCE_DIRECTORY [--update]
set -euo pipefail

programs=$1 source=$2 update=${3:-}
expected=$source/tests/embedding/expected
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# run NAME EXIT_CODE PROGRAM ARGUMENT...: in the source directory, so that places in files are the same
# on every machine.
run() {
  local name=$1 expected_code=$2 program=$3 code=0
  shift 3
  (cd "$source" && "$programs/$program" "$@") >"$work/$name" 2>&1 || code=$?
  if ((code != expected_code)); then
    printf 'FAILED: %s exits with %s, not %s\n' "$name" "$code" "$expected_code"
    failures=$((failures + 1))
  fi
  if [[ $update == --update ]]; then
    cp "$work/$name" "$expected/$name.txt"
  elif ! diff -u "$expected/$name.txt" "$work/$name"; then
    printf 'FAILED: %s prints something else\n' "$name"
    failures=$((failures + 1))
  fi
}

run load_and_diagnose 0 load_and_diagnose examples/institute
run load_and_diagnose_broken 1 load_and_diagnose tests/data/broken/adhoc-groups/config.toml
run walk_a_plan 0 walk_a_plan examples/institute newborn
run who_can_read 0 who_can_read examples/institute ieg-cardiac-main
run policy_check 0 policy_check examples/institute
run plugin 0 plugin examples/institute
run resolve_deferred 0 resolve_deferred examples/institute storage-config-gcp-newborn-main
# Terraform has no word for what runs Hail Batch.
run terraform_json_refused 1 terraform_json examples/institute
exit $((failures > 0))
