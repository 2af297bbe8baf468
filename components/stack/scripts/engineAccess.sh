#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # variables and functions of owner.sh
# Runs on the seed manager.
# engineAccess STACK SECONDS: takes the stack's lock, waiting at most SECONDS, then connects standard input and
# output to the engine's API until the connection ends. The lock lasts as long as the connection.
# A deployment that was killed, or that lost its connection, therefore leaves no lock. Changes nothing else.
stack=$1

# A client that is alive asks all the time. A connection that was cut without notice looks silent instead.
end_when_silent() {
  silent=0
  read_before=
  while [ "$silent" -lt 6 ]; do
    sleep 10
    read_now=$(grep rchar "/proc/$1/io" 2>/dev/null) || return 0
    if [ "$read_now" = "$read_before" ]; then silent=$((silent + 1)); else silent=0; fi
    read_before=$read_now
  done
  kill "$1"
}

alone "stack-$stack" "$2"
engine_ready
# A deployment that fails half-way is not drift.
rm -f "/var/lib/docker/swarm-deployed/$stack"
output ready
# A shell gives a command in the background no standard input unless it comes from another descriptor.
exec 3<&0
docker system dial-stdio <&3 3<&- &
access=$!
end_when_silent "$access" >/dev/null 2>&1 3<&- 9<&- &
watch=$!
wait "$access" || :
kill "$watch" 2>/dev/null || :
