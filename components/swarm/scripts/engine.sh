#!/bin/sh
# Explains why the Docker Engine cannot join or create a swarm. Used with ports.sh. The message texts come
# from moby (daemon/cluster, daemon/config) and swarmkit (ca, node, manager).
set -eu

# engine_text RESPONSE: the message in a response of the engine's API.
engine_text() {
  printf '%s\n' "$1" | sed -e 's/^{"message":"//' -e 's/"} *$//' -e 's/\\n/ /g' -e 's/\\"/"/g'
}

# engine_hint TEXT [MANAGER_ADDRESS...]: the cause, if the text reveals it, and a hint. Blames ports only
# after a connection to them failed.
engine_hint() {
  engine_hint_text=$1
  shift
  case $engine_hint_text in
    *"invalid join token"* | *"valid join token is necessary"*)
      echo "the join token was rotated: run pulumi up again, which reads the new one" ;;
    *"remote CA does not match fingerprint"*)
      echo "the CA of the swarm was rotated, or ${*:-the manager} is in another swarm now: run pulumi up again, which reads the join token again; if it happens again, check docker info there" ;;
    *"Swarm certificates have expired"*)
      echo "this node was off for longer than its certificate is valid: run docker swarm leave on this machine, then pulumi up again" ;;
    *"not yet valid"* | *"has expired"* | *"no time span for which all of the certificates"*)
      echo "the clocks differ: it is $(date -u +'%F %T UTC') on this machine. Set them here and on the managers: timedatectl set-ntp true, then run pulumi up again" ;;
    *"live-restore"*)
      echo "remove \"live-restore\": true from /etc/docker/daemon.json, or --live-restore from dockerd's options, and restart the engine: systemctl restart docker" ;;
    *"prospective new cluster member"*)
      echo "the managers cannot connect to this machine: open TCP 2377 of this machine to ${*:-them}; docker info shows the address that it advertises" ;;
    *"address already in use"*)
      engine_hint_port=$(printf '%s\n' "$engine_hint_text" | sed -n 's/.*:\([0-9][0-9]*\): bind: address already in use.*/\1/p')
      echo "another program has port ${engine_hint_port:-2377, 7946 or 4789} on this machine: ss -lntup 'sport = :${engine_hint_port:-2377}' names it; stop it" ;;
    *"address to advertise"* | *"find the system's IP address"* | *"find local IP address"* | *"cannot assign requested address"* | \
      *"valid IP address or interface name"* | *"advertise address must be"* | *"listening address"*)
      echo "set this machine's address in the settings to one of its own IPv4 addresses: ip -4 -brief address lists them" ;;
    *"already part of a swarm"*)
      echo "check which swarm this machine is in: docker info; a manager there shows the nodes: docker node ls" ;;
    *"needs to be unlocked"* | *"encrypted and locked"* | *"needs a valid unlock key"*)
      echo "unlock the swarm on this machine: docker swarm unlock" ;;
    *"does not have a leader"* | *"no elected cluster leader"* | *"lost leader status"* | *"not yet part of a raft cluster"*)
      echo "the managers have no leader at the moment: more than half of them must run. Start them, then run pulumi up again" ;;
    *"not a swarm manager"* | *"must be a manager"* | *"manager is not running"*)
      echo "${*:-that machine} is not a manager any more: check docker info there, then run pulumi up again" ;;
    *"was removed from swarm"* | *"was removed from the cluster"* | *"removed during cluster lifetime"* | *"node not registered"*)
      echo "the swarm has removed this node: run pulumi up again, which lets its machine join again" ;;
    *"node id is a duplicate"*)
      echo "another machine has this node's id: one is a copy of the other's disk. Give this machine an engine of its own: docker swarm leave, then pulumi up again" ;;
    *"not FIPS-enabled"*)
      echo "the swarm was made with FIPS: start this machine's engine with FIPS as well" ;;
    *"client version"*"is too"*)
      echo "docker and dockerd on this machine are of incompatible releases: install both from the same one" ;;
    *"Unimplemented"* | *"unknown service"* | *"unknown method"*)
      echo "the engines here and on ${*:-the managers} are of incompatible releases: docker version shows them; install the same one" ;;
    *"does not look like a TLS handshake"* | *"malformed HTTP"* | *"HTTP response"*)
      echo "another program than the Docker Engine answers at TCP 2377 of ${*:-the manager}: ss -lntp 'sport = :2377' there names it" ;;
    *"no space left on device"*)
      echo "make room on this machine's disk: df -h /var/lib/docker, docker system df" ;;
    *"deadline exceeded"* | *"Timeout was reached"* | *"connection refused"* | *"no route to host"* | *"network is unreachable"* | \
      *"i/o timeout"* | *"connection error"* | *"connection reset"* | *"Unavailable"*)
      engine_hint_ports=$(ports_hint "$@")
      echo "${engine_hint_ports:-TCP 2377 and 7946 of $* take connections from here; read the log of the engine: journalctl -u docker -n 50}" ;;
    *)
      echo "read the log of the engine on this machine: journalctl -u docker -n 50" ;;
  esac
}
