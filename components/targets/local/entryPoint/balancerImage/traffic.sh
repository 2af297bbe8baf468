#!/bin/sh
# Runs in the load balancer's container.
# traffic open ADDRESS MACHINE    opens the node at this address for requests
# traffic close ADDRESS MACHINE LOCK OTHER_SERVER RESPONSES LEAVE
#                                 sends it no new ones, and waits until it has answered the current ones; the
#                                 last arguments are waits in seconds (components/steps/times.ts)
# MACHINE is its container's id; while it runs, its first twelve digits are a DNS name on the network.
set -eu
verb=$1
address=$2
machine=$(printf %.12s "$3")

# ask COMMAND: the load balancer's answer. https://docs.haproxy.org/3.0/management.html#9.3
ask() {
  printf '%s\n' "$1" | perl -MIO::Socket::UNIX -e '
    my $socket = IO::Socket::UNIX->new("/run/haproxy.sock") or die "the balancer does not answer: $!\n";
    print $socket <STDIN>; $socket->shutdown(1); print while <$socket>'
}

now() {
  date +%s
}

# state BACKEND/SERVER ready|drain
state() {
  ask "set server $1 state $2" >/dev/null
}

# One line per port of the node: BACKEND/SERVER, whether it is closed, whether it answers, and how many others
# serve the port. Field 6 is 2 if a server answers, field 7 is 8 if it is closed.
servers_of_node() {
  ask 'show servers state' | awk -v address="$address" '
    $5 == address { mine[$2] = $4; closed[$2] = $7; answers[$2] = $6 == 2 ? "up" : "down" }
    $5 != address && $6 == 2 && $7 == 0 { others[$2]++ }
    END { for (port in mine) print port "/" mine[port], closed[port], answers[port], others[port] + 0 }'
}

# Nodes whose ports not all others serve leave one at a time, so the previous one's tasks already run elsewhere,
# and soon answer. The last server of a port stays open: two runs at once would each rely on the other's node.
# A node that serves nothing is closed, too: it may get a task before it leaves.
close_ports() {
  exec 9>"$lock"
  flock -w "$lock_limit" 9
  deadline=$(($(now) + other_server_limit))
  waiting=yes
  while [ -n "$waiting" ]; do
    waiting=
    for line in $(servers_of_node | tr ' ' ,); do
      server=${line%%,*}
      case " $closed " in *" $server "*) continue ;; esac
      case ${line#*,} in
        0,up,0) [ "$(now)" -ge "$deadline" ] || waiting=yes ;;
        *)
          state "$server" drain
          closed="$closed $server"
          ;;
      esac
    done
    [ -z "$waiting" ] || sleep 0.2
  done
  exec 9>&-
}

# Number of requests that the closed servers are still answering.
busy() {
  ask 'show stat' | awk -F , -v closed=" $closed " '
    index(closed, " " $1 "/" $2 " ") { sum += $5 }
    END { print sum + 0 }'
}

wait_for_answers() {
  end=$(($(now) + responses_limit))
  while [ "$(busy)" -gt 0 ] && [ "$(now)" -lt "$end" ]; do sleep 0.2; done
}

# When the machine is gone, reopens its servers, because a machine that reuses the address would inherit the
# drain; also if the node did not leave in time. A later open or close of this address replaces
# the mark.
reopen() {
  end=$(($(now) + leave_limit))
  while getent hosts "$machine" >/dev/null && [ "$(now)" -lt "$end" ]; do sleep 1; done
  [ "$(cat "$mark")" = "$closing" ] || return 0
  for server in $closed; do state "$server" ready; done
}

lock=/run/traffic.lock
mark=/run/traffic-$address
closing=$$-$(now)
echo "$closing" >"$mark"
case $verb in
  open)
    for server in $(servers_of_node | awk '$2 == 8 { print $1 }'); do state "$server" ready; done
    ;;
  close)
    lock_limit=$4
    other_server_limit=$5
    responses_limit=$6
    leave_limit=$7
    closed=
    close_ports
    [ -n "$closed" ] || exit 0
    wait_for_answers
    reopen </dev/null >/dev/null 2>&1 &
    ;;
esac
