#!/bin/sh
# pull MACHINE REFERENCE...   (a docker client configuration with the registry's credentials on standard input)
# The engine's agent knows no credentials of its own: what is on the node by digest is never pulled again.
# Not undone: images go with the machine.
shift
alone pull
engine_ready
DOCKER_CONFIG=$(mktemp -d /dev/shm/swarm-pull-XXXXXX)
export DOCKER_CONFIG
trap 'rm -rf "$DOCKER_CONFIG"' EXIT
trap 'exit 1' HUP INT TERM
cat >"$DOCKER_CONFIG/config.json"

pull() {
  docker image inspect "$1" >/dev/null 2>&1 || docker pull --quiet "$1" >/dev/null 2>"$DOCKER_CONFIG/$2"
}

number=0
jobs=
for reference in "$@"; do
  number=$((number + 1))
  pull "$reference" "error-$number" &
  jobs="$jobs $!=$reference=$number"
done
failed=
for job in $jobs; do
  wait "${job%%=*}" || failed="$failed
$(cat "$DOCKER_CONFIG/error-${job##*=}")"
done
[ -z "$failed" ] || fail "images cannot be pulled:$failed" "see that the registry runs and answers from this machine"
