#!/bin/sh
# bootstrap MACHINE ADDRESS POOL [OTHER_MANAGER_ADDRESS...]
# Makes the swarm on the seed manager, or adopts the one it is in. Prints its node id and the swarm's id.
# No inverse: a manager's identity lives on its disk; whoever removes the machine removes the disk.
address=$2
pool=$3
shift 3

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

leader_known() {
  [ -n "$(docker info --format '{{with .Swarm.Cluster}}{{.ID}}{{end}}')" ]
}

alone bootstrap
engine_ready
case $(swarm_state) in
  inactive)
    refuse_second_swarm "$@"
    docker swarm init --advertise-addr "$address" --default-addr-pool "$pool" \
      --default-addr-pool-mask-length 24 >/dev/null
    ;;
  locked)
    fail "the swarm on this manager is locked" "unlock it: docker swarm unlock"
    ;;
esac
until_true 60 leader_known ||
  fail "the swarm on this manager has no leader" "start the other managers, then run pulumi up again"
# A manager that came back is not always known as reachable at once; one that is dead must not stop the others.
until_true 20 managers_reachable || say "not all managers are reachable"
docker info --format '{{.Swarm.NodeID}} {{.Swarm.Cluster.ID}}'
