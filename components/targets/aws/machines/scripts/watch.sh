#!/bin/sh
# Remote step; functions: payload.sh
# shellcheck disable=SC2154 # variables and functions of owner.sh
# watch MACHINE SCRIPT METADATA USER ADDRESS...   (standard input: key KEY, known-hosts LINES)
# Starts the service that runs SCRIPT, the stored watchNotices.sh, on a machine that AWS can take back.
# Has no undo: it goes with the machine.
script=$2
metadata=$3
shift 3
folder=/etc/swarm-requests
program=/usr/local/sbin/swarm-watch
unit=/etc/systemd/system/swarm-watch.service
scripts=/var/lib/swarm-scripts
# Where no systemd runs.
process=/run/swarm-watch.pid

receive() {
  case $1 in
    key) bytes "$2" >"$folder/key" ;;
    known-hosts) bytes "$2" >"$folder/known_hosts" ;;
  esac
}

alone watch
mkdir -p "$folder"
each_record receive
cp "$scripts/$script" "$program.new"
mv "$program.new" "$program"
run="/bin/sh $program any $cluster \"\" $metadata $folder $*"
cat >"$unit" <<UNIT
[Unit]
Description=Drains this node before AWS takes its machine back
After=docker.service

[Service]
ExecStart=$run
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
UNIT
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl enable --quiet swarm-watch
  systemctl restart swarm-watch
else
  [ ! -f "$process" ] || kill "$(cat "$process")" 2>/dev/null || :
  # Redirected inside: dash would keep the SSH session's streams and the lock for after `eval`.
  eval "setsid $run >>/var/log/swarm-watch.log 2>&1 </dev/null 9>&- &"
  echo "$!" >"$process"
fi
