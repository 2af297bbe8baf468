#!/bin/sh
# swarm-boot USER ENGINE REGION VOLUME SHELL
# First boot of an EC2 machine: its data disk, its packages, its engine. Another run changes nothing.
#   ENGINE   a version of Docker's own packages, 29.8.2, or `debian` for Debian's
#   VOLUME   the EBS volume for /var/lib/docker, vol-0123456789abcdef0, or `none`
#   SHELL    `session-manager` for a shell through AWS Session Manager, or `none`
# Logs each action to /var/log/swarm-boot.log; ends with /var/lib/swarm/booted or /var/lib/swarm/failed.
set -eu
set -f
umask 022
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
user=$1
engine=$2
region=$3
volume=$4
shell=$5

log=/var/log/swarm-boot.log
state=/var/lib/swarm
data=/var/lib/docker
repository=https://download.docker.com/linux
fingerprint=9DC858229FC7DD38854AE2D88D81803C0EBFCD88
# The release in AWS's own Bottlerocket, which downloads it by version as well; the key below signs it.
# https://github.com/bottlerocket-os/bottlerocket-bootstrap-container/releases/tag/v0.3.4
agent_version=3.3.4851.0
# AWS publishes the key here for its own install scripts. This one is valid from 2026-06-04 to 2027-11-25.
agent_keys=https://raw.githubusercontent.com/aws/amazon-ecs-agent/master/scripts/amazon-ssm-agent.gpg
agent_fingerprint=1C5B395CBE5E74E2F1CA21592784DBF388D19D46
again="then run it again on the machine: sudo sh /var/lib/cloud/instance/scripts/runcmd"
base="amazon-ecr-credential-helper ca-certificates chrony curl e2fsprogs iproute2 iptables kmod"

say() {
  printf '%s\n' "$*" | tee -a "$log"
}

# fail PROBLEM HINT
fail() {
  say "failed: $1"
  printf '%s\n  → %s\n' "$1" "$2" | tee "$state/failed"
  exit 1
}

ended() {
  code=$?
  rm -rf "${keys:-}" "${folder:-}"
  [ "$code" -eq 0 ] || [ -s "$state/failed" ] ||
    fail "a command ended with $code" "read /var/log/cloud-init-output.log, $again"
}

# attempt SECONDS COMMAND...: retries until it succeeds; $state/output has the last attempt's output.
attempt() {
  attempt_end=$(($(date +%s) + $1))
  shift
  until "$@" >"$state/output" 2>&1; do
    cat "$state/output"
    [ "$(date +%s)" -lt "$attempt_end" ] || return 1
    sleep 2
  done
}

# apt's first error is the cause.
reason() {
  grep -m 1 '^E:' "$state/output" || tail -n 1 "$state/output"
}

systemd_runs() {
  [ -d /run/systemd/system ]
}

disk() {
  for path in "/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol${volume#vol-}" /dev/xvdf /dev/sdf; do
    if [ -b "$path" ]; then
      device=$(readlink -f "$path")
      return 0
    fi
  done
  return 1
}

# Formats only an empty disk: this one may hold a manager's identity.
make_file_system() {
  type=$(blkid -p -o value -s TYPE "$device") || :
  [ "$type" != ext4 ] || return 0
  if [ -n "$type" ] || [ "$(head -c 4194304 "$device" | tr -d '\000' | wc -c)" -gt 0 ]; then
    fail "the disk $volume has ${type:-unknown data} instead of ext4: it stays unchanged" \
      "see that it is the right volume; what may go is removed by hand: sudo dd if=/dev/zero of=$device bs=1M count=4, $again"
  fi
  say "makes a file system on $volume"
  mkfs.ext4 -q "$device"
}

# The engine must never start without its disk: the manager would lose its identity. So its unit requires this
# mount (docker.service.d); `nofail` only keeps SSH reachable if the disk is missing.
mount_data() {
  [ "$volume" != none ] || return 0
  disk || say "waits for the disk $volume"
  attempt 300 disk || fail "the disk $volume is not there after five minutes" "see that it is attached, $again"
  ! findmnt --source "$device" --mountpoint "$data" >/dev/null || return 0
  make_file_system
  line="UUID=$(blkid -p -o value -s UUID "$device") $data ext4 defaults,nofail,x-systemd.device-timeout=120s 0 2"
  grep -qxF "$line" /etc/fstab || printf '%s\n' "$line" >>/etc/fstab
  if pgrep -x dockerd >/dev/null; then
    ! systemd_runs || systemctl stop docker.socket
    service docker stop
  fi
  say "mounts $volume at $data"
  mkdir -p "$data"
  ! systemd_runs || systemctl daemon-reload
  mount "$device" "$data"
}

# installed PACKAGE [VERSION]: a trailing * in VERSION matches any suffix.
installed() {
  found=$(dpkg-query --show --showformat '${db:Status-Status} ${Version}' "$1" 2>/dev/null) || return 1
  # shellcheck disable=SC2254 # VERSION is a pattern
  case $found in "installed "${2-*}) ;; *) return 1 ;; esac
}

all_installed() {
  for package in $base $packages; do
    case $package in
      *=*) installed "${package%%=*}" "${package#*=}" || return 1 ;;
      *) installed "$package" || return 1 ;;
    esac
  done
}

# A manager's address may change during its first connections: every step is retried for some minutes.
refresh_lists() {
  attempt 300 apt-get -o APT::Update::Error-Mode=any update ||
    fail "the package lists cannot be read: $(reason)" \
      "see that the subnet has a way to the internet (an internet or a NAT gateway), $again"
}

