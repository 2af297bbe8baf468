#!/bin/sh
# preflight node MACHINE NODE   (standard input: KIND WANTED_BY WHAT, a record for each requirement)
#   Reports all requirements that this node fails, and prints the engine's version and platform. Sent after
#   engineChecks.sh and networkChecks.sh. Has no undo: it changes nothing.
# preflight kernel
#   Prints `ip_vs` and `esp`, each with yes, no or unknown.
PATH="$PATH:/usr/sbin:/sbin"

# The engine asks the same way; asking makes the kernel load the module.
ip_vs() {
  modprobe --quiet ip_vs 2>/dev/null || :
  if [ -e /proc/net/ip_vs ] || answer=$(genl ctrl get name IPVS 2>&1); then
    echo yes
    return
  fi
  case $answer in
    *'RTNETLINK answers: No such file or directory'*) echo no ;;
    *) echo unknown ;;
  esac
}

# Tries what the engine needs for encrypted overlay networks, in a separate network namespace.
esp() {
  if [ "$(id -u)" = 0 ]; then set -- --net; else set -- --user --map-root-user --net; fi
  if answer=$(unshare "$@" ip xfrm state add src 127.0.0.1 dst 127.0.0.1 proto esp spi 1 mode transport \
    aead 'rfc4106(gcm(aes))' 0x000102030405060708090a0b0c0d0e0f10111213 64 2>&1); then
    echo yes
    return
  fi
  case $answer in
    *'algorithm not found'* | *'type not found'* | *': Function not implemented'* | *': Protocol not supported'*) echo no ;;
    *) echo unknown ;;
  esac
}

# missing WANTED_BY PROBLEM HINT
missing() {
  faults="$faults
  $1: $2
    → $3"
}

# unchecked FEATURE PACKAGE
unchecked() {
  say "$node: cannot check whether its kernel has $1; install $2 there"
}

check_kernel() {
  case $1 in
    vip | ingress)
      balancing=${balancing:-$(ip_vs)}
      feature=$balancing
      ;;
    encrypted) feature=$(esp) ;;
  esac
  case $1-$feature in
    vip-no) missing "$2" "virtual IPs need ip_vs, which the kernel of $node does not have" \
      "write deploy.endpoint_mode: dnsrr, or give $node a kernel with ip_vs (modprobe ip_vs)" ;;
    ingress-no) missing "$2" "ports with mode ingress need ip_vs, which the kernel of $node does not have" \
      "write mode: host and deploy.endpoint_mode: dnsrr, or give $node a kernel with ip_vs (modprobe ip_vs)" ;;
    encrypted-no) missing "$2" "the encrypted network $3 needs ESP with AES-GCM, which the kernel of $node does not have" \
      "encrypt no network, or give $node a kernel with ESP (modprobe esp4)" ;;
    encrypted-unknown) unchecked ESP "iproute2 and util-linux" ;;
    *-unknown) unchecked ip_vs iproute2 ;;
  esac
}

# published PORT/PROTOCOL...: the containers that publish one of these: name, stack and service in the swarm.
published() {
  for published_port in "$@"; do
    set -- "$@" --filter "publish=$published_port"
    shift
  done
  docker ps "$@" --format \
    '{{.Names}} {{or (.Label "com.docker.stack.namespace") "-"}} {{or (.Label "com.docker.swarm.service.name") "-"}}'
}

# listener PORT/PROTOCOL: command and process id of the listener.
listener() {
  case $1 in */tcp) files="/proc/net/tcp /proc/net/tcp6" open=0A ;; *) files="/proc/net/udp /proc/net/udp6" open=07 ;; esac
  # shellcheck disable=SC2086 # two files; the second exists only with IPv6
  inode=$(awk -v port="$(printf ':%04X' "${1%/*}")" -v open="$open" \
    'substr($2, length($2) - 4) == port && $4 == open { print $10; exit }' $files 2>/dev/null) || :
  [ -n "$inode" ] || return 0
  process=$(find /proc/[0-9]*/fd -lname "socket:\[$inode\]" 2>/dev/null | head -n 1 | cut -d / -f 3)
  if [ -n "$process" ] && command=$(cat "/proc/$process/comm"); then
    echo "$command (process $process)"
  else
    echo "another program"
  fi
}

