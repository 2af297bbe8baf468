#!/bin/sh
# host MACHINE
# Looks at a machine that was there before the cluster: is everything on it that the steps after this one need? In
# whose swarm it is, owner.sh has asked before. Changes nothing. Its inverse is leave.sh.

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
# Jobs came with 20.10, the last thing that a stack may need.
version=$(engine_version)
[ "$(printf '20.10\n%s\n' "$version" | sort -V | head -n 1)" = 20.10 ] ||
  fail "Docker Engine $version is too old" "install 20.10 or later: https://docs.docker.com/engine/install/"
