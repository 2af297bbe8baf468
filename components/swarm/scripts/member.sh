#!/bin/sh
# shellcheck disable=SC2154 # the words of owner.sh
# Runs on the seed manager.
# member add NODE ID ROLE AVAILABILITY [LABEL=VALUE...]   waits for the node, gives it its labels and work
# member remove NODE ID ROLE [SECONDS]                    drains, demotes and removes the node
verb=$1
node=$2
id=$3
role=$4
shift 4
# On a manager's disk, which stays with its place in raft.
record=/var/lib/docker/swarm-members/$node

field() {
  docker node inspect "$id" --format "$1"
}

ready() {
  [ "$(field '{{.Status.State}}')" = ready ]
}

votes() {
  [ "$(field '{{with .ManagerStatus}}{{.Reachability}}{{end}}')" = reachable ]
}

# The names of the labels we gave are kept in a label of their own, so that labels given by hand stay. So is the seed:
# records on a manager that is the seed no more, or again, are old.
set_labels() {
  wanted=
  set_labels_names=
  for label in "$@"; do set_labels_names="$set_labels_names,${label%%=*}"; done
  set -- "$@" "swarm.labels=${set_labels_names#,}" "swarm.node=$node" "swarm.cluster=$cluster" "swarm.seed=$(node_id)"
  present=
  for old in $(field '{{index .Spec.Labels "swarm.labels"}}' | tr ',' ' '); do
    case "$set_labels_names," in *",$old,"*) continue ;; esac
    # One that was removed by hand is gone already, and cannot be removed again.
    present=${present:-$(field '{{json .Spec.Labels}}')}
    case $present in *"\"$old\":"*) wanted="$wanted --label-rm $old" ;; esac
  done
  for label in "$@"; do set -- "$@" --label-add "$label"; shift; done
  # shellcheck disable=SC2086 # a label's name holds no blank
  docker node update $wanted "$@" --availability "$availability" "$id" >/dev/null
}

# What the node was set to: another look at it tells what was changed by hand since (components/live/drift.ts).
record() {
  mkdir -p "${record%/*}"
  printf '%s %s %s %s\n' "$id" "$role" "$availability" "$(field '{{json .Spec.Labels}}')" >"$record"
}

idle() {
  tasks=$(docker node ps "$id" --filter desired-state=running --quiet) && [ -z "$tasks" ] &&
    states=$(docker node ps "$id" --format '{{.CurrentState}}') &&
    ! printf '%s\n' "$states" | grep -q -e '^Running' -e '^Starting'
}

is_worker() {
  [ "$(field '{{.Spec.Role}}{{with .ManagerStatus}} in raft{{end}}')" = worker ]
}

known() {
  docker node inspect "$id" >/dev/null 2>&1
}

# A swarm without a leader answers nothing; that is not a node that is gone.
missing() {
  docker node inspect "$id" 2>&1 | grep -qi -e 'not found' -e 'no such node'
}

moved() {
  [ "$(short_services)" -le "$short_before" ]
}

# One node after another: two could hold all replicas of a service.
hand_over() {
  alone drain 900
  short_before=$(short_services)
  docker node update --availability drain "$id" >/dev/null
  if ready; then
    until_true 90 idle || say "$node: tasks still stop after 90 s; $1 all the same"
    until_true 60 moved || say "$node: not all of its tasks run elsewhere after 60 s; $1 all the same"
  fi
}

gone() {
  docker node rm --force "$id" 2>&1 || missing
}

# A machine that was copied with its disk is the same node: what is done for the one would be done to the other.
one_machine() {
  known_name=$(field '{{index .Spec.Labels "swarm.node"}}')
  case $known_name in '' | "$node") return 0 ;; esac
  fail "the machine of $node is the node $id, which is $known_name already" \
    "if it is a copy of the machine of $known_name, stop Docker on the copy, remove /var/lib/docker/swarm there, start Docker and run npm run up again; to rename a node, take it out of the settings, run npm run up, then add it under the new name"
}

# What had this node's name before and is down: its machine lost its disk, or is another one now. Raft would
# go on counting a manager that never comes back.
remove_stale() {
  for stale in $(docker node ls --filter "node.label=swarm.node=$node" --filter "node.label=swarm.cluster=$cluster" --format '{{.ID}} {{.Status}}' | sed -n 's/ Down$//p'); do
    [ "$stale" != "$id" ] || continue
    until_true 30 forget "$stale" ||
      fail "$node was another node before, $stale, which cannot be removed" \
        "remove it: npm run docker -- node demote $stale, then node rm --force $stale"
  done
}

# A manager is taken out of raft a moment after it was demoted.
forget() {
  docker node demote "$1" && docker node rm --force "$1"
}

engine_ready
case $verb in
  add)
    alone "member-$node"
    availability=$1
    shift
    until_true 20 known ||
      fail "this manager knows no node $id, which $node says it is" "run npm run up again: the machine joins again"
    one_machine
    until_true 60 ready ||
      fail "$node does not become Ready" "look at it: npm run docker -- node ls"
    remove_stale
    # Somebody may have given it another role by hand.
    [ "$(field '{{.Spec.Role}}')" = "$role" ] || docker node update --role "$role" "$id" >/dev/null
    # Raft takes one new manager at a time: the next one joins when this one can vote.
    if [ "$role" = manager ]; then
      until_true 60 votes ||
        fail "the other managers cannot reach $node" "look at them: npm run docker -- node ls"
    fi
    [ "$availability" != drain ] || hand_over "it gets no more work"
    set_labels "$@"
    record
    ;;
  remove)
    # A machine that stays leaves by itself, last.
    [ "$(node_id)" != "$id" ] || exit 0
    ! missing || exit 0
    # The tasks of other nodes that leave must not come here.
    docker node update --availability pause "$id" >/dev/null
    if [ "${1:-0}" -gt 0 ]; then
      say "$node: gets no new requests; drained in $1 s, when the entry point has forgotten it"
      sleep "$1"
    fi
    hand_over "it is removed"
    if [ "$role" = manager ]; then
      docker node demote "$id" >/dev/null
      until_true 60 is_worker ||
        fail "$node is still a manager" "see that the other managers are up: npm run docker -- node ls"
    fi
    until_true 30 gone || fail "$node cannot be removed: $(gone)" "remove it: npm run docker -- node rm --force $id"
    # The record may be of the node that has taken its place.
    if grep -qs "^$id " "$record"; then rm "$record"; fi
    ;;
esac
