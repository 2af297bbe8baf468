#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # waits of steps/times.ts
# Runs on the seed manager after all nodes have joined.
# ready NODE=ID[=down]...   waits until every node is Ready; fails if one is not, unless it may be Down
# Has no undo: it changes nothing.

# Lines ID STATE, from the leader.
states() {
  # shellcheck disable=SC2046 # ids
  { docker node inspect $(docker node ls --quiet) --format '{{.ID}} {{.Status.State}}'; } 2>/dev/null
}

# Missing nodes: lines NODE STATE.
missing() {
  for word in "$@"; do
    name=${word%%=*}
    id=${word#*=}
    state=$(printf '%s\n' "$seen" | awk -v id="${id%=down}" '$1 == id { print $2 }')
    [ "$state" = ready ] || case $id in *=down) ;; *) echo "$name ${state:-missing}" ;; esac
  done
}

all_ready() {
  seen=$(states) && left=$(missing "$@") && [ -z "$left" ]
}

twice=$(printf '%s\n' "$@" | sed 's/=down$//; s/^[^=]*=//' | sort | uniq -d)
for id in $twice; do
  fail "the machines of $(printf '%s\n' "$@" | sed -n "s/=$id.*//p" | paste -s -d , - | sed 's/,/ and /') are one node, $id" \
    "one is a copy of the other: on the copy stop Docker, remove /var/lib/docker/swarm, start Docker, then run npm run up again"
done
seen=
left=
end=$(($(date +%s) + node_ready_seconds))
until all_ready "$@"; do
  [ "$(date +%s)" -lt "$end" ] || {
    [ -n "$seen" ] || fail "the swarm has no leader after $node_ready_seconds s" "start the other managers, then run npm run up again"
    printf '%s\n' "$left" | while read -r name state; do
      say "node $name is $state after $node_ready_seconds s"
    done
    fail "the swarm is not complete: $(printf '%s\n' "$left" | cut -d ' ' -f 1 | paste -s -d , - | sed 's/,/, /g')" \
      "see what their machines say: npm run ssh -- NODE docker info; or accept that one is missing: swarm:nodes: {NODE: {acceptDown: true}}"
  }
  sleep 1
done