# install PACKAGE...
install_packages() {
  attempt 180 sh -c 'dpkg --configure -a && apt-get -o DPkg::Lock::Timeout=60 install --yes --no-install-recommends "$@"' \
    install "$@" || fail "packages cannot be installed: $(reason)" "read /var/log/cloud-init-output.log, $again"
}

add_docker_repository() {
  install_packages ca-certificates curl gpg
  keys=$(mktemp -d)
  attempt 120 curl --fail --silent --show-error --location --max-time 60 --output "$keys/docker.asc" "$repository/$ID/gpg" ||
    fail "the key of Docker's packages cannot be read: $(reason)" "see that $repository answers, $again"
  gpg --homedir "$keys" --batch --with-colons --show-keys "$keys/docker.asc" >"$keys/list" 2>/dev/null || :
  found=$(awk -F: '$1 == "pub" { key = 1 } $1 == "fpr" && key { print $10; key = 0 }' "$keys/list")
  [ "$found" = "$fingerprint" ] ||
    fail "the key of Docker's packages is ${found:-none}, not $fingerprint" "find out who answers for $repository"
  install -D -m 644 "$keys/docker.asc" /etc/apt/keyrings/docker.asc
  printf 'deb [arch=%s signed-by=/etc/apt/keyrings/docker.asc] %s %s stable\n' \
    "$(dpkg --print-architecture)" "$repository/$ID" "$VERSION_CODENAME" >/etc/apt/sources.list.d/docker.list
  refresh_lists
}

install_engine() {
  ID=unknown
  # shellcheck source=/dev/null
  [ ! -f /etc/os-release ] || . /etc/os-release
  case $ID-$engine in
    debian-debian) packages="docker.io docker-cli" ;;
    ubuntu-debian) packages=docker.io ;;
    debian-* | ubuntu-*) packages="docker-ce=5:$engine-* docker-ce-cli=5:$engine-* containerd.io" ;;
    *) fail "this is ${PRETTY_NAME:-an unknown system}, not Debian or Ubuntu" "set swarm:aws.machines.image to one of them" ;;
  esac
  if ! all_installed; then
    say "reads the package lists"
    refresh_lists
    [ "$engine" = debian ] || add_docker_repository
    say "installs Docker Engine ($engine) and what it needs"
    # shellcheck disable=SC2086 # package names
    install_packages $base $packages
  fi
  # Hold the engine: an upgrade would restart it; new versions come with new machines.
  set --
  for package in $packages; do set -- "$@" "${package%%=*}"; done
  apt-mark hold "$@" >/dev/null
  chronyc reload sources >/dev/null 2>&1 || :
}

load_modules() {
  missing=
  while read -r module; do
    [ -d "/sys/module/$module" ] || modprobe --quiet "$module" || missing="$missing $module"
  done </etc/modules-load.d/swarm.conf
  [ -z "$missing" ] || [ -f "$state/booted" ] || say "not in this kernel:$missing (without ip_vs services need endpoint_mode: dnsrr)"
}

start_engine() {
  id -nG "$user" | tr ' ' '\n' | grep -qx docker || usermod --append --groups docker "$user"
  docker info >/dev/null 2>&1 || {
    say "starts Docker Engine"
    service docker start || :
    attempt 60 docker info || fail "Docker Engine does not answer: $(reason)" "read its log: journalctl -u docker, $again"
  }
}

# fetch ADDRESS FILE
fetch() {
  attempt 20 curl --fail --silent --show-error --max-time 60 --output "$2" "$1"
}

# signed_by_amazon FOLDER: whether agent.deb in it has a valid signature by Amazon's current key.
signed_by_amazon() {
  gpg --homedir "$1" --batch --quiet --import "$1/keys" >/dev/null 2>&1 || :
  gpg --homedir "$1" --batch --status-fd 1 --verify "$1/agent.deb.sig" "$1/agent.deb" >"$1/verdict" 2>/dev/null || :
  if grep -q '^\[GNUPG:\] GOODSIG ' "$1/verdict" && grep -q "^\[GNUPG:\] VALIDSIG $agent_fingerprint " "$1/verdict"; then
    return 0
  fi
  echo "the package has no valid signature by the key $agent_fingerprint" >"$state/output"
  return 1
}

# Its failure is not fatal: the machine works without it.
install_session_manager() {
  if [ "$shell" != session-manager ] || installed amazon-ssm-agent || snap list amazon-ssm-agent >/dev/null 2>&1; then
    return 0
  fi
  say "installs the agent of AWS Session Manager"
  case $region in cn-*) domain=amazonaws.com.cn ;; *) domain=amazonaws.com ;; esac
  folder=$(mktemp -d)
  url="https://s3.$region.$domain/amazon-ssm-$region/$agent_version/debian_$(dpkg --print-architecture)/amazon-ssm-agent.deb"
  command -v gpg >/dev/null || install_packages gpg
  { fetch "$agent_keys" "$folder/keys" && fetch "$url.sig" "$folder/agent.deb.sig" && fetch "$url" "$folder/agent.deb" &&
    signed_by_amazon "$folder" && attempt 20 dpkg --install "$folder/agent.deb"; } ||
    say "no shell through AWS Session Manager: $(reason)"
}

boot() {
  trap ended EXIT
  rm -f "$state/failed"
  [ -f "$state/booted" ] || say "first boot of $(hostname)"
  mount_data
  install_engine
  load_modules
  start_engine
  install_session_manager
  [ -f "$state/booted" ] || say "ready: Docker Engine $(docker version --format '{{.Server.Version}}')"
  : >>"$state/booted"
}

mkdir -p "$state"
exec 9>/run/swarm-boot.lock
flock -w 900 9
# Keeps daemons that start in here from inheriting the lock.
boot 9>&-
