#!/bin/sh
# Adds one worker: Ready, active, with the images and its share of the services.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=prelude.sh
. "$here/prelude.sh"

machine worker-2 4 "$prefix.202"
engine_ready worker-2
for image in $images; do background pull worker-2 "$image"; done
on worker-2 "docker swarm join --advertise-addr $prefix.202 --availability drain --token $(cat "$work/token") \
  $prefix.10:2377 >/dev/null"
finish
# shellcheck disable=SC2016 # for the manager's shell
on manager-0 'until [ "$(docker node inspect worker-2 --format "{{.Status.State}}" 2>/dev/null)" = ready ]; do sleep 0.05; done
  docker node update --availability active worker-2 >/dev/null
  until [ "$(docker service ls --filter name=example_edge --format "{{.Replicas}}")" = 4/4 ]; do sleep 0.05; done'
