#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # waits of steps/times.ts
# Runs on the seed manager before a stack is deployed.
# directories ADDRESS OPTIONS DIRECTORY...
# Makes the directories of volumes on a file system that all nodes mount by NFS: docker mounts only what exists.
# Has no undo: the data stays.
address=$1
options=$2
shift 2

# found: the address has an IP address; a new name takes a while to spread.
found() {
  ip=$(getent ahostsv4 "$address" | awk 'NR == 1 { print $1 }')
  [ -n "$ip" ]
}

unmount() {
  ! mountpoint -q "$folder" || umount "$folder" || umount --lazy "$folder"
  rmdir "$folder"
}

alone directories
until_true "$name_spreads_seconds" found ||
  fail "the name $address of the file system has no address" \
    "the VPC needs enableDnsSupport and enableDnsHostnames, and this node's zone a mount target"
found
folder=$(mktemp -d /run/swarm-directories.XXXXXXXX)
trap unmount EXIT
# Without a helper program (-i), as docker mounts it; a server that does not answer must not hang this step.
timeout "$file_system_answers_seconds" mount -i -t nfs -o "addr=$ip,$options" "$address:/" "$folder" ||
  fail "the file system $address cannot be mounted" \
    "see that the kernel has NFS (modprobe nfs), and that port 2049 of $ip is open for this node"
# As docker makes its own volumes: other users than root can look into them.
umask 022
for directory in "$@"; do mkdir -p "$folder/$directory"; done
output "$*"
