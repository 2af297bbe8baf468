#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # variables and functions of owner.sh
# Runs on the seed manager.
# remove STACK: services first, then networks when no task is left, then configs and secrets. Keeps volumes,
# and objects with the stack's name that this cluster did not create.
stack=$1

list() {
  docker "$1" ls --quiet --filter "label=com.docker.stack.namespace=$stack" --filter "label=swarm.cluster=$cluster"
}

remove_all() {
  ids=$(list "$1") || return 1
  # shellcheck disable=SC2086 # ids
  [ -z "$ids" ] || docker "$1" rm $ids >/dev/null
}

# The longest stop grace period of the services in seconds; at most 13 minutes.
grace_period() {
  ids=$(list service) || return 1
  [ -n "$ids" ] || { echo 0; return; }
  # shellcheck disable=SC2086 # ids
  facts=$(docker service inspect $ids) || return 1
  printf '%s\n' "$facts" | sed -n 's/.*"StopGracePeriod": *\([0-9]*\)[0-9]\{9\},*$/\1/p' |
    awk '{ if ($1 > longest) longest = $1 } END { print (longest > 780 ? 780 : longest + 0) }'
}

# Tasks on a node that is down stay listed until the node is back or removed.
no_tasks() {
  tasks=$(curl --silent --unix-socket /var/run/docker.sock --get http://docker/tasks \
    --data-urlencode "filters={\"label\":[\"com.docker.stack.namespace=$stack\",\"swarm.cluster=$cluster\"]}")
  [ "$tasks" != "[]" ] || return 0
  nodes=$(printf '%s\n' "$tasks" | grep -o '"NodeID":"[a-z0-9]*"' | sort -u | cut -d '"' -f 4)
  [ -n "$nodes" ] || return 1
  for node in $nodes; do
    [ "$(docker node inspect "$node" --format '{{.Status.State}}')" = down ] || return 1
  done
}

alone "stack-$stack" "$stack_lock_seconds"
engine_ready
rm -f "/var/lib/docker/swarm-deployed/$stack"
grace=$(grace_period)
seconds=$((tasks_gone_seconds + grace))
remove_all service
until_true "$seconds" no_tasks ||
  fail "stack $stack: tasks still stop after $seconds seconds" "see which: npm run docker -- stack ps $stack"
until_true "$networks_unused_seconds" remove_all network ||
  fail "stack $stack: a network is still in use" "see which: npm run docker -- network ls"
remove_all config
remove_all secret
