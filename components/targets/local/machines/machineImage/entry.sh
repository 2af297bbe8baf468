#!/bin/sh
# First process of a machine in a container: installs the keys, then keeps sshd and dockerd running.
set -eu

# A nested engine needs delegated controllers, and no process may be in the root group (cgroup v2).
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p /sys/fs/cgroup/init
  while ! {
    xargs -rn1 </sys/fs/cgroup/cgroup.procs >/sys/fs/cgroup/init/cgroup.procs 2>/dev/null || :
    sed 's/^/+/; s/ / +/g' /sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control
  }; do :; done
fi

mkdir -p /run/swarm /run/sshd /run/lock
install -m 600 /etc/swarm/ssh_host_ed25519_key /etc/swarm/authorized_keys /run/swarm/

# The leftovers of a killed engine keep the next one from starting.
rm -f /run/docker.pid /var/run/docker.pid /run/docker/containerd/containerd.pid

keep_running() {
  while :; do
    "$@" || :
    sleep 1
  done
}

stop() {
  trap - TERM INT
  kill "$ssh_loop" "$engine_loop"
  pkill -TERM -x dockerd || :
  for _ in 1 2 3 4 5 6 7 8; do
    pgrep -x dockerd >/dev/null || break
    sleep 1
  done
  exit 0
}
trap stop TERM INT

run_engine() {
  rm -f /run/docker.pid
  dockerd >>/var/log/dockerd.log 2>&1
}

keep_running /usr/sbin/sshd -D -e &
ssh_loop=$!
keep_running run_engine &
engine_loop=$!
wait
