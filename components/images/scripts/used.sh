#!/bin/sh
# Remote step
# Runs on the seed manager.
# used STACK/SERVICE=REFERENCE...   (the images of the next deployment; a change runs the step again)
# Prints on one line the images that the swarm's services run or would roll back to; `unknown` if no manager
# can tell; nothing if there is no swarm yet.
# Has no undo: it changes nothing.
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
