#!/bin/sh
# shellcheck disable=SC2154 # waits of steps/times.ts
# Functions for every remote script; sent before each of them.
set -eu
umask 077

# say TEXT: shows one line of progress during `pulumi up`.
say() {
  printf '%s\n' "$*" >&2
}

# output TEXT: the step's output. The program ignores everything else, such as a login greeting.
output() {
  printf '\nswarm-output-begin\n%s\nswarm-output-end\n' "$1"
}

# fail PROBLEM HINT: ends the step with an error.
fail() {
  printf '%s: %s\n  → %s\n' "$(hostname)" "$1" "$2" >&2
  exit 1
}

# alone NAME [SECONDS]: takes the step's lock, which an earlier run may hold after it lost its connection.
alone() {
  # In /run/lock any user could hold the lock, or replace its file with a link.
  mkdir -m 700 /run/swarm 2>/dev/null || :
  if [ -L /run/swarm ] || [ ! -d /run/swarm ] || [ ! -O /run/swarm ]; then
    fail "/run/swarm is not a directory that root owns" "find out who made it, then remove it: rm -r /run/swarm"
  fi
  chmod 700 /run/swarm
  exec 9>"/run/swarm/$1.lock"
  flock -w "${2:-$lock_seconds}" 9 || fail "another run of $1 is still busy" "wait for it to end, then run pulumi up again"
}

# until_true SECONDS COMMAND...: runs COMMAND five times a second; fails after SECONDS.
until_true() {
  until_true_left=$(($1 * 5))
  shift
  until "$@" >/dev/null 2>&1; do
    until_true_left=$((until_true_left - 1))
    [ "$until_true_left" -gt 0 ] || return 1
    sleep 0.2
  done
}

engine_ready() {
  until_true "$engine_answers_seconds" docker version ||
    fail "the Docker Engine does not answer" "read its log on this machine: journalctl -u docker, or /var/log/dockerd.log"
}

swarm_state() {
  docker info --format '{{.Swarm.LocalNodeState}}'
}

node_id() {
  docker info --format '{{.Swarm.NodeID}}'
}

# port_free PORT: no process listens on the TCP port. An engine that left a swarm may keep swarm's port; then
# its overlay networks do not work, though the node is Ready.
port_free() {
  ! cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    awk -v port="$(printf ':%04X' "$1")" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }' ||
    fail "port $1 of this machine is in use, though it is in no swarm" \
      "restart Docker there: systemctl restart docker; if another program has the port, stop that; then run npm run up again"
}

# The record of the cluster and the swarm that this machine joins. It outlives the swarm's own state, so it counts
# only if the node's certificate names the same swarm, or before it has one.
# shellcheck disable=SC2034 # owner.sh and probe.sh read it
owner_record=/var/lib/docker/swarm-cluster

# in_swarm ID: the node's certificate names the swarm:
# https://github.com/moby/swarmkit/blob/v2.0.0/ca/certificates.go
in_swarm() {
  sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p; /END CERTIFICATE/q' \
    "${docker_root:-/var/lib/docker}/swarm/certificates/swarm-node.crt" 2>/dev/null |
    sed '/CERTIFICATE/d' | base64 -d 2>/dev/null | LC_ALL=C grep -aqF "$1"
}

# The node has no certificate: no swarm has let it in.
never_joined() {
  [ ! -e "${docker_root:-/var/lib/docker}/swarm/certificates/swarm-node.crt" ]
}

# A digest of the join tokens, to detect a rotation without storing a token.
tokens_digest() {
  curl --silent --max-time 6 --unix-socket /var/run/docker.sock http://docker/swarm |
    grep -o '"JoinTokens":{[^}]*}' | sha256sum | cut -c 1-12
}

managers_reachable() {
  managers_reachable_now=$(docker node ls --filter role=manager --format '{{.ManagerStatus}}') &&
    ! printf '%s\n' "$managers_reachable_now" | grep -qv -e Leader -e Reachable
}

# Number of services with fewer tasks than desired; a finished job desires none.
short_services() {
  docker service ls --format '{{.Replicas}}' |
    awk '!/completed/ { split($1, tasks, "/"); if (tasks[1] + 0 < tasks[2] + 0) short++ } END { print short + 0 }'
}
