#!/bin/sh
# Removes everything that up.sh and addWorker.sh created. Idempotent, at any point.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=prelude.sh
. "$here/prelude.sh"

found() {
  docker "$@" --filter "label=$label" --format '{{.ID}}'
}

containers=$(found container ls --all)
# shellcheck disable=SC2086 # ids
[ -z "$containers" ] || docker rm --force --volumes $containers >/dev/null
background docker volume rm --force bench-floor-registry bench-floor-manager-0 >/dev/null
networks=$(found network ls)
# shellcheck disable=SC2086 # ids
[ -z "$networks" ] || background docker network rm $networks >/dev/null
images=$(found image ls --all | sort -u)
# shellcheck disable=SC2086 # ids
[ -z "$images" ] || background docker image rm --force $images >/dev/null
finish
for socket in "$work"/*.socket; do
  [ ! -S "$socket" ] || ssh -F "$work/ssh_config" -O exit "$(basename "$socket" .socket)" 2>/dev/null || :
done
rm -rf "$work"
