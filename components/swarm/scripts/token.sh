#!/bin/sh
# token SWARM
# Prints the join tokens, worker first. Nothing is made, so there is nothing to undo.
engine_ready
docker swarm join-token --quiet worker
docker swarm join-token --quiet manager
