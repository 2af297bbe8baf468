#!/bin/sh
# cloudImage.sh ROOT FOLDER
# Turns the Debian in ROOT into what Debian's image for EC2 is: cloud-init, and no engine. Leaves cloud.raw in FOLDER,
# and in mirror/ the packages that a first boot installs. Called by image.sh.
set -eu
root=$1
folder=$2
export root

# boot.sh of target aws installs these; the server stands in for EFS.
packages="amazon-ecr-credential-helper ca-certificates chrony curl e2fsprogs iproute2 iptables kmod docker.io docker-cli"
packages="$packages nfs-kernel-server"
export packages

change_packages() {
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  # shellcheck disable=SC2016 # for the shell in the namespace
  unshare --mount --propagation private --pid --fork --kill-child --mount-proc sh -euc '
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount --rbind /dev "$root/dev"
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C
    chroot "$root" apt-get -q update
    chroot "$root" apt-get -q purge -y --autoremove docker.io docker-cli iptables curl
    chroot "$root" apt-get -q install -y cloud-init dhcpcd-base e2fsprogs systemd-resolved
    chroot "$root" apt-get clean
    # shellcheck disable=SC2086 # package names
    chroot "$root" apt-get -q install -y --download-only $packages
  '
}

# A repository that a first boot reads over HTTP.
make_mirror() {
  rm -rf "$folder/mirror"
  mkdir "$folder/mirror"
  mv "$root"/var/cache/apt/archives/*.deb "$folder/mirror"
  cd "$folder/mirror"
  for file in *.deb; do
    dpkg-deb --field "$file"
    printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$file" "$(stat -c %s "$file")" "$(digest "$file")"
  done >Packages
  printf 'Suite: trixie\nSHA256:\n %s %s Packages\n' "$(digest Packages)" "$(stat -c %s Packages)" >Release
}

digest() {
  sha256sum "$1" | cut -d ' ' -f 1
}

configure() {
  rm -f "$root/usr/sbin/policy-rc.d" "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/*
  : >"$root/etc/resolv.conf"
  rm -rf "$root/etc/systemd/system/docker.service.d" "$root/etc/systemd/system/containerd.service.d" "$root/etc/docker"
  echo 'deb [trusted=yes] http://198.51.100.2:8000/ ./' >"$root/etc/apt/sources.list.d/mirror.list"
  echo 'apt: {preserve_sources_list: true}' >"$root/etc/cloud/cloud.cfg.d/99_test.cfg"
  # QEMU's disks have another model than Amazon's.
  # shellcheck disable=SC2016 # for udev
  printf '%s\n' 'KERNEL=="nvme*n1", ATTRS{serial}=="vol*", SYMLINK+="disk/by-id/nvme-Amazon_Elastic_Block_Store_$attr{serial}"' \
    >"$root/etc/udev/rules.d/99-amazon.rules"
  chroot "$root" systemctl -q disable swarm-start.service
  chroot "$root" systemctl -q unmask systemd-networkd-wait-online.service
  chroot "$root" systemctl -q enable systemd-networkd.service
  rm -f "$root/etc/systemd/system/swarm-start.service" "$root/usr/local/sbin/swarm-start"
}

change_packages
make_mirror
configure
rm -rf "$root"/var/lib/apt/lists/* "$root"/usr/share/doc/* "$root"/usr/share/man/* "$root"/usr/share/locale/*
truncate -s 6G "$folder/cloud.raw"
mkfs.ext4 -q -F -m 0 -E root_owner=0:0 -d "$root" "$folder/cloud.raw"
