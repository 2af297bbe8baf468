#!/bin/sh
# Runs on the seed manager.
# used STACK/SERVICE=REFERENCE...   (what is deployed next; another one runs it again)
# Prints in one line the images that the swarm's services run or would be rolled back to; unknown where no
# manager can tell. Nothing, where there is no swarm yet.
# Not undone: it looks and changes nothing.
engine_ready
[ "$(swarm_state)" != inactive ] || { output ""; exit 0; }

images() {
  services=$(docker service ls --quiet) || return 1
  [ -n "$services" ] || return 0
  # shellcheck disable=SC2086 # ids
  docker service inspect $services --format \
    '{{with .Spec.TaskTemplate.ContainerSpec}}{{.Image}}{{end}} {{with .PreviousSpec}}{{with .TaskTemplate.ContainerSpec}}{{.Image}}{{end}}{{end}}'
}

if used=$(images); then
  output "$(printf '%s\n' "$used" | xargs -n 1 | sort -u | xargs)"
else
  output unknown
fi
