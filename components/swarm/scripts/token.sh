#!/bin/sh
# Remote step
# token SWARM
# Prints the join tokens, worker first, and records a digest of them, so that a later probe detects a rotation
# (components/live). Has no undo: it creates nothing.
record=/var/lib/docker/swarm-tokens
digest=$(tokens_digest)
worker=$(docker swarm join-token --quiet worker)
manager=$(docker swarm join-token --quiet manager)
mkdir -p "${record%/*}"
printf '%s\n' "$digest" >"$record"
output "$worker
$manager"
