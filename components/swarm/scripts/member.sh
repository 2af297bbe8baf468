#!/bin/sh
# Remote step; functions: volumeNodes.sh handOver.sh
# shellcheck disable=SC2154 # variables and functions of owner.sh
# Runs on the seed manager.
# member add NODE ID ROLE AVAILABILITY [LABEL=VALUE...]   waits for the node, sets its labels and availability
# member remove NODE ID ROLE                              drains, demotes and removes the node
verb=$1
node=$2
id=$3
role=$4
shift 4
# On a manager's disk, which keeps its raft membership.
record=/var/lib/docker/swarm-members/$node

votes() {
  [ "$(field '{{with .ManagerStatus}}{{.Reachability}}{{end}}')" = reachable ]
}

# A label stores the names of the labels that we set, so that labels set by hand stay. Another one stores the
# seed: records on a former seed are outdated.
set_labels() {
  wanted=
  set_labels_names=
  for label in "$@"; do set_labels_names="$set_labels_names,${label%%=*}"; done
  set -- "$@" "swarm.labels=${set_labels_names#,}" "swarm.node=$node" "swarm.cluster=$cluster" "swarm.seed=$(node_id)"
  present=
  for old in $(field '{{index .Spec.Labels "swarm.labels"}}' | tr ',' ' '); do
    case "$set_labels_names," in *",$old,"*) continue ;; esac
    # A label that was removed by hand cannot be removed again.
    present=${present:-$(field '{{json .Spec.Labels}}')}
    case $present in *"\"$old\":"*) wanted="$wanted --label-rm $old" ;; esac
  done
  for label in "$@"; do set -- "$@" --label-add "$label"; shift; done
  # shellcheck disable=SC2086 # label names contain no blanks
  docker node update $wanted "$@" --availability "$availability" "$id" >/dev/null
}

# Records the node's settings, so that a later probe can detect drift (components/live/drift.ts).
record() {
  mkdir -p "${record%/*}"
  printf '%s %s %s %s\n' "$id" "$role" "$availability" "$(field '{{json .Spec.Labels}}')" >"$record"
}

is_worker() {
  [ "$(field '{{.Spec.Role}}{{with .ManagerStatus}} in raft{{end}}')" = worker ]
}

known() {
  docker node inspect "$id" >/dev/null 2>&1
}

# A swarm without a leader answers nothing, which does not mean that the node is gone.
missing() {
  docker node inspect "$id" 2>&1 | grep -qi -e 'not found' -e 'no such node'
}

# The data of a node that leaves goes with it: the services of its volumes start on another node, with empty
# ones. All volumes go to the same node, because services may use several.
pass_on_volumes() {
  held=$(volumes_on "$id")
  [ -n "$held" ] || return 0
  other=$(choose_node)
  [ -n "$other" ] || return 0
  say "$node: $(node_name "$other") gets its volumes, which are empty there: $(printf '%s\n' "$held" | paste -s -d ' ' -)"
  # shellcheck disable=SC2086 # names of volumes
  hold_volumes "$other" $held
}

gone() {
  docker node rm --force "$id" 2>&1 || missing
}

# A cloned machine is the same node: a change to one would affect the other.
one_machine() {
  known_name=$(field '{{index .Spec.Labels "swarm.node"}}')
  case $known_name in '' | "$node") return 0 ;; esac
  fail "the machine of $node is the node $id, which is $known_name already" \
    "if it is a copy of the machine of $known_name, stop Docker on the copy, remove /var/lib/docker/swarm there, start Docker and run npm run up again; to rename a node, take it out of the settings, run npm run up, then add it under the new name"
}

# Removes a node of the same name that is down: its machine lost its disk, or was replaced. Raft would keep
# counting a manager that never comes back.
remove_stale() {
  for stale in $(docker node ls --filter "node.label=swarm.node=$node" --filter "node.label=swarm.cluster=$cluster" --format '{{.ID}} {{.Status}}' | sed -n 's/ Down$//p'); do
    [ "$stale" != "$id" ] || continue
    until_true "$node_removed_seconds" forget "$stale" ||
      fail "$node was another node before, $stale, which cannot be removed" \
        "remove it: npm run docker -- node demote $stale, then node rm --force $stale"
  done
}

# A demoted manager leaves raft a moment later.
forget() {
  docker node demote "$1" && docker node rm --force "$1"
}

engine_ready
case $verb in
  add)
    alone "member-$node"
    availability=$1
    shift
    until_true "$node_known_seconds" known ||
      fail "this manager knows no node $id, which $node says it is" "run npm run up again: the machine joins again"
    one_machine
    until_true "$node_ready_seconds" ready ||
      fail "$node does not become Ready" "see why: npm run docker -- node ls"
    remove_stale
    # The role may have been changed by hand.
    [ "$(field '{{.Spec.Role}}')" = "$role" ] || docker node update --role "$role" "$id" >/dev/null
    # Raft takes one new manager at a time: the next one joins when this one can vote.
    if [ "$role" = manager ]; then
      until_true "$manager_votes_seconds" votes ||
        fail "the other managers cannot reach $node" "see their state: npm run docker -- node ls"
    fi
    [ "$availability" != drain ] || hand_over "it gets no more work"
    set_labels "$@"
    record
    ;;
  remove)
    # A machine that stays leaves by itself, last.
    [ "$(node_id)" != "$id" ] || exit 0
    ! missing || exit 0
    # Keeps away the tasks of other nodes that leave.
    docker node update --availability pause "$id" >/dev/null
    pass_on_volumes
    hand_over "it is removed"
    if [ "$role" = manager ]; then
      docker node demote "$id" >/dev/null
      until_true "$manager_becomes_worker_seconds" is_worker ||
        fail "$node is still a manager" "see that the other managers are up: npm run docker -- node ls"
    fi
    until_true "$node_removed_seconds" gone || fail "$node cannot be removed: $(gone)" "remove it: npm run docker -- node rm --force $id"
    # The record may belong to the replacement node.
    if grep -qs "^$id " "$record"; then rm "$record"; fi
    ;;
esac
