#!/bin/sh
# Remote step; functions: payload.sh ../../swarm/scripts/volumeNodes.sh
# shellcheck disable=SC2154 # variables of owner.sh, waits of steps/times.ts
# Runs on the seed manager before a stack is deployed.
# volumes STACK NODES VOLUME,...=SERVICE,...   one argument for each group of volumes that share services
# Chooses the node that holds each group, once, and labels it: the services have a constraint on the label.
# NODES is a rerun trigger: a node that was removed no longer holds volumes. Prints VOLUME=NODE for each volume.
# Has no undo: the volumes stay on their nodes, and a stack that is deployed again finds them by the label.
stack=$1
shift 2

# busiest SERVICE...: the id of the node with most running tasks of these services.
busiest() {
  for busiest_service in "$@"; do
    docker service ps "${stack}_$busiest_service" --filter desired-state=running --quiet --no-trunc 2>/dev/null || :
  done >"$work/tasks"
  [ -s "$work/tasks" ] || return 0
  # shellcheck disable=SC2046 # ids
  docker inspect --type task $(cat "$work/tasks") --format '{{if eq (print .Status.State) "running"}}{{.NodeID}}{{end}}' |
    sed '/^$/d' | sort | uniq -c | sort -rn >"$work/nodes"
  [ "$(wc -l <"$work/nodes")" -le 1 ] ||
    say "stack $stack: $* ran on several nodes, each with its own data in $volumes; they now stay on one"
  sed -n '1s/^ *[0-9]* //p' "$work/nodes"
}

# hold_group VOLUME... : finds or chooses the node of a group, whose services are in $services.
hold_group() {
  for volume in "$@"; do
    for node in $(volume_nodes "$volume"); do printf '%s %s\n' "$node" "$volume"; done
  done >"$work/held"
  holders=$(cut -d ' ' -f 1 "$work/held" | sort -u)
  case $holders in
    *[[:space:]]*)
      fail "stack $stack: $(describe_holders); $services cannot run where all of them are" \
        "move one: npm run volumes -- move VOLUME NODE; or let services start anywhere: swarm:stacks.$stack.pinVolumes: false"
      ;;
    '')
      # shellcheck disable=SC2086 # names of services
      holders=$(busiest $services)
      [ -n "$holders" ] || holders=$(choose_node)
      [ -n "$holders" ] || fail "stack $stack: no node is Ready and active, so none can hold $volumes" "npm run status"
      ;;
  esac
  hold_volumes "$holders" "$@"
  holder=$(node_name "$holders")
  [ "$(docker node inspect "$holders" --format '{{.Status.State}} {{.Spec.Availability}}')" = "ready active" ] ||
    say "stack $stack: $volumes is on $holder, which is not Ready and active, so $services cannot run"
  for volume in "$@"; do result="$result $volume=$holder"; done
}

describe_holders() {
  while read -r node volume; do printf 'the volume %s is on %s, ' "$volume" "$(node_name "$node")"; done <"$work/held" |
    sed 's/, $//'
}

engine_ready
alone volumes
in_memory volumes
# set by in_memory
work=$memory
result=
for group in "$@"; do
  volumes=${group%%=*}
  services=$(printf %s "${group#*=}" | tr , ' ')
  # shellcheck disable=SC2046 # names of volumes
  hold_group $(printf %s "$volumes" | tr , ' ')
done
output "${result# }"
