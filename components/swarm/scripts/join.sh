#!/bin/sh
# join MACHINE ADDRESS SWARM ANEW MANAGER_ADDRESS...   (standard input: token TOKEN)
# Another word ANEW than the last one takes the machine out first: its node was removed by hand. A word of - is none.
# An ADDRESS of - is for the managers to find out, each time that the machine starts.
# Makes sure that this machine is in the swarm of these managers. Prints its node id.
# No inverse here: the seed manager drains and removes the node (member.sh).
address=${2#-}
anew=$4
shift 4
managers=$*

# The token goes to the engine over its socket: a process list shows no token.
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

# A machine with a past may be in another swarm: only ours counts.
in_our_swarm() {
  known=$(docker info --format '{{range .Swarm.RemoteManagers}}{{.Addr}} {{end}}')
  for manager in $managers; do
    case " $known" in *" $manager:2377 "*) return 0 ;; esac
  done
  return 1
}

# A manager that the others know must not leave by force.
is_known() {
  docker node inspect self >/dev/null 2>&1
}

# The word lies beside the swarm's own state, and goes with it.
leave_once() {
  last=/var/lib/docker/swarm-joined
  [ "$anew" != "$(cat "$last" 2>/dev/null)" ] || return 0
  [ "$(swarm_state)" = inactive ] || is_known || docker swarm leave --force >/dev/null
  mkdir -p "${last%/*}"
  printf '%s\n' "$anew" >"$last"
}

token=
receive() {
  case $1 in token) field token "$2" ;; esac
}

alone join
each_record receive
command -v curl >/dev/null || fail "curl is missing on this machine" "install curl"
engine_ready
[ "$anew" = - ] || leave_once
case $(swarm_state) in
  active) ;;
  locked) fail "the swarm on this machine is locked" "unlock it: docker swarm unlock" ;;
  *)
    answer=$(ask_to_join)
    case $answer in
      "" | *"Timeout was reached"* | *"already part of a swarm"*) ;;
      *"invalid join token"*)
        fail "the managers refuse the join token: it was rotated" \
          "read it again: npm run up -- --replace '**join-token' --target-dependents"
        ;;
      *"not yet valid"* | *"has expired"*)
        fail "the certificates of the swarm do not hold at $(date -u +'%F %T UTC'), the time of this machine" \
          "set the clock here and on the managers: timedatectl set-ntp true, then run pulumi up again"
        ;;
      *) fail "the engine cannot join the swarm: $answer" "check that ports 2377, 7946 and 4789 are open to $managers" ;;
    esac
    until_true 60 joined ||
      fail "the node is still $(swarm_state) after a minute" "check that ports 2377, 7946 and 4789 are open to $managers"
    ;;
esac
in_our_swarm ||
  fail "this machine is in a swarm of other managers than $managers" "take it out: docker swarm leave --force"
node_id
