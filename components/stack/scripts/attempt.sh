#!/bin/sh
# Runs on the seed manager.
# attempt CONTENT SWARM   hands back a word that no other attempt has printed
# A deployment that failed left a part of itself in the swarm, while the state still holds the one before.
# This step has another output from then on, so that deploy.sh runs again, also for the content before.
# Its inverse, remove.sh, is there as soon as anything of the stack can be.
set -eu
output "$(date -u '+%Y-%m-%dT%H:%M:%SZ')-$$"
