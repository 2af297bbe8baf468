#!/bin/sh
# What a step receives on standard input, as steps/payload.ts writes it. Sent in front of the scripts that read some.
set -eu

# each_record COMMAND...: runs COMMAND KIND FIELD... for each record. The fields are still encoded.
each_record() {
  each_record_ended=
  while read -r each_record_line; do
    case $each_record_line in end) each_record_ended=yes && break ;; esac
    # shellcheck disable=SC2086 # words of base64
    "$@" $each_record_line </dev/null
  done
  [ -n "$each_record_ended" ] || fail "what this step is to read was cut off" "run pulumi up again"
}

# field VARIABLE FIELD: decodes a text into a variable, line ends and all.
field() {
  # A command substitution drops line ends, so a dot goes behind them.
  # shellcheck disable=SC2034 # eval reads it
  field_text=$(bytes "$2" && echo .) && eval "$1=\${field_text%.}"
}

# bytes FIELD: decodes a field to standard output.
bytes() {
  [ "$1" = - ] || printf '%s' "$1" | base64 -d
}

# in_memory NAME: makes a folder in memory that nobody else can enter, $memory, which goes when the script ends.
# To be called under the lock of that name: what an earlier run has left was killed.
in_memory() {
  in_memory_at=/dev/shm/
  # Docker from snap sees nothing there but what has this name; its command is a link to snap itself.
  case $(readlink -f "$(command -v docker)") in */snap) in_memory_at=${in_memory_at}snap.docker. ;; esac
  rm -rf "${in_memory_at}swarm-$1".????????
  memory=$(mktemp -d "${in_memory_at}swarm-$1.XXXXXXXX")
  trap 'rm -rf "$memory"' EXIT
  trap 'exit 1' HUP INT PIPE TERM
}
