#!/bin/sh
# Runs on this computer, after the last push and the last pull of a run.
# retain CLUSTER CONTAINER ADDRESS KEEP now=REPOSITORY@DIGEST... used=REPOSITORY@DIGEST...
#   ADDRESS: where this computer pushes; its own engine has a copy of all that it pushed
# Says what happens where it cannot do its work, and ends well all the same: old images are no reason to fail.
# Not undone: the images go with the registry.
set -eu
cluster=$1
container=$2
address=$3
shift 3
# A container of that name may be another cluster's.
[ "$(docker inspect "$container" --format '{{index .Config.Labels "swarm.cluster"}}')" = "$cluster" ] || exit 0
# What is in use is not known: nothing may go.
case " $* " in *" used=unknown "*) exit 0 ;; esac
forgotten=$(docker exec "$container" /retain.sh "$@") || {
  printf 'old images stay in the registry; the next change of an image looks at them again\n' >&2
  exit 0
}
for tagged in $forgotten; do
  docker image rm "$address/$tagged" >/dev/null 2>&1 || :
done
