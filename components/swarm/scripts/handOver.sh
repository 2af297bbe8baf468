#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables and functions of prelude.sh and of the scripts that come after it
# Functions that move the tasks of the node $id, called $node, to other nodes. Sent before member.sh and nodeRequest.sh.
set -eu

field() {
  docker node inspect "$id" --format "$1"
}

ready() {
  [ "$(field '{{.Status.State}}')" = ready ]
}

idle() {
  tasks=$(docker node ps "$id" --filter desired-state=running --quiet) && [ -z "$tasks" ] &&
    states=$(docker node ps "$id" --format '{{.CurrentState}}') &&
    ! printf '%s\n' "$states" | grep -q -e '^Running' -e '^Starting'
}

# Names of the services with tasks here.
services_here() {
  names=$(docker node ps "$id" --filter desired-state=running --format '{{.Name}}') &&
    printf '%s\n' "$names" | sed -n 's/\.[^.]*$//p' | sort -u | tr '\n' ' '
}

# Lines of all services.
services() {
  docker service ls --format 'service {{.Name}} {{.Mode}} {{.Replicas}}'
}

# Number of running tasks of the services with tasks here, on all nodes. A global service loses its task here.
running() {
  services | awk -v here=" $here" '
    $3 == "replicated" && index(here, " " $2 " ") { running += $4 }
    END { print running + 0 }'
}

moved() {
  [ -z "$here" ] || [ "$(running)" -ge "$running_before" ]
}

# Each service with tasks here has enough running tasks on other nodes that do not drain: half of its replicas,
# or one of a global service.
spare() {
  [ -n "$here" ] || return 0
  # shellcheck disable=SC2086 # names of services
  host=$(field '{{.Description.Hostname}}') && lines=$(services) &&
    tasks=$(docker service ps $here --filter desired-state=running --format 'task {{.Name}} {{.Node}} {{.CurrentState}}') &&
    printf '%s\n' "$lines" "$tasks" | awk -v here=" $here" -v host="$host" '
      $1 == "service" { split($4, count, "/"); needed[$2] = $3 == "replicated" ? count[2] / 2 : $3 == "global" }
      $1 == "task" && $3 != host && $4 == "Running" { sub(/\.[^.]*$/, "", $2); running[$2]++ }
      END { for (name in needed) if (index(here, " " name " ") && running[name] < needed[name]) exit 1 }'
}

unassigned() {
  tasks=$(docker node ps "$id" --filter desired-state=running --quiet) && [ -z "$tasks" ]
}

# Nodes hand over side by side, with a shared lock, while their services keep enough tasks elsewhere. Any other
# node waits until they have, and is alone.
hand_over() {
  alone drain "$drain_lock_seconds"
  exec 8>>/run/swarm/draining.lock
  here=$(services_here)
  if spare || { flock -w "$other_drains_seconds" -x 8 && spare; }; then flock -w "$other_drains_seconds" -s 8; fi
  [ -z "$here" ] || running_before=$(running)
  docker node update --availability drain "$id" >/dev/null
  if ready; then
    # The next node must not count the tasks that are about to stop.
    until_true "$tasks_unassigned_seconds" unassigned || :
    exec 9>&-
    until_true "$tasks_stop_seconds" idle || say "$node: tasks still stop after $tasks_stop_seconds s; $1 anyway"
    until_true "$tasks_move_seconds" moved || say "$node: not all of its tasks run elsewhere after $tasks_move_seconds s; $1 anyway"
  fi
}
