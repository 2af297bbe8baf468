#!/bin/sh
# shellcheck disable=SC2034,SC2154 # prelude.sh comes before it, and scripts after it use its variables
# Checks which swarm this machine is in. Sent after prelude.sh and before every remote step, whose first
# arguments are SCOPE CLUSTER ADOPT:
#   any           the step only waits or reads, in any swarm
#   ours-or-none  the machine must be in no swarm, in this cluster's, or in the swarm with the id ADOPT
#   ours          the machine must be in this cluster's swarm
#   undo          as ours; anywhere else there is nothing to undo
scope=$1
cluster=$2
# Empty: this target cannot adopt a swarm. A hyphen: it can, but the settings name none.
adopt=$3
shift 3
owner_swarm=

# Older docker commands exit with 0 if the engine does not answer, and print no state.
owner_facts() {
  facts=$(docker info --format '{{.Swarm.LocalNodeState}}|{{with .Swarm.Cluster}}{{.ID}}{{end}}|{{.DockerRootDir}}|{{with .Swarm.Cluster}}{{index .Spec.Labels "swarm.cluster"}}|{{index .Spec.Labels "swarm.stack"}}{{end}}' 2>/dev/null) &&
    [ "${facts%%|*}" != "" ]
}

# The engine usually answers at once, and every extra request delays adding many nodes.
read_owner() {
  owner_facts || {
    engine_ready
    owner_facts
  } ||
    fail "the Docker Engine does not say whose swarm this machine is in" "read its log: journalctl -u docker, then run the same command again"
  IFS='|' read -r owner_state owner_swarm docker_root owner_label owner_stack <<OWNER
$facts
OWNER
}

# An attempt to join that has not ended, or has failed. Other steps need a machine that has joined.
is_joining() {
  case $scope-$owner_state in
    ours-or-none-pending | ours-or-none-error | undo-pending | undo-error) never_joined ;;
    *) false ;;
  esac
}

# Only a manager with a leader can read the swarm's label; other machines have the record of their join step.
is_ours() {
  [ -n "$cluster" ] || return 1
  if [ -n "$owner_swarm" ]; then
    [ "$owner_label" = "$cluster" ]
  else
    read -r record_cluster record_swarm 2>/dev/null <"$owner_record" &&
      [ "$record_cluster" = "$cluster" ] && { in_swarm "$record_swarm" || is_joining; }
  fi
}

is_adopted() {
  [ "$scope" = ours-or-none ] || return 1
  case $adopt in '' | -) return 1 ;; esac
  if [ -n "$owner_swarm" ]; then [ "$owner_swarm" = "$adopt" ]; else in_swarm "$adopt"; fi
}

# Describes the machine's swarm in messages.
whose() {
  if [ -n "$owner_label" ]; then
    echo "the swarm $owner_swarm of cluster $owner_label (stack $owner_stack)"
  elif [ -n "$owner_swarm" ]; then
    echo "the swarm $owner_swarm, which this program did not make"
  else
    owner_managers=$(docker info --format '{{range .Swarm.RemoteManagers}} {{.Addr}}{{end}}' 2>/dev/null)
    echo "a swarm ${owner_managers:+with the managers}${owner_managers:-whose managers are unknown}"
  fi
}

ways_out() {
  echo "nothing was changed here. Leave this machine out of the settings, or take it out of that swarm where that swarm is managed"
  [ "$adopt" = - ] && [ -n "$owner_swarm" ] || return 0
  echo "  → or let this cluster take over that swarm, with all that is in it: npm run pulumi -- config set swarm:adopt $owner_swarm"
}

# note_owner SWARM: records the cluster and the swarm on this machine.
note_owner() {
  mkdir -p "${owner_record%/*}"
  printf '%s %s\n' "$cluster" "$1" >"$owner_record.new"
  mv "$owner_record.new" "$owner_record"
}

# Another step of this run may be joining the machine right now, and records the owner at its end.
joining_ended() {
  for lock in bootstrap join; do
    [ ! -e "/run/swarm/$lock.lock" ] || flock -w "$joining_ends_seconds" "/run/swarm/$lock.lock" true || return 0
  done
  read_owner
}

guard() {
  [ "$scope" != any ] || return 0
  if ! command -v docker >/dev/null; then
    # host.sh reports a missing engine; without an engine there is no swarm.
    case $scope in ours-or-none) return 0 ;; undo) exit 0 ;; esac
    fail "Docker Engine is missing on this machine" "install it: https://docs.docker.com/engine/install/"
  fi
  read_owner
  case $scope-$owner_state in
    ours-or-none-inactive) return 0 ;;
    undo-inactive) exit 0 ;;
    ours-inactive)
      fail "this machine is in no swarm" "npm run preview says what the cluster has lost, and what to do"
      ;;
  esac
  if is_ours || is_adopted; then return 0; fi
  joining_ended
  if is_ours || is_adopted; then return 0; fi
  if [ "$scope" = undo ]; then
    say "$(hostname) is in $(whose): it stays unchanged"
    exit 0
  fi
  fail "this machine is in $(whose)" "$(ways_out)"
}

guard
