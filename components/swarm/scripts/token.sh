#!/bin/sh
# token SWARM
# Hands back the join tokens, worker first, and notes a digest of them: another look tells whether they were rotated
# since (components/live). Nothing is made, so there is nothing to undo.
record=/var/lib/docker/swarm-tokens
digest=$(tokens_digest)
worker=$(docker swarm join-token --quiet worker)
manager=$(docker swarm join-token --quiet manager)
mkdir -p "${record%/*}"
printf '%s\n' "$digest" >"$record"
output "$worker
$manager"
