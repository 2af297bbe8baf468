#!/bin/sh
# Functions that the floor's scripts share. They source this file after setting `here` to its folder.
# shellcheck disable=SC2030,SC2031,SC2034,SC2154 # variables of the scripts; a background job has its own jobs
# The floor does the same work as the product by hand, with docker and ssh, in parallel wherever possible.
set -eu

work=${FLOOR_FOLDER:-/tmp/bench-floor}
components=$here/../../components
subnet=${FLOOR_SUBNET:-172.31.202.0/24}
prefix=${subnet%.*}
# The load balancer's port. The next ones are for SSH to four machines, and for the registry.
front=${FLOOR_PORT:-18890}
registry=127.0.0.1:$((front + 9))
label=swarm.stack=bench-floor
images="api edge data"

# docker on this computer, logged in as the registry's only user.
local_docker() {
  DOCKER_CONFIG=$work/local docker "$@"
}

on() {
  on_node=$1
  shift
  ssh -F "$work/ssh_config" "$on_node" "$@"
}

# until_true COMMAND...: retries without limit; the caller has a deadline.
until_true() {
  until "$@" >/dev/null 2>&1; do sleep 0.05; done
}

# background NAME COMMAND...: `finish` waits for the command, and fails if it failed.
jobs=
background() {
  (
    jobs=
    "$@"
  ) &
  jobs="$jobs $!"
}

finish() {
  for job in $jobs; do wait "$job"; done
  jobs=
}

# machine NODE NUMBER ADDRESS [DOCKER_RUN_OPTION...]: starts a container with keys and waits for SSH.
machine() {
  machine_node=$1
  machine_port=$((front + $2))
  machine_address=$3
  shift 3
  keys=$work/keys/$machine_node
  mkdir -p "$keys"
  ssh-keygen -q -t ed25519 -N '' -C '' -f "$keys/ssh_host_ed25519_key"
  cp "$work/client.pub" "$keys/authorized_keys"
  printf '[127.0.0.1]:%s %s\n' "$machine_port" "$(cat "$keys/ssh_host_ed25519_key.pub")" >>"$work/known_hosts"
  local_docker run --detach --privileged --restart unless-stopped --label "$label" \
    --name "bench-floor-$machine_node" --hostname "$machine_node" \
    --network bench-floor --network-alias machines --ip "$machine_address" \
    --publish "127.0.0.1:$machine_port:22" --volume "$keys:/etc/swarm:ro" "$@" \
    bench-floor-machine >/dev/null
  # The first connection stays open; later ones share it.
  until_true on "$machine_node" true
}

engine_ready() {
  on "$1" 'until docker version >/dev/null 2>&1; do sleep 0.05; done'
}

# build SERVICE: builds an image of the example, tagged for our registry.
# One repository for all images: the engine pushes a shared layer only once.
build() {
  local_docker build --quiet --label "$label" --build-arg SWARM_BASE_IMAGE --tag "$registry/example:$1" "$work/example/$1" >/dev/null
}

# push SERVICE: writes the digest for the pulls that wait for it.
push() {
  local_docker push --quiet "$registry/example:$1" >/dev/null
  local_docker image inspect "$registry/example:$1" --format '{{join .RepoDigests "\n"}}' |
    sed -n "s|^$registry/example@||p" >"$work/digest-$1.part"
  mv "$work/digest-$1.part" "$work/digest-$1"
}

reference() {
  printf 'registry:5000/example@%s' "$(cat "$work/digest-$1")"
}

# pull NODE SERVICE: pulls by digest; the credentials stay in memory and are removed afterwards.
pull() {
  until_true test -e "$work/digest-$2"
  on "$1" "folder=\$(mktemp -d /dev/shm/pull-XXXXXX) && cat >\"\$folder/config.json\" &&
    DOCKER_CONFIG=\$folder docker pull --quiet $(reference "$2") >/dev/null; code=\$?
    rm -rf \"\$folder\"; exit \$code" <"$work/node-config.json"
}
