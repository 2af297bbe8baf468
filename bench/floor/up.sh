#!/bin/sh
# From nothing to three machines, a swarm, the example on it, and an endpoint that answers.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=prelude.sh
. "$here/prelude.sh"

prepare() {
  mkdir -p "$work/local"
  cp -Rp "$here/../../example" "$work/example"
  ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/client"
  password=$(head -c 24 /dev/urandom | base64 | tr '/+' '_-')
  auth=$(printf 'swarm:%s' "$password" | base64 | tr -d '\n')
  mkdir "$work/registry"
  printf '%s' "$password" >"$work/registry/registry-password"
  printf '{"auths":{"%s":{"auth":"%s"}}}' "$registry" "$auth" >"$work/local/config.json"
  printf '{"auths":{"registry:5000":{"auth":"%s"}}}' "$auth" >"$work/node-config.json"
  : >"$work/known_hosts"
  cat >"$work/ssh_config" <<CONFIG
Host *
  HostName 127.0.0.1
  User root
  IdentityFile $work/client
  IdentitiesOnly yes
  UserKnownHostsFile $work/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  BatchMode yes
  LogLevel ERROR
  ControlMaster auto
  ControlPath $work/%n.socket
  ControlPersist 60
Host manager-0
  Port $((front + 1))
Host worker-0
  Port $((front + 2))
Host worker-1
  Port $((front + 3))
Host worker-2
  Port $((front + 4))
CONFIG
}

# own_image NAME FOLDER
own_image() {
  local_docker build --quiet --build-arg STACK=bench-floor --build-arg SWARM_BASE_IMAGE --tag "bench-floor-$1" "$2" >/dev/null
}

network() {
  local_docker network create --label "$label" --subnet "$subnet" --gateway "$prefix.1" \
    --ip-range "$prefix.128/25" bench-floor >/dev/null
  touch "$work/network"
}

registry_container() {
  own_image registry "$components/targets/local/registry/registryImage"
  until_true test -e "$work/network"
  local_docker run --detach --restart unless-stopped --label "$label" --name bench-floor-registry \
    --hostname registry --network bench-floor --network-alias registry --publish "$registry:5000" \
    --volume "$work/registry:/etc/swarm:ro" --volume bench-floor-registry:/var/lib/registry \
    bench-floor-registry >/dev/null
  until_true curl --silent --max-time 2 "http://$registry/v2/"
  touch "$work/registry-ready"
}

balancer() {
  own_image balancer "$components/targets/local/entryPoint/balancerImage"
  until_true test -e "$work/network"
  local_docker run --detach --restart unless-stopped --label "$label" --name bench-floor-balancer \
    --hostname balancer --network bench-floor --publish "127.0.0.1:$front:$front" \
    --volume "${FLOOR_BALANCER:-$work/haproxy.cfg}:/etc/swarm/haproxy.cfg:ro" \
    bench-floor-balancer >/dev/null
}

service_image() {
  build "$1"
  until_true test -e "$work/registry-ready"
  push "$1"
}

manager() {
  machine manager-0 1 "$prefix.10" --volume bench-floor-manager-0:/var/lib/docker
  engine_ready manager-0
  for image in $images; do background pull manager-0 "$image"; done
  on manager-0 "docker swarm init --advertise-addr $prefix.10 --default-addr-pool 10.129.0.0/16 \
    --default-addr-pool-mask-length 24 >/dev/null && docker swarm join-token --quiet worker" >"$work/token.part"
  mv "$work/token.part" "$work/token"
  finish
}

worker() {
  machine "worker-$1" $((2 + $1)) "$prefix.$((200 + $1))"
  engine_ready "worker-$1"
  for image in $images; do background pull "worker-$1" "$image"; done
  until_true test -e "$work/token"
  on "worker-$1" "docker swarm join --advertise-addr $prefix.$((200 + $1)) --token $(cat "$work/token") \
    $prefix.10:2377 >/dev/null"
  finish
}

machines() {
  own_image machine "$components/targets/local/machines/machineImage"
  until_true test -e "$work/network"
  background manager
  background worker 0
  background worker 1
  finish
}

# The deployment's files are on the manager only during the deployment, in memory.
deploy() {
  printf 'services:\n' >"$work/example/images.yaml"
  for image in $images; do
    printf '  %s:\n    image: %s\n' "$image" "$(reference "$image")"
  done >>"$work/example/images.yaml"
  # docker stack deploy does not know this key.
  sed -i.bak '/app_protocol:/d' "$work/example/compose.yaml"
  # shellcheck disable=SC2016 # for the manager's shell
  tar -C "$work/example" -cf - compose.yaml images.yaml page.json data-password.txt | on manager-0 '
    folder=$(mktemp -d /dev/shm/deploy-XXXXXX) && cd "$folder" && tar -xf - &&
    docker stack deploy --detach --resolve-image never -c compose.yaml -c images.yaml example >log 2>&1 ||
      { cat log >&2; exit 1; }
    rm -rf "$folder"
    until [ "$(docker service ls --format "{{.Name}} {{.Replicas}}" | sort | tr "\n" " ")" = \
      "example_api 4/4 example_data 1/1 example_edge 3/3 " ]; do sleep 0.05; done'
}

prepare
background network
background registry_container
background balancer
background machines
for image in $images; do background service_image "$image"; done
finish
deploy
until_true curl --silent --fail --max-time 2 "http://127.0.0.1:$front/"
