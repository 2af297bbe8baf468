#!/bin/sh
# Remote step
# token SWARM [GENERATION]
# Prints the join tokens, worker first, and records a digest of them, so that a later probe detects a rotation
# (components/live). A new GENERATION rotates the worker token first: machines that join by themselves have it.
# Has no undo: it creates nothing.
record=/var/lib/docker/swarm-tokens
mkdir -p "${record%/*}"
generations=/var/lib/docker/swarm-token-generation
if [ -n "${2-}" ] && [ "$2" != "$(cat "$generations" 2>/dev/null)" ]; then
  docker swarm join-token --rotate --quiet worker >/dev/null
  printf '%s\n' "$2" >"$generations"
fi
digest=$(tokens_digest)
worker=$(docker swarm join-token --quiet worker)
manager=$(docker swarm join-token --quiet manager)
printf '%s\n' "$digest" >"$record"
output "$worker
$manager"
