#!/bin/sh
# Runs in the balancer's container.
# traffic open ADDRESS MACHINE    the node at this address gets requests
# traffic close ADDRESS MACHINE   it gets no new ones; waits until it has answered those that it has
# MACHINE is its container's id; the network knows a container by the first twelve digits while it runs.
set -eu
verb=$1
address=$2
machine=$(printf %.12s "$3")

# ask COMMAND: the answer of the balancer. https://docs.haproxy.org/3.0/management.html#9.3
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

# One line for each port of the node: BACKEND/SERVER, whether it is closed, whether it answers, and how many others
# serve the port, open and closed ones. Field 6 is 2 where a server answers, field 7 is 8 where it is closed.
doors() {
  ask 'show servers state' | awk -v address="$address" '
    $5 == address { mine[$2] = $4; closed[$2] = $7; answers[$2] = $6 == 2 ? "up" : "down" }
    $6 != 2 { next }
    $5 != address && $7 == 0 { open[$2]++ }
    $5 != address && $7 == 8 { shut[$2]++ }
    END { for (port in mine) print port "/" mine[port], closed[port], answers[port], open[port] + 0, shut[port] + 0 }'
}

# The last one that serves a port goes on, until the task of one that was closed before it runs elsewhere. One
# that serves nothing is closed at once: a task of a node that leaves may come here before this one leaves.
close_ports() {
  waiting=
  for line in $(doors | tr ' ' ,); do
    server=${line%%,*}
    case " $closed " in *" $server "*) continue ;; esac
    case ${line#*,} in
      0,up,0,0) [ "$(now)" -lt "$patience" ] || continue ;;
      0,up,0,*) patience=$(($(now) + 20)) ;;
      *)
        state "$server" drain
        closed="$closed $server"
        continue
        ;;
    esac
    waiting=yes
  done
}

# One at a time looks and closes: two that leave together must not count on each other.
close_in_turn() {
  # Others may have missed one look at their health.
  patience=$(($(now) + 2))
  end=$(($(now) + 240))
  until
    flock 9
    close_ports
    flock -u 9
    [ -z "$waiting" ]
  do
    [ "$(now)" -lt "$end" ] || break
    sleep 0.2
  done
}

# How many requests the closed servers are still busy with.
busy() {
  ask 'show stat' | awk -F , -v closed=" $closed " '
    index(closed, " " $1 "/" $2 " ") { sum += $5 }
    END { print sum + 0 }'
}

wait_for_answers() {
  end=$(($(now) + 15))
  while [ "$(busy)" -gt 0 ] && [ "$(now)" -lt "$end" ]; do sleep 0.2; done
}

# A machine that is gone needs no closed door, which its next one would find; a node that did not leave after all is
# asked again after twenty minutes. Who opens or closes this address anew takes the mark away from who waits.
reopen() {
  end=$(($(now) + 1200))
  while getent hosts "$machine" >/dev/null && [ "$(now)" -lt "$end" ]; do sleep 1; done
  [ "$(cat "$mark")" = "$closing" ] || return 0
  for server in $closed; do state "$server" ready; done
}

mark=/run/lock/traffic-$address
closing=$$-$(now)
echo "$closing" >"$mark"
exec 9>/run/lock/traffic
case $verb in
  open)
    for server in $(doors | awk '$2 == 8 { print $1 }'); do state "$server" ready; done
    ;;
  close)
    closed=
    close_in_turn
    [ -n "$closed" ] || exit 0
    wait_for_answers
    reopen </dev/null >/dev/null 2>&1 9>&- &
    ;;
esac
