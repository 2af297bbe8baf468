#!/bin/sh
# First process of the body: runs what systemd runs on an EC2 machine, in its order, at each start.
set -eu

# A nested engine needs its controllers delegated, and no process may be in the root group (cgroup v2).
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p /sys/fs/cgroup/init
  while ! {
    xargs -rn1 </sys/fs/cgroup/cgroup.procs >/sys/fs/cgroup/init/cgroup.procs 2>/dev/null || :
    sed 's/^/+/; s/ / +/g' /sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control
  }; do :; done
fi

# A restart of the container is a reboot, which empties /run.
rm -rf /run/docker /run/containerd /run/cloud-init /run/lock /run/*.pid
mkdir -p /run/sshd /run/lock

# A machine keeps its host name over a reboot; a restart gives the container its first one again.
kept_name=/var/lib/kept-hostname
if [ -f "$kept_name" ]; then
  cat "$kept_name" >/etc/hostname
  hostname --file "$kept_name"
fi

seed=/var/lib/cloud/seed/nocloud
if [ ! -f "$seed/meta-data" ]; then
  mkdir -p "$seed"
  printf 'instance-id: i-%s\n' "$(cat /proc/sys/kernel/random/uuid)" >"$seed/meta-data"
fi

# Attach again what was attached before.
for attachment in /var/lib/attached/*; do
  if [ -f "$attachment" ]; then xargs /disk.sh <"$attachment" & fi
done

# The engine starts on its disk or not at all, like the unit's RequiresMountsFor.
on_its_disk() {
  disk=$(findmnt --fstab --noheadings --output SOURCE --target /var/lib/docker) || return 0
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    mount --all
    ! findmnt --source "$disk" --mountpoint /var/lib/docker >/dev/null || return 0
    sleep 1
  done
  return 1
}

start_engine() {
  on_its_disk && service docker start
}

# As with systemd, a failed step stops no other; its status is recorded.
step() {
  "$@" || printf 'entry: failed: %s\n' "$*"
}

stop() {
  trap - TERM INT
  service docker stop || :
  exit 0
}
trap stop TERM INT

step cloud-init init --local
step cloud-init init
hostname >"$kept_name"
step service ssh start
[ ! -f /var/lib/swarm/booted ] || step start_engine
step cloud-init modules --mode=config
step cloud-init modules --mode=final

while :; do
  sleep 1 &
  wait $! || :
done
