#!/bin/sh
# stop.sh FOLDER
# Ends the machines that boot.sh started in FOLDER, and only these, and removes their network.
set -u
folder=$1
space=swarmvms

is_ours() {
  [ -r "/proc/$1/cmdline" ] && tr '\0' ' ' <"/proc/$1/cmdline" | grep -qF -- "$folder/"
}

for file in "$folder"/vm*/pid; do
  [ -f "$file" ] || continue
  process=$(cat "$file")
  is_ours "$process" && kill "$process"
  waited=0
  while is_ours "$process" && [ "$waited" -lt 40 ]; do
    sleep 0.25
    waited=$((waited + 1))
  done
  if is_ours "$process"; then kill -9 "$process"; fi
done
ip link delete "$space" 2>/dev/null
ip netns delete "$space" 2>/dev/null
rm -rf -- "$folder"
