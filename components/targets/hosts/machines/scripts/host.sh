#!/bin/sh
# Checks that an existing machine has all that later steps need; owner.sh has already checked its swarm. Sent
# before preflight.sh. Has no undo: it changes nothing.

has_programs() {
  for program in docker curl bash awk base64 flock; do
    command -v "$program" >/dev/null || missing="$missing $program"
  done
}

engine_version() {
  docker version --format '{{.Server.Version}}'
}

missing=
has_programs
case $missing in
  '') ;;
  *' docker'*) fail "Docker Engine is missing on this machine" "install it: https://docs.docker.com/engine/install/" ;;
  *) fail "missing on this machine:$missing" "install it with the system's package manager" ;;
esac
engine_ready
# 20.10 introduced jobs, the newest feature that a stack may need.
version=$(engine_version)
[ "$(printf '20.10\n%s\n' "$version" | sort -V | head -n 1)" = 20.10 ] ||
  fail "Docker Engine $version is too old" "install 20.10 or later: https://docs.docker.com/engine/install/"
