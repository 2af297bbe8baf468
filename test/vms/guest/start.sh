#!/bin/sh
# Address, neighbours and the SSH key of this machine come from the kernel's command line:
# swarm.address=A.B.C.D/P swarm.neighbours=NAME:ADDRESS,… swarm.key=BASE64
set -eu
# shellcheck disable=SC2013 # words are what is wanted
for word in $(cat /proc/cmdline); do
  case $word in
    swarm.address=*) address=${word#*=} ;;
    swarm.neighbours=*) neighbours=${word#*=} ;;
    swarm.key=*) key=${word#*=} ;;
  esac
done
ip link set lo up
ip link set eth0 up
ip address replace "$address" dev eth0
{
  echo 127.0.0.1 localhost
  for neighbour in $(echo "$neighbours" | tr , ' '); do echo "${neighbour#*:} ${neighbour%%:*}"; done
} >/etc/hosts
for home in /root /home/ann; do
  mkdir -p "$home/.ssh"
  echo "$key" | base64 -d >"$home/.ssh/authorized_keys"
  chmod 700 "$home/.ssh"
done
chown -R ann: /home/ann/.ssh
# Each machine has its own key.
[ -e /etc/ssh/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
