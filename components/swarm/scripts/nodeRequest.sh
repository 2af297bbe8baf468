#!/bin/sh
# Remote step; functions: handOver.sh
# shellcheck disable=SC2154 # variables and functions of owner.sh
# nodeRequest ADDRESS REQUEST [POOL]
# Runs on a manager when a worker connects with a key for node requests (acceptRequests.sh), which runs this
# whatever the worker asks for. Only a node that has the worker's address is changed, and never a manager.
#   drain          moves the node's tasks to other nodes at once, and waits until they have stopped
# From the machines of a pool that scales also:
#   ready IMAGES   they have joined and have the images with this digest: labels the node, gives it tasks
#   leave          like drain, but while its services have enough tasks elsewhere; then removes the node
address=$1
pool=${3-}
labels=/etc/swarm-pools/$pool

# Ids of the workers with this address, of this cluster or of none yet; a machine that is gone may have had it.
nodes_there() {
  docker node ls --filter role=worker --quiet |
    xargs -r docker node inspect --format '{{.ID}} {{.Status.State}} {{.Status.Addr}} {{index .Spec.Labels "swarm.cluster"}}/{{index .Spec.Labels "swarm.pool"}}' |
    awk -v address="$address" -v own="$cluster/$pool" '$2 == "ready" && $3 == address && ($4 == own || (own !~ /\/$/ && $4 == "/")) { print $1 }'
}

known() {
  id=$(nodes_there) && [ -n "$id" ]
}

# A machine that has joined is known to all managers a moment later.
find_node() {
  until_true "$1" known || :
  id=$(nodes_there)
  case $id in
    "") fail "no worker of this ${pool:-cluster} has the address $address" "see docker node ls" ;;
    *[!a-z0-9]*) fail "several workers have the address $address" "remove those that are gone: docker node rm" ;;
  esac
  node=$(field '{{index .Spec.Labels "swarm.node"}}')
}

refuse() {
  fail "a node can only ask for drain${pool:+, ready and leave}" "see who uses the key for node requests on the machine $address"
}

# Nodes of the pool whose machines are gone.
remove_gone() {
  for gone in $(docker node ls --filter "node.label=swarm.pool=$pool" --filter "node.label=swarm.cluster=$cluster" --format '{{.ID}} {{.Status}}' | sed -n 's/ Down$//p'); do
    docker node rm --force "$gone" >/dev/null || :
  done
}

# Labels that we set before, and that the settings do not have any more.
outdated_labels() {
  for name in $(field '{{index .Spec.Labels "swarm.labels"}}' | tr ',' ' '); do
    grep -q "^$name=" "$labels" || [ -z "$(field "{{index .Spec.Labels \"$name\"}}")" ] || echo "$name"
  done
}

# The first time it also becomes active, and after poolImages.sh has paused it; an availability that was set by hand
# stays.
make_ready() {
  find_node "$node_known_seconds"
  node=$(field '{{.Description.Hostname}}')
  case $node in
    "$pool"-i-*[!0-9a-f]* | "$pool-i-") refuse ;;
    "$pool"-i-*) ;;
    *) refuse ;;
  esac
  set -- --label-add "swarm.images=$1"
  paused=$(field '{{index .Spec.Labels "swarm.paused"}}')
  [ -z "$paused" ] || set -- "$@" --label-rm swarm.paused
  if [ -z "$(field '{{index .Spec.Labels "swarm.images"}}')" ] || [ "$paused $(field '{{.Spec.Availability}}')" = "images pause" ]; then
    set -- "$@" --availability active
  fi
  set -- "$@" --label-add "swarm.cluster=$cluster" --label-add "swarm.node=$node" --label-add "swarm.pool=$pool"
  names=$(cut -d = -f 1 "$labels" | paste -s -d , -)
  for outdated in $(outdated_labels); do set -- "$@" --label-rm "$outdated"; done
  while read -r label; do set -- "$@" --label-add "$label"; done <"$labels"
  set -- "$@" --label-add "swarm.labels=$names"
  docker node update "$@" "$id" >/dev/null
  remove_gone
  say "$node is ready"
}

# A shell must not expand these arguments.
set -f
# shellcheck disable=SC2086 # arguments
set -- $2
case "$*" in
  drain)
    find_node 1
    docker node update --availability drain "$id" >/dev/null
    until_true "$tasks_stop_seconds" idle || say "$node: tasks still stop after $tasks_stop_seconds s"
    say "$node is drained"
    ;;
  leave)
    [ -n "$pool" ] || refuse
    find_node 1
    hand_over "it is removed"
    docker node rm --force "$id" >/dev/null
    say "$node is removed"
    ;;
  ready\ *)
    [ -n "$pool" ] || refuse
    case $2 in *[!0-9a-f]*) refuse ;; esac
    [ "$#" -eq 2 ] || refuse
    make_ready "$2"
    ;;
  *) refuse ;;
esac
