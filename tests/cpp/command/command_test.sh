#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The command as a process: exit codes, streams, files, pipes, the environment.
# usage: command_test.sh COMMAND SOURCE_DIRECTORY
set -uo pipefail

command=$1
example=$2/examples/institute
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CPG_CONFIG_PATH NO_COLOR
failures=0

# is WHAT EXPECTED ACTUAL
is() {
  if [[ $2 != "$3" ]]; then
    printf 'FAILED: %s\n  expected: %s\n  actual:   %s\n' "$1" "$2" "$3"
    failures=$((failures + 1))
  fi
}

# holds WHAT TEXT PART
holds() {
  if [[ $2 != *"$3"* ]]; then
    printf 'FAILED: %s\n  expected to hold: %s\n  actual:           %s\n' "$1" "$3" "$2"
    failures=$((failures + 1))
  fi
}

# --- a file takes its place as a whole ---------------------------------------------------------
cd "$work" || exit 1
"$command" plan "$example" --format json -o plan.json >out 2>err
is 'plan -o: exit code' 0 $?
is 'plan -o: nothing on stdout' '' "$(cat out)"
is 'plan -o: nothing on stderr' '' "$(cat err)"
is 'plan -o: nothing else is left' 'err out plan.json' "$(echo *)"
"$command" plan "$example" --format json >same.json
is 'plan -o: the same as on stdout' "$(cksum <same.json)" "$(cksum <plan.json)"
"$command" plan "$example" --format json -o - | cmp -s - plan.json
is 'plan -o -: stdout' '0 0' "${PIPESTATUS[*]}"

chmod 640 plan.json
ln -s plan.json link.json
"$command" plan "$example" --format summary -o link.json
is 'plan -o LINK: the link stays' plan.json "$(readlink link.json)"
holds 'plan -o LINK: the file is replaced' "$(head -n 1 plan.json)" '5 datasets: '
is 'plan -o: the permissions stay' plan.json "$(find plan.json -perm 640)"
(umask 027 && "$command" plan "$example" --format summary -o new.txt)
is 'plan -o: a new file minds the mask' new.txt "$(find new.txt -perm 640)"

echo before >kept
"$command" plan /no/such/path -o kept 2>err
is 'plan -o, wrong configuration: exit code' 1 $?
is 'plan -o, wrong configuration: the file stays' before "$(cat kept)"

"$command" plan "$example" -o no/such/directory/plan.txt >out 2>err
is 'plan -o, no directory: exit code' 1 $?
is 'plan -o, no directory: message' \
  'cpginfra: no/such/directory/plan.txt could not be written: No such file or directory' "$(cat err)"

"$command" plan "$example" -o /dev/null
is 'plan -o DEVICE: exit code' 0 $?
is 'plan -o DEVICE: the device stays' yes "$([[ -c /dev/null ]] && echo yes)"

# --- the disk is full ----------------------------------------------------------------------------
if [[ -c /dev/full ]]; then
  "$command" plan "$example" >/dev/full 2>err
  is 'stdout on a full disk: exit code' 1 $?
  is 'stdout on a full disk: message' \
    'cpginfra: the output could not be written: No space left on device' "$(cat err)"
  "$command" plan "$example" -o /dev/full 2>err
  is 'plan -o on a full disk: exit code' 1 $?
  is 'plan -o on a full disk: message' \
    'cpginfra: /dev/full could not be written: No space left on device' "$(cat err)"
fi
(
  ulimit -f 16 # blocks
  exec "$command" plan "$example" --format json -o large.json 2>err
)
is 'plan -o past the size limit: exit code' 1 $?
is 'plan -o past the size limit: message' \
  'cpginfra: large.json could not be written: File too large' "$(cat err)"
is 'plan -o past the size limit: nothing is left' '' "$(find . -name 'large*')"

# A file system of its own, which is full for real; only root may mount one.
mkdir small
if mount -t tmpfs -o size=64k tmpfs small 2>/dev/null; then
  "$command" plan "$example" --format json -o small/plan.json 2>err
  is 'plan -o on a small disk: exit code' 1 $?
  is 'plan -o on a small disk: message' \
    'cpginfra: small/plan.json could not be written: No space left on device' "$(cat err)"
  is 'plan -o on a small disk: nothing is left' '' "$(ls -A small)"
  umount small
else
  echo 'SKIPPED: no tmpfs can be mounted, so no disk is full but /dev/full'
