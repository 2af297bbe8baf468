#!/bin/sh
# Runs on this computer: engineOwner.sh make|remove CLUSTER KIND NAME [ARGUMENT...]
# Checks who owns the object, then runs network.sh or volume.sh. The state names this file, also for undos: it keeps
# its place and these arguments.
# A name proves nothing: another clone, or somebody by hand, may have created an object with it.
set -eu
verb=$1
cluster=$2
kind=$3
name=$4
shift 4

guard() {
  owner=$(docker "$kind" inspect "$name" --format '{{index .Labels "swarm.cluster"}}' 2>&1) || {
    # It does not exist, so nobody owns it.
    case $owner in *[Nn]'o such '* | *'not found'*) return 0 ;; esac
    printf 'the owner of the %s %s cannot be read: %s\n  → see that Docker answers: docker info\n' "$kind" "$name" "$owner" >&2
    exit 1
  }
  [ "$owner" != "$cluster" ] || return 0
  if [ -n "$owner" ]; then whose="of cluster $owner"; else whose="not made by this program"; fi
  if [ "$verb" = remove ]; then
    printf 'the %s %s is %s: it stays unchanged\n' "$kind" "$name" "$whose" >&2
    exit 0
  fi
  printf 'the %s %s already exists and is %s\n  → nothing was changed; use another stack name: npm start -- --stack NAME\n  → or, if nobody needs it, remove it first: docker %s rm %s\n' \
    "$kind" "$name" "$whose" "$kind" "$name" >&2
  exit 1
}

guard
# shellcheck source=/dev/null
. "${0%/*}/$kind.sh"
