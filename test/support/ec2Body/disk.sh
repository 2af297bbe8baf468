#!/bin/sh
# disk VOLUME FILE SIZE: a block device from a file, at the path of the EBS volume on an EC2 machine.
# The device ends with its last user, even if the body is killed; the file stays. A restart attaches it again.
set -eu
mkdir -p /var/lib/attached
printf '%s\n' "$*" >"/var/lib/attached/$1"
[ -f "$2" ] || truncate --size "$3" "$2"
# Another body may take the same free device first.
attempts=20
while :; do
  device=$(losetup --find)
  [ -b "$device" ] || mknod "$device" b 7 "${device#/dev/loop}" || :
  ! losetup "$device" "$2" 2>/dev/null || break
  attempts=$((attempts - 1))
  [ "$attempts" -gt 0 ] || exit 1
  sleep 0.2
done
# Detach it while it is in use: the kernel then removes it when the last user ends.
exec 3<"$device"
losetup --detach "$device"
mkdir -p /dev/disk/by-id
ln -sfn "$device" "/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol${1#vol-}"
exec sleep infinity
