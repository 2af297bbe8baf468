#!/bin/sh
# Reads a step's standard input, which steps/payload.ts writes. Sent before scripts that have a payload.
set -eu

# each_record COMMAND...: runs COMMAND KIND FIELD... for each record, with the fields still encoded.
each_record() {
  each_record_ended=
  while read -r each_record_line; do
    case $each_record_line in end) each_record_ended=yes && break ;; esac
    # shellcheck disable=SC2086 # base64 fields
    "$@" $each_record_line </dev/null
  done
  [ -n "$each_record_ended" ] || fail "what this step is to read was cut off" "run pulumi up again"
}

# field VARIABLE FIELD: decodes a text into a variable, including trailing newlines.
field() {
  # A command substitution strips trailing newlines, so append a dot.
  # shellcheck disable=SC2034 # eval reads it
  field_text=$(bytes "$2" && echo .) && eval "$1=\${field_text%.}"
}

# bytes FIELD: decodes a field to standard output.
bytes() {
  [ "$1" = - ] || printf '%s' "$1" | base64 -d
}

# in_memory NAME: creates a folder in memory that no other user can enter, $memory, deleted when the script
# ends. Call it under the lock of that name: an existing folder belongs to a run that was killed.
in_memory() {
  in_memory_at=/dev/shm/
  # Docker from snap sees only files with this prefix there; its command is a link to snap itself.
  case $(readlink -f "$(command -v docker)") in */snap) in_memory_at=${in_memory_at}snap.docker. ;; esac
  rm -rf "${in_memory_at}swarm-$1".????????
  memory=$(mktemp -d "${in_memory_at}swarm-$1.XXXXXXXX")
  trap 'rm -rf "$memory"' EXIT
  trap 'exit 1' HUP INT PIPE TERM
}
