#!/bin/sh
# repository FOLDER: creates a package repository like Docker's own, signed by a new key. Its packages have
# Docker's names and versions; 29.8.2 contains Debian's engine, 29.9.0 nothing. Prints the key's fingerprint.
set -eu
export DEBIAN_FRONTEND=noninteractive
folder=$1

# make_package NAME VERSION MORE_FIELDS FILE...: the files come from Debian's packages.
make_package() {
  name=$1
  version=$2
  fields=$3
  shift 3
  rm -rf /tmp/package
  mkdir -p /tmp/package/DEBIAN
  printf 'Package: %s\nVersion: %s\nArchitecture: %s\nMaintainer: test@example.com\nDescription: for a test\n%b' \
    "$name" "$version" "$architecture" "$fields" >/tmp/package/DEBIAN/control
  if [ "$name" = docker-ce ]; then
    printf '#!/bin/sh\ngetent group docker || groupadd --system docker\n' >/tmp/package/DEBIAN/postinst
    chmod 755 /tmp/package/DEBIAN/postinst
  fi
  for file in "$@"; do install -D "/tmp/engine$file" "/tmp/package$file"; done
  dpkg-deb -Znone --build /tmp/package "pool/${name}_${version#*:}.deb"
}

{
  apt-get update
  apt-get install --yes --no-install-recommends apt-utils gpg gpg-agent
  cd /tmp
  apt-get download containerd docker-cli docker.io runc
  for package in *.deb; do dpkg-deb --extract "$package" /tmp/engine; done
  mkdir -m 700 /root/keys
  export GNUPGHOME=/root/keys
  gpg --batch --passphrase '' --quick-generate-key test@example.com rsa2048 sign never
  architecture=$(dpkg --print-architecture)
  binaries=dists/trixie/stable/binary-$architecture
  mkdir -p "$folder/debian/pool" "$folder/debian/$binaries"
  cd "$folder/debian"
  engine="Depends: containerd.io, docker-ce-cli, iptables\n"
  make_package docker-ce 5:29.8.2-1~debian.13~trixie "$engine" \
    /usr/sbin/dockerd /usr/sbin/docker-proxy /etc/init.d/docker
  make_package docker-ce-cli 5:29.8.2-1~debian.13~trixie "" /usr/bin/docker
  make_package docker-ce 5:29.9.0-1~debian.13~trixie "$engine"
  make_package docker-ce-cli 5:29.9.0-1~debian.13~trixie ""
  make_package containerd.io 2.2.1-1~debian.13~trixie "" \
    /usr/bin/containerd /usr/bin/containerd-shim-runc-v2 /usr/sbin/runc
  apt-ftparchive packages pool >"$binaries/Packages"
  apt-ftparchive -o APT::FTPArchive::Release::Suite=trixie -o APT::FTPArchive::Release::Components=stable \
    -o "APT::FTPArchive::Release::Architectures=$architecture" release dists/trixie >/tmp/Release
  gpg --batch --clearsign --output dists/trixie/InRelease /tmp/Release
  gpg --batch --armor --output gpg --export
} >&2
gpg --batch --with-colons --list-keys | awk -F: '$1 == "fpr" { print $10; exit }'
