#!/bin/sh
# Remote step; functions: handOver.sh
# shellcheck disable=SC2154 # variables and functions of owner.sh
# nodeRequest ADDRESS REQUEST
# Runs on a manager when a worker connects with the key for node requests (acceptRequests.sh), which runs this
# whatever the worker asks for. Only a node that has the worker's address is changed, and never a manager.
#   drain   moves the node's tasks to other nodes at once, and waits until they have stopped
address=$1
request=$2

# Ids of the cluster's workers with this address; a machine that is gone may have had it before.
nodes_there() {
  docker node ls --filter role=worker --filter "node.label=swarm.cluster=$cluster" --quiet |
    xargs -r docker node inspect --format '{{.ID}} {{.Status.State}} {{.Status.Addr}}' |
    awk -v address="$address" '$2 == "ready" && $3 == address { print $1 }'
}

case $request in
  drain) ;;
  *) fail "a node can only ask for drain" "see who uses the key for node requests on the machine $address" ;;
esac
id=$(nodes_there)
case $id in
  "") fail "no worker of this cluster has the address $address" "see docker node ls" ;;
  *[!a-z0-9]*) fail "several workers have the address $address" "remove those that are gone: docker node rm" ;;
esac
node=$(field '{{index .Spec.Labels "swarm.node"}}')
docker node update --availability drain "$id" >/dev/null
until_true "$tasks_stop_seconds" idle || say "$node: tasks still stop after $tasks_stop_seconds s"
say "$node is drained"
