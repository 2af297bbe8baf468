#!/bin/sh
# Remote step
# Runs on the seed manager.
# attempt CONTENT SWARM   prints a value that no other attempt has printed
# A failed deployment leaves part of itself in the swarm, while the state still holds the previous one. The
# new output of this step makes the deployer run again, even with the previous content. Its undo, remove.sh,
# exists before any part of the stack does.
set -eu
output "$(date -u '+%Y-%m-%dT%H:%M:%SZ')-$$"
