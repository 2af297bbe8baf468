#!/bin/sh
# shellcheck disable=SC2154 # waits of steps/times.ts
# Runs on this computer.
# started CLUSTER CONTAINER...: starts containers, and waits up to a minute until their nodes are Ready
# Has no undo: it creates nothing.
set -eu
cluster=$1
shift

# within COMMAND...: runs COMMAND five times a second; all calls share one time limit.
within() {
  until "$@"; do
    [ "$(date +%s)" -lt "$end" ] || return 0
    sleep 0.2
  done
}

answers() {
  docker exec "$1" docker version >/dev/null 2>&1
}

# A machine that is in no swarm yet cannot become Ready.
ready() {
  id=$(docker exec "$1" docker info --format '{{.Swarm.NodeID}}' 2>/dev/null) || return 1
  [ -n "$id" ] || return 0
  for manager in $managers; do
    [ "$(docker exec "$manager" docker node inspect "$id" --format '{{.Status.State}}' 2>/dev/null)" != ready ] ||
      return 0
  done
  return 1
}

docker start "$@" >/dev/null
end=$(($(date +%s) + machine_starts_seconds))
managers=$(docker ps --filter "label=swarm.cluster=$cluster" --filter "name=-manager-" --format '{{.Names}}')
for container in "$@"; do
  [ -n "$(docker inspect "$container" --format '{{index .Config.Labels "swarm.node"}}')" ] || continue
  within answers "$container"
  within ready "$container"
done
