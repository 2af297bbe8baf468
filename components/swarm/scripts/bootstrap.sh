#!/bin/sh
# bootstrap MACHINE ADDRESS CLUSTER POOL encrypted|plain seed|recover [OTHER_MANAGER_ADDRESS...]
# Makes the swarm on the seed manager, or adopts the one it is in. Prints its node id and the swarm's id.
# No inverse: a manager's identity lives on its disk; whoever removes the machine removes the disk, and a
# machine that stays leaves by itself (machines/scripts/leave.sh).
address=$2
cluster=$3
pool=$4
encryption=$5
purpose=$6
shift 6

# is_manager ADDRESS: something answers on the swarm's management port.
is_manager() {
  timeout 2 bash -c "exec 3<>/dev/tcp/$1/2377" 2>/dev/null
}

refuse_second_swarm() {
  for other in "$@"; do
    if is_manager "$other"; then
      fail "this machine is in no swarm, but the manager at $other is in one" \
        "set swarm:seed to the manager at $other: a second swarm would split the cluster"
    fi
  done
}

# By the engine's socket: docker swarm init has no flag for labels. A machine that is in a swarm tells by it whose.
init() {
  answer=$(printf '{"ListenAddr":"0.0.0.0:2377","AdvertiseAddr":"%s","DefaultAddrPool":["%s"],"SubnetSize":24,"Spec":{"Labels":{"swarm.cluster":"%s"}}}' \
    "$address" "$pool" "$cluster" |
    curl --silent --show-error --unix-socket /var/run/docker.sock --header 'Content-Type: application/json' \
      --data-binary @- http://docker/swarm/init 2>&1) || :
  # It answers with the node's id, in quotes.
  case $answer in \"*) ;; *) fail "the engine cannot make a swarm: $answer" "try it by hand: docker swarm init --advertise-addr $address" ;; esac
}

ingress_encryption() {
  case $(docker network inspect ingress --format '{{json .Options}}') in *'"encrypted"'*) echo encrypted ;; *) echo plain ;; esac
}

# The network for published ports comes a moment after the swarm; it can only be made anew, while nothing uses it.
set_encryption() {
  [ "$encryption" = plain ] || until_true 30 docker network inspect ingress || :
  docker network inspect ingress >/dev/null 2>&1 || return 0
  [ "$(ingress_encryption)" != "$encryption" ] || return 0
  [ -z "$(docker service ls --quiet)" ] ||
    fail "this swarm's networks are $(ingress_encryption), not $encryption, and services use them" \
      "set swarm:encrypt back, or make the swarm anew: npm run destroy, then npm run up"
  echo y | docker network rm ingress >/dev/null
  # Made again at once, it had no end on this node: ports published there were refused.
  until_true 30 ingress_gone || :
  sleep 3
  if [ "$encryption" = encrypted ]; then set -- --opt encrypted; else set --; fi
  until_true 60 docker network create --driver overlay --ingress "$@" ingress ||
    fail "the ingress network cannot be made: $(docker network create --driver overlay --ingress "$@" ingress 2>&1)" \
      "run pulumi up again"
}

ingress_gone() {
  ! docker network inspect ingress
}

leader_known() {
  [ -n "$(docker info --format '{{with .Swarm.Cluster}}{{.ID}}{{end}}')" ]
}

# Only where the user has named this manager, and no leader has come in all the time before: two managers that did
# this would make two swarms of one. Services, secrets and workers stay; the other managers are strangers from then on.
make_anew() {
  say "$(hostname): no leader for a minute; the swarm is made anew from this manager"
  docker swarm init --force-new-cluster --advertise-addr "$address" >/dev/null
  until_true 60 leader_known || fail "the swarm cannot be made anew here" "look at the engine's log on this machine"
  for lost in $(docker node ls --filter role=manager --format '{{.ID}} {{.Self}}' | sed -n 's/ false$//p'); do
    until_true 30 docker node demote "$lost" || :
    until_true 30 docker node rm --force "$lost" ||
      fail "the lost manager $lost cannot be removed" "remove it: npm run docker -- node rm --force $lost"
  done
}

alone bootstrap
command -v curl >/dev/null || fail "curl is missing on this machine" "install curl"
engine_ready
case $(swarm_state) in
  inactive)
    refuse_second_swarm "$@"
    init
    ;;
  locked)
    fail "the swarm on this manager is locked" "unlock it: docker swarm unlock"
    ;;
esac
if ! until_true 60 leader_known; then
  [ "$purpose" = recover ] ||
    fail "the swarm on this manager has no leader" "start the other managers, then run pulumi up again"
  make_anew
fi
set_encryption
# A manager that came back is not always known as reachable at once; one that is dead must not stop the others.
until_true 20 managers_reachable || say "not all managers are reachable"
docker info --format '{{.Swarm.NodeID}} {{.Swarm.Cluster.ID}}'
