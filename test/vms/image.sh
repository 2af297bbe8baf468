#!/bin/sh
# image.sh FOLDER MIRROR
# Creates a disk with Debian, its own kernel, Docker and sshd; leaves root.raw, vmlinuz and initrd in FOLDER, and what
# cloudImage.sh makes of it.
# Needs root and debootstrap; creates the file system from a folder, so it needs no loop device.
set -eu
folder=$1
mirror=$2
guest=$(cd "$(dirname "$0")/guest" && pwd)
root=$folder/root
export root

# In its own mount and process namespace: no mount and no daemon stays.
apart() {
  unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$@"
}

bootstrap() {
  apart debootstrap --variant=minbase --include=ca-certificates,kmod,iproute2 trixie "$root" "$mirror"
  # No service may start in here; the initial RAM disk only contains what it needs to reach the root disk.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  mkdir -p "$root/etc/initramfs-tools/conf.d" "$root/usr/share/initramfs-tools/modules.d"
  echo MODULES=list >"$root/etc/initramfs-tools/conf.d/swarm"
  printf '%s\n' virtio_pci virtio_blk virtio_net virtio_rng ext4 crc32c >"$root/usr/share/initramfs-tools/modules.d/swarm"
  printf '/dev/vda / ext4 noatime,errors=remount-ro 0 0\n' >"$root/etc/fstab"
  printf 'APT::Install-Recommends "false";\n' >"$root/etc/apt/apt.conf.d/swarm"
}

install_packages() {
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  # shellcheck disable=SC2016 # for the shell in the namespace
  apart sh -euc '
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount --rbind /dev "$root/dev"
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C
    chroot "$root" apt-get -q update
    chroot "$root" apt-get -q install -y systemd-sysv udev dbus openssh-server sudo docker.io docker-cli iptables \
      iputils-ping procps curl initramfs-tools zstd linux-image-cloud-"$(dpkg --print-architecture)"
    chroot "$root" apt-get clean
  '
}

# What the test is about, or needs; better to fail here than in a machine.
check_kernel() {
  for option in IP_VS IP_VS_RR NETFILTER_XT_MATCH_IPVS VXLAN INET_ESP XFRM_USER CRYPTO_GCM OVERLAY_FS VIRTIO_BLK; do
    grep -q "^CONFIG_$option=[ym]" "$root"/boot/config-* || {
      echo "the kernel lacks CONFIG_$option" >&2
      exit 1
    }
  done
}

configure() {
  rm -f "$root/usr/sbin/policy-rc.d" "$root/etc/resolv.conf" "$root/etc/hostname" "$root"/etc/ssh/ssh_host_*
  # The real id comes from the kernel's command line.
  : >"$root/etc/machine-id"
  : >"$root/etc/resolv.conf"
  printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
  install -m 755 "$guest/start.sh" "$root/usr/local/sbin/swarm-start"
  install -m 644 "$guest/swarm-start.service" "$root/etc/systemd/system/swarm-start.service"
  # An emulated processor is slow.
  for service in docker containerd ssh; do
    mkdir -p "$root/etc/systemd/system/$service.service.d"
    printf '[Service]\nTimeoutStartSec=600\n' >"$root/etc/systemd/system/$service.service.d/swarm.conf"
  done
  useradd --root "$root" --create-home --shell /bin/bash ann
  printf 'ann ALL=(ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/ann"
  chroot "$root" systemctl -q enable swarm-start.service ssh.service docker.service containerd.service
  chroot "$root" systemctl -q set-default multi-user.target
  # Each of these costs seconds and does nothing here.
  chroot "$root" systemctl -q mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer \
    e2scrub_all.timer e2scrub_reap.service systemd-networkd-wait-online.service systemd-timesyncd.service \
    getty@tty1.service serial-getty@ttyS0.service console-getty.service modprobe@configfs.service \
    modprobe@drm.service modprobe@fuse.service modprobe@loop.service systemd-pstore.service \
    sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount dev-hugepages.mount
  mkdir -p "$root/etc/systemd/system-generators"
  ln -sf /dev/null "$root/etc/systemd/system-generators/systemd-ssh-generator"
  # Nothing to rebuild at the first boot.
  touch "$root/etc/.updated" "$root/var/.updated"
}

make_disk() {
  mv "$root"/boot/vmlinuz-* "$folder/vmlinuz"
  mv "$root"/boot/initrd.img-* "$folder/initrd"
  rm -rf "$root"/var/lib/apt/lists/* "$root"/usr/share/doc/* "$root"/usr/share/man/* "$root"/usr/share/locale/*
  truncate -s 6G "$folder/root.raw"
  mkfs.ext4 -q -F -m 0 -E root_owner=0:0 -d "$root" "$folder/root.raw"
}

mkdir -p "$folder"
rm -rf --one-file-system "$root"
bootstrap
install_packages
check_kernel
configure
make_disk
sh "$(dirname "$0")/cloudImage.sh" "$root" "$folder"
rm -rf --one-file-system "$root"
