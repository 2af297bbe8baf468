#!/bin/sh
# Runs on this computer: nodeTraffic.sh open|close BALANCER CLUSTER MACHINE [WAIT...]
# Opens or closes the load balancer for a machine; WAITs are those of traffic.sh. The state names this file, also for
# undos: it keeps its place and its arguments.
set -eu
verb=$1
balancer=$2
cluster=$3
machine=$4
shift 4

# What a running container's template says; nothing for a stopped one.
running() {
  docker inspect --format "{{if .State.Running}}$1{{end}}" "$2" 2>/dev/null || :
}

# A machine's address may change with a restart.
address=$(running '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$machine")
# A container of that name may belong to another cluster.
owner=$(running '{{index .Config.Labels "swarm.cluster"}}' "$balancer")
[ -n "$address" ] && [ "$owner" = "$cluster" ] || exit 0
docker exec "$balancer" sh /usr/local/lib/swarm/traffic.sh "$verb" "$address" "$machine" "$@"
