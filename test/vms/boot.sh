#!/bin/sh
# boot.sh IMAGE_FOLDER FOLDER KEY COUNT
# Boots COUNT machines vm1, vm2, …, each with a copy-on-write disk over the image's. KEY is the SSH public key
# that opens them. They are 198.51.100.11, .12, … on their own bridge; this computer is 198.51.100.1. stop.sh
# FOLDER ends them.
set -eu
image=$1
folder=$2
key=$(printf '%s\n' "$3" | base64 -w 0)
count=$4
network=198.51.100
space=swarmvms

# Emulated, so that it works everywhere; with all CPU features, Linux 6.12 panics at random in QEMU 7.2.
emulation="-accel tcg,thread=multi,tb-size=256 -cpu max,la57=off,cx16=off"

# In its own network namespace: an engine on this computer drops packets that its bridges forward.
make_network() {
  ip netns add "$space"
  ip -n "$space" link set lo up
  ip -n "$space" link add br0 type bridge stp_state 0 forward_delay 0
  ip -n "$space" link set br0 up
  ip link add "$space" type veth peer name uplink netns "$space"
  ip -n "$space" link set uplink master br0 up
  ip address add "$network.1/24" dev "$space"
  ip link set "$space" up
}

neighbours() {
  number=1
  while [ "$number" -le "$count" ]; do
    printf 'vm%s:%s.%s,' "$number" "$network" "$((10 + number))"
    number=$((number + 1))
  done
}

start() {
  mkdir -p "$folder/vm$1"
  ip -n "$space" tuntap add "tap$1" mode tap
  ip -n "$space" link set "tap$1" master br0 up
  qemu-img create -q -f qcow2 -F raw -b "$image/root.raw" "$folder/vm$1/disk.qcow2"
  # shellcheck disable=SC2086 # options
  ip netns exec "$space" qemu-system-x86_64 -name "$space-vm$1" -nodefaults -no-user-config -display none \
    -machine q35,usb=off,vmport=off $emulation -m 1536 -kernel "$image/vmlinuz" -initrd "$image/initrd" \
    -append "root=/dev/vda rw console=ttyS0 quiet net.ifnames=0 8250.nr_uarts=1 mitigations=off apparmor=0 selinux=0 audit=0 systemd.hostname=vm$1 systemd.machine_id=$(printf '%032x' "$((4096 + $1))") swarm.address=$network.$((10 + $1))/24 swarm.neighbours=$(neighbours) swarm.key=$key" \
    -drive "file=$folder/vm$1/disk.qcow2,if=none,id=disk,format=qcow2,cache=unsafe" -device virtio-blk-pci,drive=disk \
    -netdev "tap,id=net,ifname=tap$1,script=no,downscript=no" \
    -device "virtio-net-pci,netdev=net,mac=52:54:00:73:77:$(printf '%02x' "$1"),romfile=" \
    -device virtio-rng-pci -serial "file:$folder/vm$1/console.log" -pidfile "$folder/vm$1/pid" -daemonize
}

mkdir -p "$folder"
make_network
number=1
while [ "$number" -le "$count" ]; do
  start "$number"
  number=$((number + 1))
done
