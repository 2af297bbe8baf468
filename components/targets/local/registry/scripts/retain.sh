#!/bin/sh
# Runs on this computer, after a run's last push and pull.
# retain CLUSTER CONTAINER ADDRESS KEEP now=REPOSITORY@DIGEST... used=REPOSITORY@DIGEST...
#   ADDRESS: where this computer pushes; its own engine keeps a copy of all pushed images
# Reports its errors but always succeeds: old images must not fail a run.
# Has no undo: the images are deleted with the registry.
set -eu
cluster=$1
container=$2
address=$3
shift 3
# A container of that name may belong to another cluster.
[ "$(docker inspect "$container" --format '{{index .Config.Labels "swarm.cluster"}}')" = "$cluster" ] || exit 0
# The images in use are unknown: keep all.
case " $* " in *" used=unknown "*) exit 0 ;; esac
forgotten=$(docker exec "$container" /retain.sh "$@") || {
  printf 'old images stay in the registry; the next change of an image tries to remove them again\n' >&2
  exit 0
}
for tagged in $forgotten; do
  docker image rm "$address/$tagged" >/dev/null 2>&1 || :
done