# holder PORT/PROTOCOL: what keeps the port in use; tasks of our own stacks release it.
holder() {
  containers=${taken:+$(published "$1")}
  if [ -z "$containers" ]; then
    found=$(listener "$1")
    # dockerd listens on ports with mode ingress; swarm itself prevents conflicts between services.
    case $found in "dockerd "*) [ "$state" != active ] || return 0 ;; esac
    printf '%s' "$found"
    return
  fi
  printf '%s\n' "$containers" | while read -r container stack service; do
    case $stacks in *" $stack "*) continue ;; esac
    if [ "$service" = - ]; then echo "the container $container"; else echo "the service $service"; fi
  done | head -n 1
}

# The engine binds a container's port before it lists the container, and releases it after it has delisted it.
lasting_holder() {
  lasting=$(holder "$1")
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    case $lasting in "docker-proxy "*) ;; *) break ;; esac
    sleep 1
    taken=unknown
    lasting=$(holder "$1")
  done
  printf '%s' "$lasting"
}

check_port() {
  found=$(lasting_holder "$2")
  [ -z "$found" ] || missing "$1" "$2 is taken on $node by $found" "stop that, or publish another port"
}

check_engine() {
  [ "$(printf '%s\n%s\n' "$2" "$version" | sort -V | head -n 1)" = "$2" ] ||
    missing "$1" "Docker Engine $2 or later is needed, but $node has $version" "upgrade Docker on $node"
}

# A usual image and its container's files do not fit into less than 1 GiB.
check_disk() {
  free=$(df -Pk "$data" | awk 'NR == 2 { print int($4 / 1024) }')
  if [ "$free" -lt 1024 ]; then
    missing "$1" "1024 MiB of disk are needed, but $data on $node has $free MiB left" \
      "free space there (docker system df shows what uses it), or give $node a larger disk"
  elif [ "$free" -lt 5120 ]; then
    say "$node: only $free MiB of disk are left at $data"
  fi
}

# words_of KIND: what is required of that kind; for ports and stacks, which contain no blanks.
words_of() {
  all_needs word_of "$1"
}

word_of() {
  [ "$1" != "$2" ] || printf '%s ' "$4"
}

# note KIND WANTED_BY WHAT, the last two encoded: stores a requirement as received.
note() {
  needs="$needs$*
"
}

# all_needs COMMAND ARGUMENT...: runs COMMAND ARGUMENT... KIND WANTED_BY WHAT for each requirement.
all_needs() {
  while read -r kind wanted what; do
    [ -n "$kind" ] || continue
    field wanted "$wanted"
    field what "$what"
    "$@" "$kind" "$wanted" "$what" </dev/null
  done <<NEEDS
$needs
NEEDS
}

check() {
  case $1 in
    vip | ingress | encrypted) check_kernel "$@" ;;
    port) check_port "$2" "$3" ;;
    bind) [ -e "$3" ] || missing "$2" "$3 is mounted, but it is not on $node" \
      "make it there, set swarm:stacks.<name>.binds for it, or keep the service away by deploy.placement.constraints" ;;
    engine) check_engine "$2" "$3" ;;
    disk) check_disk "$2" ;;
    pool) check_pool "$2" "$3" ;;
    connections) check_connections "$2" "$3" ;;
  esac
}

if [ "$1" = kernel ]; then
  printf 'ip_vs %s\nesp %s\n' "$(ip_vs)" "$(esp)"
  exit
fi
node=$3
alone preflight
command -v docker >/dev/null || fail "$node has no Docker Engine" "install it there: https://docs.docker.com/engine/install/"
# It usually answers at once, and every extra request delays adding a worker.
engine() {
  docker info --format '{{.ServerVersion}} {{.Swarm.LocalNodeState}} {{.LiveRestoreEnabled}} {{.OSType}} {{.Architecture}} {{.DockerRootDir}}'
}
facts=$(engine 2>/dev/null) || :
case $facts in [0-9]*) ;; *) engine_ready && facts=$(engine) ;; esac
# shellcheck disable=SC2034 # engineChecks.sh reads live_restore
read -r version state live_restore system architecture data <<FACTS
$facts
FACTS
needs=
each_record note
faults=
balancing=
stacks=" $(words_of stack) "
# shellcheck disable=SC2046 # ports
taken=$(set -- $(words_of port) && [ $# -gt 0 ] && published "$@") || :
check_live_restore "the swarm"
all_needs check
[ -z "$faults" ] || {
  printf '%s does not meet the requirements of the stacks; no service was changed%s\n' "$node" "$faults"
  exit 1
}
tell_open_files
output "$version $system $architecture"
