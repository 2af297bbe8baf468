#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # variables of owner.sh, waits of steps/times.ts
# poolImages IMAGES POOL...
# Runs on the seed manager before services are deployed: waits until the nodes of the pools that scale have said
# that they have the images with this digest (nodeRequest.sh). A node that takes too long, while others of its pool
# have them, is paused until it has them. Has no undo: it only waits, and nodeRequest.sh makes those nodes active.
images=$1
shift

# Lines ID NODE POOL, and `has` or `lacks`, of the pools' nodes that get tasks.
nodes() {
  # shellcheck disable=SC2046 # ids
  docker node inspect $(docker node ls --quiet --filter "node.label=swarm.cluster=$cluster") --format \
    '{{.ID}} {{index .Spec.Labels "swarm.pool"}} {{.Status.State}} {{.Spec.Availability}} {{index .Spec.Labels "swarm.node"}} {{index .Spec.Labels "swarm.images"}}' 2>/dev/null |
    awk -v pools=" $* " -v images="$images" '$3 == "ready" && $4 == "active" && index(pools, " " $2 " ") { print $1, $5, $2, $6 == images ? "has" : "lacks" }'
}

behind() {
  nodes "$@" | awk '$4 == "lacks" { print $2 }' | paste -s -d ' ' -
}

all_have() {
  [ -z "$(behind "$@")" ]
}

# all_have_within SECONDS POOL...
all_have_within() {
  end=$(($(date +%s) + $1))
  shift
  until all_have "$@"; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 1
  done
}

has_images() {
  [ "$(docker node inspect "$1" --format '{{index .Spec.Labels "swarm.images"}}')" = "$images" ]
}

# A node that says so at the same moment does not say it again.
pause() {
  docker node update --availability pause --label-add swarm.paused=images "$1" >/dev/null 2>&1 || return 0
  if has_images "$1"; then
    docker node update --availability active --label-rm swarm.paused "$1" >/dev/null
  else
    say "node $2 does not have the images of this deployment: deployed without it; it gets no tasks until it has pulled them"
    say "  → see why: npm run ssh -- $2 sudo journalctl -u swarm-pool"
  fi
}

# Pauses nodes that are behind others of their pool.
leave_out() {
  nodes "$@" | sort | awk '{ line[NR] = $0; pool[NR] = $3; state[NR] = $4; if ($4 == "has") some[$3] = 1 }
    END { for (i = 1; i <= NR; i++) if (state[i] == "lacks" && some[pool[i]]) print line[i] }' |
    while read -r id name _; do pause "$id" "$name" </dev/null; done
}

all_have_within "$pool_pulls_seconds" "$@" || leave_out "$@"
all_have_within "$first_pool_pulls_seconds" "$@" || leave_out "$@"
all_have "$@" ||
  fail "these nodes do not have the images of this deployment: $(behind "$@")" \
    "see why: npm run ssh -- NODE sudo journalctl -u swarm-pool; then run npm run up again"
output "$images"
