#!/bin/sh
# Builds a Debian base image from packages, for computers that cannot pull one.
# usage: baseImage.sh IMAGE SUITE MIRROR SECURITY_MIRROR COMMENT
set -eu

image=$1
suite=$2
mirror=$3
security_mirror=$4
comment=$5

# Always the same folder; remove what a killed run left in it.
work=/var/lib/swarm-engine/base-image
clean_up() {
  for mount in proc sys dev/pts; do umount "$work/root/$mount" 2>/dev/null || true; done
  rm -rf --one-file-system -- "$work"
}
clean_up
mkdir -p -- "$work"
trap clean_up EXIT
trap 'exit 1' HUP INT TERM
root=$work/root

debootstrap --variant=minbase "$suite" "$root" "$mirror"

cat >"$root/etc/apt/sources.list" <<EOF
deb $mirror $suite main
deb $mirror $suite-updates main
EOF
if [ -n "$security_mirror" ]; then
  echo "deb $security_mirror $suite-security main" >>"$root/etc/apt/sources.list"
fi

# Slimmed like the official image: no documentation, no translations, no package lists.
cat >"$root/etc/dpkg/dpkg.cfg.d/docker" <<'EOF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/info/*
path-exclude /usr/share/lintian/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
EOF
cat >"$root/etc/apt/apt.conf.d/docker" <<'EOF'
Acquire::GzipIndexes "true";
Acquire::Languages "none";
APT::AutoRemove::SuggestsImportant "false";
APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
EOF
# No service may start while its package is installed into an image.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 0755 "$root/usr/sbin/policy-rc.d"

find "$root/usr/share/doc" -mindepth 1 ! -type d ! -name copyright -delete
find "$root/usr/share/doc" -mindepth 1 -type d -empty -delete
for folder in usr/share/info usr/share/lintian usr/share/locale usr/share/man \
  var/lib/apt/lists var/cache/apt var/cache/debconf var/log; do
  if [ -d "$root/$folder" ]; then find "$root/$folder" -mindepth 1 -delete; fi
done

# Through a file: an image must not contain only half a stream.
tar --create --file "$work/root.tar" --directory "$root" --numeric-owner \
  --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' .
docker import --message "$comment" --change 'CMD ["bash"]' - "$image" <"$work/root.tar"
