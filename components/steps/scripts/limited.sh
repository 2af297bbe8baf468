#!/bin/sh
# limited PATTERNS COMMAND: runs a shell command with only the variables that match one of the patterns.
set -eu
# Splitting is safe: names contain only letters, digits and _.
for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
  kept=
  set -f
  for pattern in $1; do
    # shellcheck disable=SC2254 # pattern
    case $name in $pattern) kept=yes ;; esac
  done
  set +f
  [ -n "$kept" ] || unset "$name"
done
exec /bin/sh -c "$2"
