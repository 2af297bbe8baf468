#!/bin/sh
# Remote step; functions: ports.sh engine.sh
# shellcheck disable=SC2154 # variables and functions of owner.sh
# bootstrap MACHINE ADDRESS PROJECT/STACK POOL encrypted|plain seed|recover [OTHER_MANAGER_ADDRESS...]
# Creates the swarm on the seed manager, or adopts the one it is in. Prints its node id and the swarm's id.
# Has no undo: a manager's identity is on its disk, which is deleted with the machine; a machine that stays
# leaves with machines/scripts/leave.sh.
address=$2
stack=$3
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

# Uses the engine's API: docker swarm init has no flag for labels. The label identifies the swarm's cluster.
init() {
  answer=$(printf '{"ListenAddr":"0.0.0.0:2377","AdvertiseAddr":"%s","DefaultAddrPool":["%s"],"SubnetSize":24,"Spec":{"Labels":{"swarm.cluster":"%s","swarm.stack":"%s"}}}' \
    "$address" "$pool" "$cluster" "$stack" |
    curl --silent --show-error --unix-socket /var/run/docker.sock --header 'Content-Type: application/json' \
      --data-binary @- http://docker/swarm/init 2>&1) || :
  # The response is the node's id in quotes.
  case $answer in \"*) ;; *)
    answer=$(engine_text "$answer")
    fail "the engine cannot make a swarm: $answer" "$(engine_hint "$answer")"
    ;;
  esac
}

ingress_encryption() {
  case $(docker network inspect ingress --format '{{json .Options}}') in *'"encrypted"'*) echo encrypted ;; *) echo plain ;; esac
}

# The ingress network appears shortly after the swarm; only recreating it, while unused, changes its encryption.
set_encryption() {
  [ "$encryption" = plain ] || until_true "$ingress_changes_seconds" docker network inspect ingress || :
  docker network inspect ingress >/dev/null 2>&1 || return 0
  [ "$(ingress_encryption)" != "$encryption" ] || return 0
  [ -z "$(docker service ls --quiet)" ] ||
    fail "this swarm's networks are $(ingress_encryption), not $encryption, and services use them" \
      "set swarm:encrypt back, or recreate the swarm: npm run destroy, then npm run up"
  echo y | docker network rm ingress >/dev/null
  # If recreated at once it had no endpoint on this node, which then refused published ports.
  until_true "$ingress_changes_seconds" ingress_gone || :
  sleep 3
  if [ "$encryption" = encrypted ]; then set -- --opt encrypted; else set --; fi
  until_true "$ingress_created_seconds" docker network create --driver overlay --ingress "$@" ingress ||
    fail "the ingress network cannot be made: $(docker network create --driver overlay --ingress "$@" ingress 2>&1)" \
      "run pulumi up again"
}

ingress_gone() {
  ! docker network inspect ingress
}

leader_known() {
  [ -n "$(docker info --format '{{with .Swarm.Cluster}}{{.ID}}{{end}}')" ]
}

# rebuild REASON
# Only if the user named this manager and no other manager can lead: two managers that did this would split
# the swarm. Services, secrets and workers stay; the other managers must join again as new nodes.
rebuild() {
  say "$(hostname): $1; the swarm is rebuilt from this manager"
  docker swarm init --force-new-cluster --advertise-addr "$address" >/dev/null
  until_true "$swarm_has_leader_seconds" leader_known || fail "the swarm cannot be rebuilt here" "read the log of the engine on this machine"
  for lost in $(docker node ls --filter role=manager --format '{{.ID}} {{.Self}}' | sed -n 's/ false$//p'); do
    until_true "$node_removed_seconds" docker node demote "$lost" || :
    until_true "$node_removed_seconds" docker node rm --force "$lost" ||
      fail "the lost manager $lost cannot be removed" "remove it: npm run docker -- node rm --force $lost"
  done
}

swarm_label() {
  docker info --format "{{index .Swarm.Cluster.Spec.Labels \"$1\"}}"
}

# The settings name this swarm (swarm:adopt), so it now belongs to this cluster. docker swarm update has no
# flag for labels.
adopt_swarm() {
  say "$(hostname): takes over $(whose)"
  docker info --format '{{json .Swarm.Cluster.Spec}}' |
    sed 's/"swarm\.\(cluster\|stack\)":"[^"]*",*//g; s/"Labels":null/"Labels":{}/; s/"Labels":{/"Labels":{"swarm.cluster":"'"$cluster"'","swarm.stack":"'"${stack%%/*}\/${stack#*/}"'",/; s/",}/"}/' |
    curl --silent --show-error --unix-socket /var/run/docker.sock --header 'Content-Type: application/json' \
      --data-binary @- "http://docker/swarm/update?version=$(docker info --format '{{.Swarm.Cluster.Version.Index}}')" >/dev/null
  [ "$(swarm_label swarm.cluster)" = "$cluster" ] ||
    fail "the swarm $owner_swarm cannot be taken over: its label swarm.cluster stays $(swarm_label swarm.cluster)" "run npm run up again"
}

# The other managers remember this manager's address; only a swarm of one can change it.
check_address() {
  known_address=$(docker info --format '{{.Swarm.NodeAddr}}')
  [ "$known_address" != "$address" ] || return 0
  if [ "$purpose" = recover ] && [ "$(docker node ls --filter role=manager --quiet | wc -l)" -eq 1 ]; then
    rebuild "its address was $known_address and is $address"
    return
  fi
  fail "this manager has the address $known_address in the swarm, but $address in the settings" \
    "set it back to $known_address. If that address is lost: with other managers, let one of them be swarm:seed, take this one out of the settings, run npm run up, and add it again; a manager alone is rebuilt at its new address, with its services and secrets, where swarm:recover names it"
}

alone bootstrap
command -v curl >/dev/null || fail "curl is missing on this machine" "install curl"
engine_ready
case $(swarm_state) in
  inactive)
    refuse_second_swarm "$@"
    port_free 2377
    port_free 7946
    init
    ;;
  locked)
    fail "the swarm on this manager is locked" "unlock it there: docker swarm unlock, then run npm run up again"
    ;;
esac
if ! until_true "$swarm_has_leader_seconds" leader_known; then
  [ "$purpose" = recover ] ||
    fail "the swarm on this manager has no leader" "start the other managers, then run pulumi up again"
  rebuild "no leader for a minute"
fi
read_owner
# A manager without a leader passed by its own record; now check the swarm's label.
is_ours || is_adopted || fail "this machine is in $(whose)" "$(ways_out)"
[ "$owner_label" = "$cluster" ] || adopt_swarm
check_address
# A manager must come back after a restart without an unlock.
[ "$(docker info --format '{{.Swarm.Cluster.Spec.EncryptionConfig.AutoLockManagers}}')" = false ] ||
  docker swarm update --autolock=false >/dev/null
set_encryption
# A manager that is back may not be reachable at once; a dead one must not stop the others.
until_true "$managers_reachable_seconds" managers_reachable || say "not all managers are reachable"
read_owner
note_owner "$owner_swarm"
output "$(node_id) $owner_swarm"
