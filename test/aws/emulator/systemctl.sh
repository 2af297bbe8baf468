#!/bin/sh
# systemctl enable --now UNIT: starts a service as its unit says, again and again. Machines in containers have no
# systemd; on EC2 the real one runs the unit.
set -eu
if [ "$#" -ne 3 ] || [ "$1 $2" != "enable --now" ]; then
  echo "systemctl $*: not in a container" >&2
  exit 1
fi
start=$(sed -n 's/^ExecStart=//p' "/etc/systemd/system/$3.service")
wait=$(sed -n 's/^RestartSec=//p' "/etc/systemd/system/$3.service")
setsid sh -c "while :; do $start; sleep $wait; done" >>"/var/log/$3.log" 2>&1 </dev/null &
