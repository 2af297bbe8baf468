#!/bin/sh
# Words that every remote script may use; it is sent in front of each of them.
set -eu
umask 077

# say TEXT: one line of progress for the person who runs `pulumi up`.
say() {
  printf '%s\n' "$*" >&2
}

# output TEXT: what the step hands back to the program. What else this machine prints, such as a greeting, is no data.
output() {
  printf '\nswarm-output-begin\n%s\nswarm-output-end\n' "$1"
}

# fail PROBLEM REMEDY: ends the step and says what to do next.
fail() {
  printf '%s: %s\n  → %s\n' "$(hostname)" "$1" "$2" >&2
  exit 1
}

# alone NAME [SECONDS]: one run of this step at a time, also when the run before lost its connection.
alone() {
  # In /run/lock every user may hold a lock, or put a link where its file goes.
  mkdir -m 700 /run/swarm 2>/dev/null || :
  if [ -L /run/swarm ] || [ ! -d /run/swarm ] || [ ! -O /run/swarm ]; then
    fail "/run/swarm is not a directory that root owns" "find out who made it, then remove it: rm -r /run/swarm"
  fi
  chmod 700 /run/swarm
  exec 9>"/run/swarm/$1.lock"
  flock -w "${2:-120}" 9 || fail "another run of $1 is still busy" "wait for it to end, then run pulumi up again"
}

# until_true SECONDS COMMAND...: asks five times a second; false when the time is over.
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
  until_true 90 docker version ||
    fail "the Docker Engine does not answer" "look at its log on this machine: journalctl -u docker, or /var/log/dockerd.log"
}

swarm_state() {
  docker info --format '{{.Swarm.LocalNodeState}}'
}

node_id() {
  docker info --format '{{.Swarm.NodeID}}'
}

# port_free PORT: nothing listens there over TCP. An engine that left a swarm may keep swarm's port, and then its
# overlay networks are dead, though the node is Ready.
port_free() {
  ! cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    awk -v port="$(printf ':%04X' "$1")" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }' ||
    fail "port $1 of this machine is in use, though it is in no swarm" \
      "restart Docker there: systemctl restart docker; if another program has the port, stop that; then run npm run up again"
}

# What this machine has joined as a machine of a cluster: the cluster's id and the swarm's. It outlives the swarm's own
# state, so it counts only where the node's certificate names the same swarm.
# shellcheck disable=SC2034 # owner.sh and probe.sh read it
owner_record=/var/lib/docker/swarm-cluster

# in_swarm ID: the node's certificate names the swarm: https://github.com/moby/swarmkit/blob/v2.0.0/ca/certificates.go
in_swarm() {
  sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p; /END CERTIFICATE/q' \
    "${docker_root:-/var/lib/docker}/swarm/certificates/swarm-node.crt" 2>/dev/null |
    sed '/CERTIFICATE/d' | base64 -d 2>/dev/null | LC_ALL=C grep -aqF "$1"
}

# A digest of the join tokens: it tells whether they are still the ones that were read, and no token.
tokens_digest() {
  curl --silent --max-time 6 --unix-socket /var/run/docker.sock http://docker/swarm |
    grep -o '"JoinTokens":{[^}]*}' | sha256sum | cut -c 1-12
}

managers_reachable() {
  managers_reachable_now=$(docker node ls --filter role=manager --format '{{.ManagerStatus}}') &&
    ! printf '%s\n' "$managers_reachable_now" | grep -qv -e Leader -e Reachable
}

# How many services have fewer tasks than they want; a job that has ended wants none.
short_services() {
  docker service ls --format '{{.Replicas}}' |
    awk '!/completed/ { split($1, tasks, "/"); if (tasks[1] + 0 < tasks[2] + 0) short++ } END { print short + 0 }'
}
