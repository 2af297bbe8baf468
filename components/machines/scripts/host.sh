#!/bin/sh
# host MACHINE CLUSTER MANAGER_ADDRESS...
# Looks at a machine that was there before the cluster: is everything on it that the steps after this one need,
# and is it free, or a member of this cluster already? Changes nothing. Its inverse is leave.sh.
cluster=$2
shift 2
managers=$*

has_programs() {
  for program in docker curl bash awk base64 flock; do
    command -v "$program" >/dev/null || missing="$missing $program"
  done
}

engine_version() {
  docker version --format '{{.Server.Version}}'
}

# The label that bootstrap.sh gave the swarm; a worker knows none, but the managers' addresses.
is_ours() {
  case $(docker info --format '{{.Swarm.ControlAvailable}} {{with .Swarm.Cluster}}{{.ID}}{{end}}') in
    # A manager without a leader cannot tell.
    'true ') return 0 ;;
    true*) [ "$(docker info --format '{{index .Swarm.Cluster.Spec.Labels "swarm.cluster"}}')" = "$cluster" ] ;;
    *)
      known=$(docker info --format '{{range .Swarm.RemoteManagers}}{{.Addr}} {{end}}')
      for manager in $managers; do
        case " $known" in *" $manager:2377 "*) return 0 ;; esac
      done
      return 1
      ;;
  esac
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
[ "$(swarm_state)" = inactive ] || is_ours ||
  fail "this machine is in another swarm" "take it out, if nobody needs it there: docker swarm leave --force"
