#!/bin/sh
# instance.sh IMAGE_FOLDER FOLDER NUMBER ID DISK [late]
# Boots machine NUMBER as an EC2 instance on boot.sh's network: firmware that names EC2, a new root disk from cloud.raw,
# and the EBS volume DISK (a file vol-….raw, or none). With `late`, the volume is there but not attached: device_add
# attaches it.
set -eu
image=$1
folder=$2/vm$3
number=$3
id=$4
disk=$5
late=${6-}
space=swarmvms

rm -rf "$folder"
mkdir -p "$folder"
ip -n "$space" link show "tap$number" >/dev/null 2>&1 || ip -n "$space" tuntap add "tap$number" mode tap
ip -n "$space" link set "tap$number" master br0 up
qemu-img create -q -f qcow2 -F raw -b "$image/cloud.raw" "$folder/disk.qcow2"

set -- -device pcie-root-port,id=root1,slot=1,chassis=1
if [ "$disk" != none ]; then
  serial=$(basename "$disk" .raw)
  set -- "$@" -drive "file=$disk,if=none,id=data,format=raw,cache=unsafe"
  [ -n "$late" ] || set -- "$@" -device "nvme,drive=data,bus=root1,serial=vol${serial#vol-}"
fi
# cloud-init knows EC2 by these:
# https://docs.cloud-init.io/en/latest/reference/datasources/ec2.html
firmware="ec2$(printf '%s' "$id" | tail -c 5)-0000-4000-8000-$(printf '%012x' "$number")"
# Emulated for the same reasons as in boot.sh.
ip netns exec "$space" qemu-system-x86_64 -name "$space-vm$number" -nodefaults -no-user-config -display none \
  -machine q35,usb=off,vmport=off -accel tcg,thread=multi,tb-size=256 -cpu max,la57=off,cx16=off -m 1536 \
  -kernel "$image/vmlinuz" -initrd "$image/initrd" \
  -append "root=/dev/vda rw console=ttyS0 quiet net.ifnames=0 8250.nr_uarts=1 mitigations=off apparmor=0 selinux=0 audit=0" \
  -smbios "type=1,manufacturer=Amazon EC2,product=t3.small,uuid=$firmware,serial=$firmware" \
  -drive "file=$folder/disk.qcow2,if=none,id=disk,format=qcow2,cache=unsafe" -device virtio-blk-pci,drive=disk \
  -netdev "tap,id=net,ifname=tap$number,script=no,downscript=no" \
  -device "virtio-net-pci,netdev=net,mac=52:54:00:73:77:$(printf '%02x' "$number"),romfile=" \
  -device virtio-rng-pci "$@" -monitor "unix:$folder/monitor,server,nowait" \
  -serial "file:$folder/console.log" -pidfile "$folder/pid" -daemonize
