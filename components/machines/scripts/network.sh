#!/bin/sh
# Runs on this computer.
# network make STACK SUBNET GATEWAY RANGE   makes the network of a stack, or finds it as it must be
# network remove STACK                      removes it, and the images that carry the stack's label: the engine
#                                           keeps a copy of all it built and pushed, and no resource knows the older ones
set -eu
verb=$1
stack=$2
network=swarm-$stack

subnet() {
  docker network inspect "$network" --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' 2>/dev/null
}

make() {
  if found=$(subnet); then
    [ "$found" = "$1" ] || {
      printf 'the network %s has the subnet %s, not %s\n  → a cluster keeps its addresses: set swarm:local.subnet back, or destroy the stack first\n' \
        "$network" "$found" "$1" >&2
      exit 1
    }
  else
    docker network create --label "swarm.stack=$stack" --subnet "$1" --gateway "$2" --ip-range "$3" "$network" >/dev/null
  fi
}

remove() {
  if subnet >/dev/null; then docker network rm "$network" >/dev/null; fi
  docker image ls --quiet --no-trunc --filter "label=swarm.stack=$stack" | sort -u |
    while read -r image; do
      docker image rm --force "$image" >/dev/null 2>&1 || :
    done
}

shift 2
"$verb" "$@"
