#!/bin/sh
# Probes the managers' ports from this machine. Needs bash and timeout.
set -eu

# port_state ADDRESS PORT: "silent ADDRESS PORT" or "refused ADDRESS PORT"; nothing if a connection succeeds.
port_state() {
  port_state_code=0
  timeout 3 bash -c "exec 3<>/dev/tcp/$1/$2" 2>/dev/null || port_state_code=$?
  case $port_state_code in
    0) ;;
    124) echo "silent $1 $2" ;;
    *) echo "refused $1 $2" ;;
  esac
}

# closed_ports ADDRESS...: the state of each manager's TCP 2377 and 7946 that is not open, within 3 s.
closed_ports() {
  for closed_ports_address in "$@"; do
    for closed_ports_port in 2377 7946; do
      port_state "$closed_ports_address" "$closed_ports_port" &
    done
  done | sort
}

# list_ports STATE LINES: "TCP 2377 and 7946 of 10.0.0.1, TCP 2377 of 10.0.0.2" for the lines with that state.
list_ports() {
  printf '%s\n' "$2" | awk -v state="$1" '
    $1 != state { next }
    $2 in ports { ports[$2] = ports[$2] " and " $3; next }
    { ports[$2] = $3; order[++count] = $2 }
    END { for (i = 1; i <= count; i++) printf "%sTCP %s of %s", (i > 1 ? ", " : ""), ports[order[i]], order[i] }'
}

# ports_hint ADDRESS...: the hint for the managers' closed ports; nothing if all are open.
ports_hint() {
  ports_hint_closed=$(closed_ports "$@")
  ports_hint_silent=$(list_ports silent "$ports_hint_closed")
  ports_hint_refused=$(list_ports refused "$ports_hint_closed")
  if [ -n "$ports_hint_silent" ]; then
    printf 'open %s to this machine: no answer within 3 s' "$ports_hint_silent"
    [ -z "$ports_hint_refused" ] || printf '; '
  fi
  if [ -n "$ports_hint_refused" ]; then
    printf 'find out why %s refused a connection: a firewall rejects it, or docker info there shows no active swarm' \
      "$ports_hint_refused"
  fi
}
