#!/bin/sh
# shellcheck disable=SC2154 # variables and functions of preflight.sh
# Engine settings that conflict with a swarm. Sent before preflight.sh, whose functions it uses.
set -eu

# The engine's settings file; Docker from snap has another one.
settings_file() {
  for settings_path in /etc/docker/daemon.json /var/snap/docker/current/config/daemon.json; do
    [ ! -f "$settings_path" ] || break
  done
  printf '%s' "$settings_path"
}

# check_live_restore WANTED_BY
check_live_restore() {
  [ "$live_restore" = true ] || return 0
  settings=$(settings_file)
  line=$(sed -n '/"live-restore"/{=;q}' "$settings" 2>/dev/null) || :
  if [ -n "$line" ]; then where="\"live-restore\": true from line $line of $settings"; else where="--live-restore from the options of dockerd (systemctl cat docker)"; fi
  missing "$1" "live-restore is on in the engine of $node, and swarm does not allow it" \
    "on $node, remove $where, then: systemctl restart docker"
}

# Containers inherit containerd's limit unless the engine sets one. Since Docker Engine 29 that is 1024.
tell_open_files() {
  process=$(pgrep -o -x containerd || pgrep -o -x dockerd) || return 0
  limit=$(awk '/^Max open files/ { print $4 }' "/proc/$process/limits" 2>/dev/null) || return 0
  case $limit in '' | *[!0-9]*) return 0 ;; esac
  [ "$limit" -le 1024 ] || return 0
  settings=$(settings_file)
  ! grep -q '"nofile"' "$settings" 2>/dev/null || return 0
  say "$node: services may open $limit files unless they raise the limit themselves; for more: ulimits.nofile in the compose file, or in $settings: \"default-ulimits\": {\"nofile\": {\"Name\": \"nofile\", \"Soft\": 65536, \"Hard\": 524288}}"
}
