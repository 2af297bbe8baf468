#!/bin/sh
# Remote step; functions: payload.sh ports.sh engine.sh
# shellcheck disable=SC2154 # variables and functions of owner.sh
# join MACHINE ADDRESS SWARM REJOIN MANAGER_ADDRESS...   (standard input: token TOKEN)
# Makes sure that this machine is in the swarm of these managers. Prints its node id.
#   ADDRESS  - makes the managers detect it, each time that the machine starts
#   REJOIN   a new value makes the machine leave first: its node was removed by hand; - for none
# Sent after ports.sh and engine.sh. Its undo: the seed manager drains and removes the node (member.sh), then
# a machine that stays leaves (leave.sh).
address=${2#-}
swarm=$3
rejoin=$4
shift 4
managers=$*

# Sends the token over the engine's socket: a process list must not show it.
ask_to_join() {
  remote=
  for manager in $managers; do remote="$remote,\"$manager:2377\""; done
  printf '{"ListenAddr":"0.0.0.0:2377","AdvertiseAddr":"%s","RemoteAddrs":[%s],"JoinToken":"%s","Availability":"drain"}' \
    "$address" "${remote#,}" "$token" |
    curl --silent --show-error --unix-socket /var/run/docker.sock --header 'Content-Type: application/json' \
      --data-binary @- http://docker/swarm/join 2>&1 || :
}

joined() {
  [ "$(swarm_state)" = active ]
}

is_manager() {
  [ "$(docker info --format '{{.Swarm.ControlAvailable}}')" = true ]
}

# A manager that the others know must not leave by force.
is_known() {
  docker node inspect self >/dev/null 2>&1
}

leave() {
  docker swarm leave --force >/dev/null
}

# The value is stored beside the swarm's own state, and disappears with it.
leave_once() {
  last=/var/lib/docker/swarm-joined
  [ "$rejoin" != "$(cat "$last" 2>/dev/null)" ] || return 0
  [ "$(swarm_state)" = inactive ] || is_known || leave
  mkdir -p "${last%/*}"
  printf '%s\n' "$rejoin" >"$last"
}

# Leaves a swarm that no longer exists, or whose managers have new addresses: this machine would never find
# them again. If it is a manager itself, the swarm still exists.
leave_stale() {
  known=$(docker info --format '{{.Swarm.NodeAddr}} {{range .Swarm.RemoteManagers}}{{.Addr}} {{end}}')
  if in_swarm "$swarm"; then
    [ -z "$address" ] || [ "${known%% *}" = "$address" ] || stale="the address ${known%% *} in the swarm, but $address in the settings"
    case " ${known#* } " in
      *" ${managers%% *}:2377 "*) ;;
      *) is_manager || stale="no manager at ${managers%% *}" ;;
    esac
  else
    stale="another swarm of this cluster than $swarm"
  fi
  [ -n "${stale:-}" ] || return 0
  if is_manager; then
    fail "this manager has $stale" \
      "a manager keeps its swarm and its address: set them back, or take it out of the settings, run npm run up, and add it again"
  fi
  say "$(hostname) has $stale: it leaves and joins again"
  leave
}

attempt_ended() {
  [ "$(swarm_state)" != pending ]
}

still_joining() {
  # shellcheck disable=SC2086 # addresses
  fail "the node is still $(swarm_state) after a minute: $(docker info --format '{{.Swarm.Error}}')" \
    "$(engine_hint "$(docker info --format '{{.Swarm.Error}}') deadline exceeded" $managers)"
}

# An earlier attempt of this cluster may have been cut off. The engine continues it, but not once it has failed.
# A node that is still trying must not leave: a manager may just have been let in.
end_attempt() {
  until_true "$node_joins_seconds" attempt_ended || still_joining
  [ "$(swarm_state)" != error ] || ! never_joined || leave
}

token=
receive() {
  case $1 in token) field token "$2" ;; esac
}

alone join
each_record receive
command -v curl >/dev/null || fail "curl is missing on this machine" "install curl"
engine_ready
[ "$rejoin" = - ] || leave_once
if never_joined; then end_attempt; fi
case $(swarm_state) in
  inactive) ;;
  locked) fail "the swarm on this machine is locked" "unlock it there: docker swarm unlock, then run npm run up again" ;;
  *) leave_stale ;;
esac
if [ "$(swarm_state)" = inactive ]; then
  port_free 7946
  # Before it joins: the next run must recognize a machine that this one did not wait for.
  note_owner "$swarm"
  answer=$(ask_to_join)
  case $answer in
    "" | *"Timeout was reached"* | *"already part of a swarm"*) ;;
    *)
      [ "$(swarm_state)" != inactive ] || rm -f "$owner_record"
      answer=$(engine_text "$answer")
      # shellcheck disable=SC2086 # addresses
      fail "the engine cannot join the swarm: $answer" "$(engine_hint "$answer" $managers)"
      ;;
  esac
  until_true "$node_joins_seconds" joined || still_joining
fi
read_owner
in_swarm "$swarm" ||
  fail "this machine is in $(whose), and not in $swarm" "run npm run preview: it says what the cluster has lost, and what to do"
note_owner "$swarm"
output "$(node_id)"
