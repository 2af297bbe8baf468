#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # waits of steps/times.ts
# leave
# Makes a machine that stays leave its cluster's swarm, and no other swarm (owner.sh). The managers have
# removed the node before (swarm/scripts/member.sh), unless it is the seed, or the managers are gone.
is_manager() {
  [ "$(docker info --format '{{.Swarm.ControlAvailable}}')" = true ]
}

is_worker() {
  ! is_manager
}

other_managers() {
  timeout 20 docker node ls --filter role=manager --format '{{.ID}} {{.Self}}' | grep ' false$'
}

leave() {
  docker swarm leave "$@" 2>&1 || [ "$(swarm_state)" = inactive ]
}

alone leave
id=$(node_id)
# Do not leave the others counting on a manager that is gone.
if is_manager && other_managers >/dev/null; then
  docker node update --availability drain "$id" >/dev/null || :
  docker node demote "$id" >/dev/null || :
  until_true "$manager_becomes_worker_seconds" is_worker ||
    say "$(hostname): most other managers are down and cannot remove it; it leaves anyway"
  say "$(hostname) stays in the others' list as Down: npm run docker -- node rm --force $id"
fi
until_true "$node_leaves_seconds" leave --force ||
  fail "this machine does not leave the swarm: $(leave --force)" "read the log of the engine there: journalctl -u docker, then run the same command again"
rm -f /var/lib/docker/swarm-cluster
