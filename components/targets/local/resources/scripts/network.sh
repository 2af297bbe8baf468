#!/bin/sh
# shellcheck disable=SC2154 # variables and functions of engineOwner.sh
# make|remove CLUSTER network NAME [STACK SUBNET GATEWAY RANGE]
# make     creates a stack's network, or checks that the existing one is right
# remove   deletes it and the cluster's images: the engine keeps all that it built and pushed, and no resource
#          owns the older ones
set -eu

subnet() {
  docker network inspect "$name" --format '{{range .IPAM.Config}}{{.Subnet}}{{end}}' 2>/dev/null
}

make() {
  if found=$(subnet); then
    [ "$found" = "$2" ] || {
      printf 'the network %s has the subnet %s, not %s\n  → a cluster keeps its addresses: set swarm:local.subnet back, or destroy the stack first\n' \
        "$name" "$found" "$2" >&2
      exit 1
    }
  else
    docker network create --label "swarm.stack=$1" --label "swarm.cluster=$cluster" \
      --subnet "$2" --gateway "$3" --ip-range "$4" "$name" >/dev/null
  fi
}

remove() {
  if subnet >/dev/null; then docker network rm "$name" >/dev/null; fi
  docker image ls --quiet --no-trunc --filter "label=swarm.cluster=$cluster" | sort -u |
    while read -r image; do
      docker image rm --force "$image" >/dev/null 2>&1 || :
    done
}

"$verb" "$@"
