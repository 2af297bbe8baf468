#!/bin/sh
# shellcheck disable=SC2154 # waits of steps/times.ts
# managerReady MACHINE TYPE
# Runs on a manager whose machine is new or changed, before the next manager's machine changes. Waits until it
# is back in its swarm, no manager is missing, and all tasks run again, because the next manager may run the
# last replica. Outside a swarm there is nothing to wait for.
# Has no undo: it only waits.

# The leader knows which managers are reachable.
list_managers() {
  managers=$(timeout 10 docker node ls --filter role=manager --format '{{.Hostname}} {{.Status}} {{.ManagerStatus}}')
}

missing() {
  printf '%s\n' "$managers" | grep -v -e ' Ready Leader$' -e ' Ready Reachable$' | cut -d ' ' -f 1
}

all_back() {
  managers=
  [ "$(swarm_state)" = active ] && list_managers 2>/dev/null && [ -z "$(missing)" ]
}

# The swarm's view of this machine may be outdated.
settled() {
  believed=$(docker node ps self --filter desired-state=running --format '{{.CurrentState}}') &&
    [ "$(printf '%s\n' "$believed" | grep -c '^Running')" -eq "$(docker ps --quiet --filter label=com.docker.swarm.task | wc -l)" ] &&
    [ "$(short_services)" -eq 0 ]
}

# give_up: fails because no other manager may change now, with a hint.
give_up() {
  swarm=$(swarm_state)
  [ "$swarm" = active ] ||
    fail "this manager's swarm is $swarm after $managers_back_seconds seconds" "read its log on this machine: journalctl -u docker"
  [ -n "$managers" ] ||
    fail "the swarm has no leader after $managers_back_seconds seconds" "start the other managers, then run pulumi up again"
  targets=
  for manager in $(missing); do targets="$targets --target '**::$manager*'"; done
  fail "managers are missing after $managers_back_seconds seconds: $(missing | paste -s -d , - | sed 's/,/, /g')" \
    "start them, or replace them before any other: npm run up --$targets"
}

alone manager-ready
engine_ready
case $(swarm_state) in
  inactive) exit 0 ;;
  locked) fail "the swarm on this manager is locked" "unlock it: docker swarm unlock" ;;
esac
end=$(($(date +%s) + managers_back_seconds))
waiting=
until all_back; do
  [ "$(date +%s)" -lt "$end" ] || give_up
  [ -n "$waiting" ] || say "$(hostname): waiting until all managers are back"
  waiting=yes
  sleep 1
done
until_true "$tasks_back_seconds" settled || say "$(hostname): not all services have their tasks after $tasks_back_seconds s; continues anyway"