fi

# --- the reader goes away ------------------------------------------------------------------------
"$command" plan "$example" --format json 2>err | head -c 1 >out
is 'a closed pipe: exit code' 141 "${PIPESTATUS[0]}"
is 'a closed pipe: nothing on stderr' '' "$(cat err)"
"$command" validate /no/such/path 2>&1 >out | true
is 'a closed pipe at stderr: nothing breaks' 1 "${PIPESTATUS[0]}"

# --- the environment -------------------------------------------------------------------------------
"$command" plan >out 2>err
is 'no path: exit code' 2 $?
is 'no path: message' 'cpginfra: no configuration is named; give a PATH, or set CPG_CONFIG_PATH' \
  "$(cat err)"
CPG_CONFIG_PATH=/no/such/a.toml "$command" plan >out 2>err
is 'CPG_CONFIG_PATH: exit code' 1 $?
holds 'CPG_CONFIG_PATH: message' "$(cat err)" /no/such/a.toml
CPG_CONFIG_PATH=/no/such/a.toml "$command" plan "$example" --format summary >out
is 'a PATH goes before CPG_CONFIG_PATH' 0 $?

# The layers of CPG_CONFIG_PATH, merged.
cat >base.toml <<'TOML'
[config]
domain = "example.org"
budget_currency = "AUD"
common_dataset = "common"
config_destination = "gs://example-config/config"
plugins_enabled = []
[config.users]
[[datasets]]
dataset = "common"
deploy_locations = ["dry-run"]
budgets = {}
[datasets.gcp]
project = "common-123"
TOML
printf '[config]\ndomain = "layer.example"\n' >layer.toml
CPG_CONFIG_PATH=base.toml,layer.toml "$command" plan >out 2>err
is 'CPG_CONFIG_PATH, a list: exit code' 0 $?
holds 'CPG_CONFIG_PATH, a list: the plan' "$(cat out)" 'common on dry-run: '
holds 'CPG_CONFIG_PATH, a list: the later layer' "$(cat out)" '@layer.example'

# Colours: a terminal has them, unless NO_COLOR is set; what is no terminal has none.
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  on_terminal() {
    TERM=xterm script -qec "'$command' plan '$example' --dataset common $*" /dev/null </dev/null |
      head -c 4
  }
  is 'on a terminal: colours' $'\e[1m' "$(on_terminal | head -c 4)"
  is 'on a terminal with NO_COLOR: none' comm "$(NO_COLOR=1 on_terminal)"
  is 'on a terminal with --color never: none' comm "$(on_terminal --color never)"
fi
"$command" plan "$example" --color always --dataset common | head -c 4 >out
is 'no terminal with --color always: colours' $'\e[1m' "$(cat out)"

# --- unreadable input ------------------------------------------------------------------------------
mkdir directory.toml empty
for arguments in 'plan directory.toml' 'validate directory.toml' 'diff directory.toml directory.toml' \
  "check $example --rules directory.toml"; do
  # shellcheck disable=SC2086 # the words are separate arguments
  "$command" $arguments >out 2>err
  is "a directory for a file, $arguments: exit code" 1 $?
  holds "a directory for a file, $arguments: message" "$(cat err)" directory.toml
done
if [[ $(id -u) != 0 ]]; then
  as_user=()
elif command -v setpriv >/dev/null; then
  as_user=(setpriv --reuid 65534 --clear-groups)
fi
if [[ -v as_user ]]; then
  printf '[config]\n' >unreadable.toml
  chmod 000 unreadable.toml
  chmod 755 "$work"
  "${as_user[@]}" "$command" validate unreadable.toml >out 2>err
  is 'an unreadable file: exit code' 1 $?
  holds 'an unreadable file: message' "$(cat err)" 'Permission denied'
else
  echo 'SKIPPED: root reads every file, and there is no setpriv'
fi
"$command" plan directory.toml >out 2>err
is 'a directory where a file is wanted: exit code' 1 $?
"$command" validate empty 2>err
is 'an empty directory: exit code' 1 $?
holds 'an empty directory: message' "$(cat err)" error
head -c 100000 /dev/zero >zeros.json
"$command" validate zeros.json 2>err
is 'zeros: exit code' 1 $?

if ((failures > 0)); then
  echo "$failures checks failed"
  exit 1
fi
echo 'all checks passed'
