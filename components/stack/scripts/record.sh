#!/bin/sh
# Remote step; functions: ../../live/scripts/deployed.sh
# Runs on the seed manager.
# record STACK: records what the stack is now, so that a later difference counts as drift (probe.sh).
# On a manager's disk, which keeps its raft membership.
record=/var/lib/docker/swarm-deployed/$1
mkdir -p "${record%/*}"
new=${record%/*}/.$1
deployed "$1" >"$new"
mv "$new" "$record"
