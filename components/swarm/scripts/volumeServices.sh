#!/bin/sh
# shellcheck disable=SC2154 # waits of steps/times.ts
# Runs on a manager, for npm run volumes, after volumeNodes.sh.
# volumeServices show   prints `node NAME ID`, `holds VOLUME ID` and `uses SERVICE REPLICAS VOLUME...`; REPLICAS
#                       is - for a global service
# volumeServices stop SERVICE...                             scales the services to no tasks, and waits for that
# volumeServices start SERVICE=REPLICAS...                   scales them again, and waits for their tasks
# volumeServices hold FROM TO VOLUME...                      TO holds the volumes from now on, FROM no longer
verb=$1
shift

show() {
  for id in $(docker node ls --quiet); do
    printf 'node %s %s\n' "$(node_name "$id")" "$id"
    volumes_on "$id" | sed "s/^/holds /; s/\$/ $id/"
  done
  # shellcheck disable=SC2046 # ids
  docker service inspect $(docker service ls --quiet) --format '{{$mode := .Spec.Mode}}uses {{.Spec.Name}} {{if $mode.Replicated}}{{$mode.Replicated.Replicas}}{{else}}-{{end}}{{range .Spec.TaskTemplate.ContainerSpec.Mounts}}{{if eq (print .Type) "volume"}} {{.Source}}{{end}}{{end}}' 2>/dev/null || :
}

stopped() {
  for service in "$@"; do
    states=$(docker service ps "$service" --format '{{.CurrentState}}') || return 1
    ! printf '%s\n' "$states" | grep -qE '^(Running|Starting|Preparing|Ready|Assigned|Accepted|Pending|New)' || return 1
  done
}

started() {
  for pair in "$@"; do
    [ "$(docker service ls --filter "name=${pair%%=*}" --format '{{.Name}} {{.Replicas}}' | sed -n "s/^${pair%%=*} \([0-9]*\)\/.*/\1/p")" = "${pair#*=}" ] || return 1
  done
}

engine_ready
case $verb in
  show) output "$(show)" ;;
  stop)
    for service in "$@"; do docker service scale --detach "$service=0" >/dev/null; done
    until_true "$tasks_stop_seconds" stopped "$@" ||
      fail "the tasks of $* still stop after $tasks_stop_seconds s" "see which: npm run docker -- service ps $1"
    ;;
  start)
    for pair in "$@"; do docker service scale --detach "$pair" >/dev/null; done
    until_true "$service_starts_seconds" started "$@" ||
      fail "$* does not run yet after $service_starts_seconds s" "see why: npm run docker -- service ps ${1%%=*}"
    ;;
  hold)
    from=$1
    to=$2
    shift 2
    hold_volumes "$to" "$@"
    for volume in "$@"; do docker node update --label-rm "swarm.volume.$volume" "$from" >/dev/null; done
    ;;
esac
