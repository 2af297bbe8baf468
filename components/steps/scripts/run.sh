#!/bin/sh
# run STEP SCRIPT SCOPE ARGUMENT...
# Runs a script that preflight has stored in this folder. An undo whose script is not here, because the machine
# has lost its disk since then, runs the newest version of that script.
set -eu
folder=${0%/*}
step=$1
script=$2
shift 2
# shell.ts encodes lines; a dot protects them at the end, where a command substitution strips them.
for word; do
  shift
  case $word in *\\*)
    word=$(printf %b. "$word")
    word=${word%.}
    ;;
  esac
  set -- "$@" "$word"
done
file=$folder/$script
if [ ! -f "$file" ] && [ "$1" = undo ]; then
  # shellcheck disable=SC2012 # names without blanks
  file=$(ls -t "$folder/${script%-*}"-* 2>/dev/null | head -n 1)
fi
if [ ! -f "$file" ]; then
  echo "$(hostname): the script of $step is not in $folder
  → copy the scripts again: npm run up -- --replace '**-preflight'" >&2
  exit 1
fi
exec sh "$file" "$@"
