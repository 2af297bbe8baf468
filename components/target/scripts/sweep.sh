#!/bin/sh
# sweep STACK   removes from this computer's engine the images that carry the stack's label
# The engine keeps a copy of every image it built and pushed; no resource knows the older ones.
set -eu
docker image ls --all --quiet --no-trunc --filter "label=swarm.stack=$1" | sort -u |
  while read -r image; do
    docker image rm --force "$image" >/dev/null 2>&1 || :
  done
