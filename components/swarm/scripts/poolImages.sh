#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # variables of owner.sh, waits of steps/times.ts
# poolImages IMAGES POOL...
# Runs on the seed manager before services are deployed: waits until the nodes of the pools that scale have said
# that they have the images with this digest (nodeRequest.sh). Has no undo: it only waits.
images=$1
shift

# Lines NODE IMAGES of the pools' nodes that get tasks.
nodes() {
  # shellcheck disable=SC2046 # ids
  docker node inspect $(docker node ls --quiet --filter "node.label=swarm.cluster=$cluster") --format \
    '{{index .Spec.Labels "swarm.pool"}} {{.Status.State}} {{.Spec.Availability}} {{index .Spec.Labels "swarm.node"}} {{index .Spec.Labels "swarm.images"}}' 2>/dev/null |
    awk -v pools=" $* " '$2 == "ready" && $3 == "active" && index(pools, " " $1 " ") { print $4, $5 }'
}

behind() {
  nodes "$@" | awk -v images="$images" '$2 != images { print $1 }' | paste -s -d ' ' -
}

all_have() {
  [ -z "$(behind "$@")" ]
}

until_true "$pool_pulls_seconds" all_have "$@" ||
  fail "these nodes do not have the images of this deployment: $(behind "$@")" \
    "see why: npm run ssh -- NODE sudo journalctl -u swarm-pool; then run npm run up again"
output "$images"
